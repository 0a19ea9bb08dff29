resource "aws_s3_bucket_cors_configuration" "uploads" {
  bucket = aws_s3_bucket.uploads.id

  cors_rule {
    allowed_methods = ["GET", "PUT"]
    allowed_origins = var.client_url != "" ? split(",", var.client_url) : ["*"]
    allowed_headers = ["*"]
    max_age_seconds = 3000
  }
}
