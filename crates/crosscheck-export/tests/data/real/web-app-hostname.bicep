resource backendApp 'Microsoft.Web/sites@2023-12-01' = {
  name: backendAppName
  properties: {
    siteConfig: {
      linuxFxVersion: 'NODE|20-lts'
      appSettings: [
        { name: 'PORT', value: '8080' }
      ]
      cors: {
        allowedOrigins: ['https://${frontendAppName}.azurewebsites.example']
        supportCredentials: true
      }
    }
  }
}
