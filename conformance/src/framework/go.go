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
	mux.HandleFunc("/fails", func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, "it fails", http.StatusInternalServerError)
	})
	//PATCH
	http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), handler)
}
