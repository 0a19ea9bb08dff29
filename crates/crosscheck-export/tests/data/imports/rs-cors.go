package main

import (
	"net/http"

	"github.com/rs/cors"
)

func main() {
	mux := http.NewServeMux()
	c := cors.New(cors.Options{
		// The shop and its previews.
		AllowedOrigins:   []string{"https://shop.example", "https://*.preview.shop.example"},
		AllowedMethods:   []string{http.MethodGet, "PUT", "DELETE"},
		AllowedHeaders:   []string{"Content-Type", "X-Token"},
		ExposedHeaders:   []string{"X-Total"},
		AllowCredentials: true,
		MaxAge:           300,
		Debug:            true,
	})
	http.ListenAndServe(":8080", c.Handler(mux))
}
