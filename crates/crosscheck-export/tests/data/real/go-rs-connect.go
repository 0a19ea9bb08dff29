package server
import (
	connectcors "connectrpc.com/cors"
	"github.com/rs/cors"
)
func corsMiddleware(origins []string) gin.HandlerFunc {
	c := cors.New(cors.Options{
		AllowedOrigins:   origins,
		AllowedMethods:   connectcors.AllowedMethods(),
		AllowedHeaders:   connectcors.AllowedHeaders(),
		ExposedHeaders:   connectcors.ExposedHeaders(),
		AllowCredentials: true,
		MaxAge:           7200,
	})
	return func(ctx *gin.Context) { c.HandlerFunc(ctx.Writer, ctx.Request) }
}
