resource "aws_s3_bucket_cors_configuration" "listing_uploads" {
  bucket = aws_s3_bucket.listing_uploads.id

  cors_rule {
    allowed_headers = ["*"]
    allowed_methods = ["PUT", "HEAD", "GET"]
    allowed_origins = var.cors_allowed_origins
    expose_headers  = ["ETag"]
    max_age_seconds = 3600
  }
}
