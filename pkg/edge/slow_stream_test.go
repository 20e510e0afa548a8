// Streams that are slow, by a clock that turns as fast as the test needs.

package edge

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ukemi-dev/ukemi/pkg/retry"
)

const (
	slowRole   = "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n"
	slowWord   = "data: {\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}\n\n"
	slowFinish = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
	slowUsage  = "data: {\"choices\":[],\"usage\":{\"total_tokens\":5}}\n\n"
	slowDone   = "data: [DONE]\n\n"
	slowPing   = ": ping\n\n"
)

// timed is a piece of a stream, and how long it is waited for.
type timed struct {
	after time.Duration
	text  string
}

// pings sends n comments, one every so often.
func pings(n int, every time.Duration) (all []timed) {
	for range n {
		all = append(all, timed{every, slowPing})
	}
	return all
}

// TestSlowStreams: with the default policy, how long a stream is waited for, and
// what becomes of it.
func TestSlowStreams(t *testing.T) {
	for _, c := range []struct {
		name    string
		fall    bool // there is a fallback
		parts   []timed
		cut     bool // the stream never ends by itself
		headers time.Duration
		end     time.Duration
		out     string // "" is all parts as they came
		calls   int
	}{
		{name: "silent for 500 s at first", parts: []timed{{500 * time.Second, slowRole + slowWord}, {0, slowFinish + slowDone}}, headers: 500 * time.Second, end: 500 * time.Second},
		{name: "silent for 280 s in the middle", parts: []timed{{0, slowWord}, {280 * time.Second, slowWord}, {0, slowFinish + slowDone}}, end: 280 * time.Second},
		{name: "pings for an hour", parts: append(pings(360, 10*time.Second), timed{0, slowWord + slowFinish + slowDone}), headers: 12 * time.Second, end: time.Hour},
		{name: "a preamble, then thought", parts: []timed{{0, slowRole}, {100 * time.Second, slowWord}, {0, slowFinish + slowDone}}, headers: 2 * time.Second, end: 100 * time.Second},
		{name: "usage 50 s after the finish", parts: []timed{{0, slowWord + slowFinish}, {50 * time.Second, slowUsage}, {0, slowDone}}, end: 50 * time.Second},
		{name: "an answer behind a finish", parts: []timed{{0, slowWord + slowFinish}, {50 * time.Second, slowWord}, {200 * time.Second, slowFinish + slowDone}}, end: 250 * time.Second},
		{name: "pings after the finish, for ever", parts: append([]timed{{0, slowWord + slowFinish}}, pings(100, 9*time.Second)...), cut: true, end: time.Minute, out: slowWord + slowFinish + strings.Repeat(slowPing, 6) + slowDone},
		{name: "pings after [DONE], for ever", parts: append([]timed{{0, slowWord + slowFinish + slowDone}}, pings(100, 9*time.Second)...), cut: true, end: time.Minute, out: slowWord + slowFinish + slowDone + strings.Repeat(slowPing, 6)},
		{name: "silent for ever, and a fallback", fall: true, cut: true, headers: time.Minute, end: time.Minute, out: slowWord + slowFinish + slowDone, calls: 2},
		{name: "alive for ever, and a fallback", fall: true, parts: append(pings(30, 10*time.Second), timed{0, slowWord + slowFinish + slowDone}), headers: 12 * time.Second, end: 300 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				options := Options{}
				if c.fall {
					options.Policy.Fallbacks = retry.Routes{{Model: "*", To: []retry.Fallback{{Model: "b"}}}}
				}
				calls := 0
				options.Base = roundTripper(func(r *http.Request) (*http.Response, error) {
					if calls++; calls > 1 {
						return eventStream(io.NopCloser(strings.NewReader(slowWord + slowFinish + slowDone))), nil
					}
					return eventStream(play(r, c.parts, c.cut)), nil
				})
				began := time.Now()
				request, _ := http.NewRequest(
					"POST", "https://api.example/v1/chat/completions", strings.NewReader(`{"model":"a","stream":true}`),
				)
				answer, err := NewTransport(options).RoundTrip(request)
				if err != nil {
					t.Fatal(err)
				}
				if took := time.Since(began); took != c.headers {
					t.Errorf("the headers came after %v, want %v", took, c.headers)
				}
				body, err := io.ReadAll(answer.Body)
				_ = answer.Body.Close()
				if took := time.Since(began); took != c.end {
					t.Errorf("it ended after %v, want %v", took, c.end)
				}
				want := c.out
				for _, part := range c.parts {
					if c.out == "" {
						want += part.text
					}
				}
				if err != nil || string(body) != want || calls != max(c.calls, 1) {
					t.Errorf("%d calls, %v, %q", calls, err, body)
				}
			})
		})
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func eventStream(body io.ReadCloser) *http.Response {
	return &http.Response{
		StatusCode:    200,
		Header:        http.Header{"Content-Type": {"text/event-stream"}},
		ContentLength: -1,
		Body:          body,
	}
}

// play a stream's parts until the request's context ends.
func play(r *http.Request, parts []timed, open bool) io.ReadCloser {
	body, to := io.Pipe()
	go func() {
		for _, part := range parts {
			select {
			case <-time.After(part.after):
			case <-r.Context().Done():
				_ = to.CloseWithError(r.Context().Err())
				return
			}
			if _, err := io.WriteString(to, part.text); err != nil {
				return
			}
		}
		if open {
			<-r.Context().Done()
			_ = to.CloseWithError(errors.New("the connection was closed"))
			return
		}
		_ = to.Close()
	}()
	return body
}

// TestSlowAnswer: an answer that is not streamed, whose headers and white space
// come long before it, flows after a while; an error that comes in time is one.
func TestSlowAnswer(t *testing.T) {
	for _, c := range []struct {
		name    string
		parts   []timed
		status  int
		headers time.Duration
	}{
		{"white space, then the answer", append(pings(80, 10*time.Second), timed{0, `{"choices":[{"message":{"content":` +
			`"hi"}}]}`}), 200, 30 * time.Second},
		{"silence, then the answer", []timed{{0, " "}, {700 * time.Second, `{"choices":[{"message":{"content":"hi"}}]}`}}, 200, 30 * time.Second},
		{"white space, then an error", append(pings(2, 10*time.Second), timed{0, `{"error":{"message":"bad key",` +
			`"code":"invalid_api_key"}}`}), 401, 20 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var want string
				for i := range c.parts {
					if c.parts[i].text == slowPing {
						c.parts[i].text = " "
					}
					want += c.parts[i].text
				}
				base := roundTripper(func(r *http.Request) (*http.Response, error) {
					return &http.Response{
						StatusCode:    200,
						Header:        http.Header{"Content-Type": {"application/json"}},
						ContentLength: -1,
						Body:          play(r, c.parts, false),
					}, nil
				})
				began := time.Now()
				request, _ := http.NewRequest("POST", "https://api.example/v1/chat/completions", strings.NewReader(`{"model":"a"}`))
				answer, err := NewTransport(Options{Base: base}).RoundTrip(request)
				if err != nil || answer.StatusCode != c.status || time.Since(began) != c.headers {
					t.Fatalf("%v after %v, %v", answer, time.Since(began), err)
				}
				if body, err := io.ReadAll(answer.Body); c.status == 200 && (err != nil || string(body) != want) {
					t.Errorf("%v, %q", err, body)
				}
				_ = answer.Body.Close()
			})
		})
	}
}
