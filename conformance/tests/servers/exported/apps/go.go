// Go's own server under each policy: what host is asked for says which.
package main

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"

	//IMPORTS
)

func main() {
	said := map[string]string{}
	text, _ := os.ReadFile("said.json")
	json.Unmarshal(text, &said)
	everything := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "breaks") {
			http.Error(w, "it breaks", http.StatusInternalServerError)
			return
		}
		for name, value := range said {
			w.Header().Add(name, value)
		}
		w.Write([]byte("ok"))
	})
	apps := map[string]http.Handler{
		//APPS
	}
	http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		apps[strings.Split(r.Host, ".")[0]].ServeHTTP(w, r)
	}))
}
