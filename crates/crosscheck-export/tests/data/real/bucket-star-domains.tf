resource "aws_s3_bucket" "bucket" {
  bucket = "${var.cluster}-django"
}
resource "aws_s3_bucket_cors_configuration" "bucket_cors" {
  bucket = aws_s3_bucket.bucket.id
  cors_rule {
    allowed_headers = ["*"]
    allowed_methods = ["GET"]
    allowed_origins = [aws_lb.production.dns_name, "*.viz.example", "*.cloud.example"]
    expose_headers  = ["ETag"]
    max_age_seconds = 3000
  }
}
