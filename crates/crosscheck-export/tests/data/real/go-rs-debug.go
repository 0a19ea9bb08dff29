package main
import "github.com/rs/cors"
func NewHandler(router *mux.Router) http.Handler {
	c := cors.New(cors.Options{
		AllowedOrigins:   []string{"*"},
		AllowedHeaders:   []string{"*"},
		AllowedMethods:   []string{"GET", "POST"},
		AllowCredentials: true,
		// not in production
		Debug: true,
	})
	return c.Handler(router)
}
