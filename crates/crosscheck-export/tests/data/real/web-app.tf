resource "azurerm_linux_web_app" "hotels" {
  name            = local.web_app_name
  service_plan_id = azurerm_service_plan.plan.id

  site_config {
    always_on = false
    cors {
      allowed_origins = [
        "*.azurestaticapps.example"
      ]
      support_credentials = true
    }
    application_stack {
      node_version = "20-lts"
    }
  }
}
