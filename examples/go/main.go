// Command go is a Go program that calls an API through ukemi's transport:
// go run ./examples/go. The API here is a stand-in that fails first; give any
// client that takes an http.Client the same transport.
package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/ukemi-dev/ukemi/pkg/edge"
)

func main() {
	api := failing(
		answer{503, `{"error":{"message":"The server is overloaded.","type":"server_error"}}`},
		answer{
			200,
			`{"choices":[{"message":{"role":"assistant","content":"To roll, and to stand again."},"finish_reason":"stop"}]}`,
		},
		answer{
			429,
			`{"error":{"message":"You exceeded your current quota, please check your plan and billing details.",` +
				`"type":"insufficient_quota","code":"insufficient_quota"}}`,
		},
	)
	defer api.Close()

	client := &http.Client{Transport: edge.NewTransport(edge.Options{
		OnCall: func(r edge.Record) { fmt.Printf("→ %d %s [%s]\n", r.Status, r.Class, r.Trail) },
	})}
	for range 2 {
		response, err := client.Post(
			api.URL+"/v1/chat/completions",
			"application/json",
			strings.NewReader(`{"model":"gpt-5","messages":[{"role":"user","content":"What is the art of falling?"}]}`),
		)
		if err != nil {
			log.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s\n", body)
	}
}

type answer struct {
	status int
	body   string
}

// failing is an API that gives these answers in turn.
func failing(answers ...answer) *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		next := answers[0]
		answers = answers[1:]
		w.Header().Set("content-type", "application/json")
		w.WriteHeader(next.status)
		_, _ = io.WriteString(w, next.body)
	}))
}
