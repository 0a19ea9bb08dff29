package main

import (
	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/middleware/cors"
)

func main() {
	app := fiber.New()
	app.Use(cors.New(cors.Config{
		Next:             func(c fiber.Ctx) bool { return c.Path() == "/health" },
		AllowOrigins:     []string{"https://shop.example", "https://shop.*"},
		AllowOriginsFunc: func(origin string) bool { return os.Getenv("ENV") == "development" },
		ExposeHeaders:    []string{"X-Total"},
		AllowCredentials: true,
		MaxAge:           600,
	}))
}
