package main
import "github.com/rs/cors"
func main() {
	http.HandleFunc("/search", search)
	c := cors.New(cors.Options{
		AllowedOrigins: []string{"https://papers.example", "http://localhost:3000"},
	})
	err = http.ListenAndServe(":5000", c.Handler(http.DefaultServeMux))
}
