package routes

import "github.com/gin-contrib/cors"

func Setup(router *gin.Engine, development bool) {
	config := cors.DefaultConfig()
	config.AllowOrigins = []string{"https://shop.example", "https://*.shop.example"}
	config.AddAllowHeaders("Authorization")
	config.AllowMethods = append(config.AllowMethods, "PURGE")
	if development {
		config.AllowOrigins = append(config.AllowOrigins, "http://localhost:3000")
	}
	router.Use(cors.New(config))
}

func other() {
	config := settings.Load()
	config.AllowCredentials = true
}
