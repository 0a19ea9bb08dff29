package main

import (
	"net/http"

	"github.com/gorilla/handlers"
	"github.com/gorilla/mux"
)

func main() {
	router := mux.NewRouter()
	origins := handlers.AllowedOrigins([]string{"https://shop.example", "https://*.preview.shop.example"})
	headers := handlers.AllowedHeaders([]string{"Content-Type", "X-Token", "*"})
	methods := handlers.AllowedMethods([]string{"GET", "POST", http.MethodPut, "OPTIONS"})
	http.ListenAndServe(":8000", handlers.CORS(origins, headers, methods,
		handlers.ExposedHeaders([]string{"X-Total"}),
		handlers.AllowCredentials(),
		handlers.MaxAge(3600),
	)(router))
}
