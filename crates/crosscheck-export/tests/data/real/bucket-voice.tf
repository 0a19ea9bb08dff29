resource "aws_s3_bucket" "voice" {
  bucket = "voice"
  acl    = "public-read"
  website {
      index_document = "voice.html"
  }
  cors_rule {
      allowed_headers = ["*"]
      allowed_methods = ["GET", "PUT", "POST", "HEAD"]
      allowed_origins = ["*"]
      max_age_seconds = 3600
  }
}
