resource "azurerm_linux_function_app" "api" {
  name                 = "func-api"
  storage_account_name = azurerm_storage_account.func_storage.name
  site_config {
    application_stack {
      python_version = "3.11"
    }
    cors {
      allowed_origins     = ["https://staticweb.example", "http://localhost:5173", "https://portal.azure.example"]
      support_credentials = true
    }
  }
  app_settings = {
    RUN_ENV = "azure"
  }
}
