package ukemi_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/ukemi-dev/ukemi"
)

// answer starts a provider that answers every request in the same way.
func answer(status int, header, value, body string) *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("content-type", "application/json")
		w.Header().Set(header, value)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
}

func post(url string) (*http.Response, error) {
	return http.Post(url+"/v1/chat/completions", "application/json", strings.NewReader(`{"model":"m","messages":[]}`))
}

// Two errors with the status 429: one ends with time, the other with a payment.
func ExampleFromHTTP() {
	for _, body := range []string{
		`{"error":{"message":"Rate limit reached. Please try again in 20s.","type":"requests","code":"rate_limit_exceeded"}}`,
		`{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}`,
	} {
		api := answer(429, "x-request-id", "req_1", body)
		response, err := post(api.URL)
		if err != nil {
			fmt.Println(err)
			return
		}
		v := ukemi.FromHTTP(response)
		fmt.Println(v.Class, v.Retry, v.Wait.After, v.RequestID)
		_ = response.Body.Close()
		api.Close()
	}
	// Output:
	// rate_limit true 20 s req_1
	// billing false 0 ms req_1
}

// A success has the zero verdict, and its body can still be read.
func ExampleFromHTTP_success() {
	api := answer(200, "x-request-id", "req_1", `{"id":"1","choices":[{"message":{"content":"hello"}}]}`)
	defer api.Close()
	response, err := post(api.URL)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer response.Body.Close()
	if v := ukemi.FromHTTP(response); v.Class == "" {
		body, _ := io.ReadAll(response.Body)
		fmt.Println(len(body), "bytes")
	}
	// Output: 54 bytes
}

// FromError accepts the errors of net/http and of the SDKs, wrapped or not.
func ExampleFromError() {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	request, _ := http.NewRequestWithContext(ctx, "GET", "http://127.0.0.1:1/v1/models", nil)
	_, err := http.DefaultClient.Do(request)
	v := ukemi.FromError(fmt.Errorf("my agent: %w", err))
	fmt.Println(v.Class, v.Retry)
	// Output: canceled false
}
