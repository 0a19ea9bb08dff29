resource "aws_s3_bucket_cors_configuration" "files" {
  bucket = aws_s3_bucket.files.id

  cors_rule {
    id              = "browser-form-uploads"
    allowed_headers = ["*"]
    allowed_methods = ["GET", "PUT", "POST"]
    allowed_origins = ["https://${local.domain}", "https://*.${local.domain}"]
    expose_headers  = ["ETag"]
    max_age_seconds = 3600
  }
}

locals {
  domain = "files.firm.example"
}
