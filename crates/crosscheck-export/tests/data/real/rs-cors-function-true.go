package main

import (
	"github.com/rs/cors"
	"net/http"
)

func main() {
	c := cors.New(cors.Options{
		AllowOriginFunc: func(origin string) bool {
			return true
		},
		AllowCredentials: true,
		AllowedHeaders:   []string{"x-internal-session-id", "content-type"},
		AllowedMethods:   []string{"GET", "PUT", "OPTIONS", "POST"},
	})
	http.ListenAndServe(":10000", c.Handler(mux))
}
