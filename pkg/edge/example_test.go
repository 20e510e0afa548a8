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

// provider starts a server that fails once with each status, and then answers.
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

// ask makes a call and returns the status and the body of its answer.
func ask(client *http.Client, url string) string {
	response, err := client.Post(url+"/v1/chat/completions", "application/json",
		strings.NewReader(`{"model":"m","messages":[]}`))
	if err != nil {
		return err.Error()
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprint(response.StatusCode, " ", string(body))
}

// The zero Options are ready to use. An SDK gets the client as its HTTP client,
// for example openai-go with option.WithHTTPClient(client).
func ExampleNewTransport() {
	api := provider(503)
	defer api.Close()
	client := &http.Client{Transport: edge.NewTransport(edge.Options{})}
	fmt.Println(ask(client, api.URL))
	// Output: 200 the answer
}

// A policy states what it changes. OnCall gets a record of each call.
func ExampleNewTransport_policy() {
	api := provider(500, 502)
	defer api.Close()
	client := &http.Client{Transport: edge.NewTransport(edge.Options{
		Policy: retry.Policy{MaxAttempts: 3, InitialBackoff: 10}, // milliseconds
		OnCall: func(r edge.Record) { fmt.Println(len(r.Attempts), "attempts:", r.Reason) },
	})}
	fmt.Println(ask(client, api.URL))
	// Output:
	// 3 attempts: success
	// 200 the answer
}

// A zero field has its default. MaxAttempts 1 states "no retry", and a negative
// number states "none" for jitter, retry budget and breaker.
func ExampleNewTransport_none() {
	api := provider(500)
	defer api.Close()
	client := &http.Client{Transport: edge.NewTransport(edge.Options{
		Policy: retry.Policy{MaxAttempts: 1, Jitter: -1, RetryBudget: -1, BreakerFailures: -1},
	})}
	status, _, _ := strings.Cut(ask(client, api.URL), " ")
	fmt.Println(status)
	// Output: 500
}

// A proxy in a server of your own, with the settings of the command.
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
	response, err := http.Post(server.URL+"/v1/chat/completions", "application/json",
		strings.NewReader(`{"model":"m","messages":[]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer response.Body.Close()
	fmt.Println(response.StatusCode, response.Header.Get("x-ukemi-class"), response.Header.Get("x-should-retry"))
	// Output: 401 authentication false
}

// An invalid setting is an error of one line, which names the setting.
func ExampleLoad() {
	_, err := edge.Load([]string{"UKEMI_MAX_ATTEMPTS=9"})
	fmt.Println(err)
	// Output: UKEMI_MAX_ATTEMPTS="9": must be a number from 1 to 5
}
