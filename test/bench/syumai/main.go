//go:build js

// The proxy as github.com/syumai/workers generates one: a Go instance per
// request, all I/O in Go. The other design that bench compares with.
package main

import (
	"io"
	"net/http"

	"github.com/syumai/workers"
	"github.com/syumai/workers/cloudflare"
	"github.com/syumai/workers/cloudflare/fetch"
)

func main() {
	client := fetch.NewClient()
	workers.Serve(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		out, err := fetch.NewRequest(r.Context(), r.Method, cloudflare.Getenv("UPSTREAM")+r.URL.Path, r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		out.Header = r.Header.Clone()
		response, err := client.Do(out, nil)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer response.Body.Close()
		for name, values := range response.Header {
			w.Header()[name] = values
		}
		w.WriteHeader(response.StatusCode)
		_, _ = io.Copy(w, response.Body)
	}))
}
