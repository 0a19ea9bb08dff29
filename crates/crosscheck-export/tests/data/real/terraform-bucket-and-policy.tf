terraform {
  required_version = ">= 1.6"
}

locals {
  domain             = "data.firm.example"
  browser_app_origin = "https://app.${local.domain}"
  tags = merge(var.tags, {
    Component = "dataset"
  })
}

resource "aws_s3_bucket" "dataset" {
  bucket = "${var.stack_name}-dataset"
  tags   = local.tags
}

resource "aws_s3_bucket_cors_configuration" "dataset" {
  bucket = aws_s3_bucket.dataset.id

  cors_rule {
    allowed_headers = ["*"]
    allowed_methods = ["GET", "HEAD"]
    allowed_origins = [local.browser_app_origin]
    expose_headers  = ["Content-Length", "Content-Type", "ETag"]
    max_age_seconds = 3600
  }
}

resource "aws_cloudfront_response_headers_policy" "dataset_cors" {
  name = "${var.stack_name}-dataset-cors"

  cors_config {
    access_control_allow_credentials = false
    access_control_allow_headers {
      items = ["*"]
    }
    access_control_allow_methods {
      items = ["GET", "HEAD", "OPTIONS"]
    }
    access_control_allow_origins {
      items = [local.browser_app_origin]
    }
    access_control_max_age_sec = 3600
    origin_override            = true
  }
}
