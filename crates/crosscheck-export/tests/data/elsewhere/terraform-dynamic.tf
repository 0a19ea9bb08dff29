resource "aws_s3_bucket_cors_configuration" "example" {
  bucket = aws_s3_bucket.main.id
  count  = length(var.cors_rules) > 0 ? 1 : 0

  dynamic "cors_rule" {
    for_each = var.cors_rules
    content {
      allowed_origins = each.value.allowed_origins
    }
  }
}
