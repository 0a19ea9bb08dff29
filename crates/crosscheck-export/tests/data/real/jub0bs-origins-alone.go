package main

import "github.com/jub0bs/cors"

func main() {
	mux := http.NewServeMux()
	corsMw, err := cors.NewMiddleware(cors.Config{
		Origins: []string{"https://names.orchard.example"},
	})
	if err != nil {
		log.Fatal(err)
	}
	handler := corsMw.Wrap(mux)
	http.ListenAndServe(":8080", handler)
}
