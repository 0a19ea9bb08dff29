package main

import (
	"time"

	"github.com/gin-contrib/cors"
	"github.com/gin-gonic/gin"
)

func main() {
	router := gin.Default()
	router.Use(cors.New(cors.Config{
		AllowOrigins:     []string{"https://Shop.example", "https://*.shop.example", "https://ports.example:*"},
		AllowMethods:     []string{"PUT", "patch"},
		AllowHeaders:     []string{"Origin", "X-Token"},
		ExposeHeaders:    []string{"X-Total"},
		AllowCredentials: true,
		AllowWildcard:    true,
		MaxAge:           12 * time.Hour,
	}))
	router.Run()
}
