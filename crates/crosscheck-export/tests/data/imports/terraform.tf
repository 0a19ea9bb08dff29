/* Everything that a file of Terraform may hold. */
variable "hosts" {
  type    = list(string)
  default = []
}

locals {
  names   = { app = "app", "admin" = "admin" }
  domain  = "firm.example"
  methods = toset(["GET", "POST"])
  own     = ["https://${local.names.app}.${local.domain}", "https://${local.names["admin"]}.${local.domain}:8443"]
  round   = local.about
  about   = local.round
}

resource "aws_apigatewayv2_api" "api" {
  name = <<-EOT
    an api of ${local.domain}
  EOT
  description = <<EOT
none { of "this"
EOT
  cors_configuration {
    allow_origins     = distinct(concat(local.own, ["https://other.example"]))
    allow_methods     = (local.methods)
    allow_headers     = ["content-type", "authorization", local.domain]
    allow_credentials = true
    max_age           = null
  }
  depends_on = [aws_lambda_function.api] # and so on
}
