package main

import (
	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/cors"
)

func main() {
	app := fiber.New()
	app.Use(cors.New(cors.Config{
		AllowOrigins:     "https://shop.example/, https://*.preview.shop.example",
		AllowHeaders:     "Origin, Content-Type, X-Token",
		AllowMethods:     strings.Join([]string{fiber.MethodGet, fiber.MethodPut}, ","),
		AllowCredentials: true,
		MaxAge:           -1,
	}))
}
