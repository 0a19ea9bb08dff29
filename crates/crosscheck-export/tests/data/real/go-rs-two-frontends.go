package main
import "github.com/rs/cors"
func main() {
	frontendURL := ""
	if prod := os.Getenv("PRODUCTION"); prod != "" {
		frontendURL = "https://deployed.example"
	} else {
		frontendURL = "https://app.example"
	}
	c := cors.New(cors.Options{
		AllowedOrigins: []string{frontendURL},
		AllowedHeaders: []string{"Authorization", "Content-Type"},
	})
	handler := c.Handler(r)
}
