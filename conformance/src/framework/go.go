package main

import (
	"net/http"
	"os"
	//IMPORT
)

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("/orders", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Total", "5")
		w.Write([]byte("ok"))
	})
	//PATCH
	http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), handler)
}
