//go:build !js

package edge_test

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/ukemi-dev/ukemi/pkg/edge"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// provider fails once with each status given, and then answers.
func provider(statuses ...int) *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(statuses) > 0 {
			w.WriteHeader(statuses[0])
			statuses = statuses[1:]
			return
		}
		_, _ = io.WriteString(w, "the answer")
	}))
}

// A client whose failures are retried where that helps. Any SDK that takes an
// *http.Client can use it.
func ExampleNewTransport() {
	api := provider(503)
	defer api.Close()
	policy := retry.Default()
	policy.InitialBackoff = 10
	client := &http.Client{Transport: edge.NewTransport(edge.Options{Policy: policy, OnCall: func(r edge.Record) {
		fmt.Println(len(r.Attempts), "attempts:", r.Reason)
	}})}
	response, err := client.Post(api.URL+"/v1/chat/completions", "application/json", strings.NewReader(`{"model":"m","messages":[]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body)
	fmt.Println(response.StatusCode, string(body))
	// Output:
	// 2 attempts: success
	// 200 the answer
}

// The edge as a handler in a server of one's own; settings are those of the
// command.
func ExampleNewHandler() {
	api := provider(401)
	defer api.Close()
	config, err := edge.Load([]string{"UKEMI_UPSTREAM=" + api.URL})
	if err != nil {
		fmt.Println(err)
		return
	}
	server := httptest.NewServer(edge.NewHandler(config, nil, slog.New(slog.DiscardHandler)))
	defer server.Close()
	response, err := http.Post(server.URL+"/v1/chat/completions", "application/json", strings.NewReader(`{"model":"m","messages":[]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer response.Body.Close()
	fmt.Println(response.StatusCode, response.Header.Get("x-ukemi-class"), response.Header.Get("x-should-retry"))
	// Output: 401 authentication false
}

// A wrong setting is one line that names it.
func ExampleLoad() {
	_, err := edge.Load([]string{"UKEMI_MAX_ATTEMPTS=9"})
	fmt.Println(err)
	// Output: UKEMI_MAX_ATTEMPTS="9": must be a number from 1 to 5
}
