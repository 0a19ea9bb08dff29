package main

import (
	"log"
	"net/http"

	"github.com/jub0bs/cors"
)

func main() {
	mux := http.NewServeMux()
	corsMw, err := cors.NewMiddleware(cors.Config{
		Origins: []string{
			"https://app.shop.example",
			"https://*.shop.example", // every tenant
			"http://localhost:*",
		},
		Credentialed:    true,
		Methods:         []string{http.MethodGet, http.MethodPut, "PURGE"},
		RequestHeaders:  []string{"Authorization", "Content-Type"},
		MaxAgeInSeconds: 600,
		ResponseHeaders: []string{"X-Total"},
	})
	if err != nil {
		log.Fatal(err)
	}
	corsMw.SetDebug(true)
	log.Fatal(http.ListenAndServe(":8080", corsMw.Wrap(mux)))
}
