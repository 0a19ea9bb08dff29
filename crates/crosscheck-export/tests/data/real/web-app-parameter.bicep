param allowedOrigins array
resource app 'Microsoft.Web/sites@2023-12-01' = {
  name: name
  properties: {
    siteConfig: {
      alwaysOn: true
      cors: {
        allowedOrigins: allowedOrigins
        supportCredentials: false
      }
    }
  }
}
