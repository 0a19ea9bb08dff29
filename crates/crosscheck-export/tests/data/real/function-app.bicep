resource functionApp 'Microsoft.Web/sites@2024-11-01' = {
  name: functionAppName
  kind: 'functionapp'
  properties: {
    httpsOnly: true
    siteConfig: {
      ftpsState: 'Disabled'
      cors: {
        allowedOrigins: [
          'https://portal.azure.example'
          'https://functions.azure.example'
        ]
        supportCredentials: false
      }
    }
  }
}
