package router

import "github.com/rs/cors"

func NewRouter() http.Handler {
	c := cors.New(cors.Options{
		AllowedOrigins:   []string{"*"},
		AllowedHeaders:   []string{"*"},
		AllowedMethods:   []string{"GET", "POST"},
		AllowCredentials: true,
		// while developing
		Debug: true,
	})
	return c.Handler(router)
}
