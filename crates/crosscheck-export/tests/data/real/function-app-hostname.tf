resource "azurerm_linux_function_app" "worker" {
  name = "worker"
  site_config {
    cors {
      allowed_origins = [
        "https://${azurerm_linux_web_app.frontend.default_hostname}",
        "http://localhost:3000",
        "https://dispatch.example"
      ]
      support_credentials = true
    }
  }
}
