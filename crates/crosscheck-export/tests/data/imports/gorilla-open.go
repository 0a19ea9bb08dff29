package main

import "github.com/gorilla/handlers"

func serve(router http.Handler) error {
	return http.ListenAndServe(":8000", handlers.CORS(handlers.AllowedHeaders([]string{"content-type"}), handlers.AllowCredentials())(router))
}
