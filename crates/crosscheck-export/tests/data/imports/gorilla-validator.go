package main

import h "github.com/gorilla/handlers"

var cors = h.CORS(
	h.AllowedOrigins([]string{"https://shop.example"}),
	h.AllowedOriginValidator(func(origin string) bool { return strings.HasSuffix(origin, ".shop.example") }),
	h.AllowedMethods([]string{"GET", "DELETE"}),
	h.IgnoreOptions(),
)
