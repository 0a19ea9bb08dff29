resource "aws_lambda_function_url" "api" {
  count              = var.use_dynamodb ? 1 : 0
  function_name      = aws_lambda_function.api[0].function_name
  authorization_type = "NONE"

  cors {
    allow_credentials = false
    allow_origins     = ["*"]
    allow_methods     = ["GET", "POST"]
    allow_headers     = ["*"]
    expose_headers    = ["date", "keep-alive"]
    max_age           = 86400
  }
}
