package core

import (
	"testing"

	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// FuzzHeaders: whatever an upstream and a caller send, the headers that the core
// returns are accepted by every HTTP stack: printable ASCII, and nothing that
// could end its line.
func FuzzHeaders(f *testing.F) {
	f.Add(
		500,
		"x-request-id",
		"r\r\nX-Injected: y",
		`{"error":{"message":"m\r\nX: y","code":"\u0000é"},"request_id":"z\n表"}`,
		"x-ukemi-fallback",
		"model-b, ü",
	)
	f.Add(429, "retry-after", "-1e309", `{"error":{"type":"requests"}}`, "x-ukemi-timeout", "9e99s")
	f.Add(0, "", "", "", "anthropic-version", "\x7f")
	f.Add(200, "content-type", "application/json", `{"error":"x"}`, "x-stainless-timeout", "NaN")
	f.Fuzz(func(t *testing.T, status int, name, value, body, asked, wish string) {
		headers := classify.Headers{{Name: asked, Value: wish}}
		request := retry.Request{
			Method:     "POST",
			Path:       "/v1/chat/completions",
			Headers:    headers,
			Replayable: true,
			Upstream:   "https://api.example",
			Model:      "m",
		}
		call, health, opening := Begin(
			Call{Request: request, Policy: retry.Default(), Caller: classify.CallerOf(request.Path, headers)},
			retry.Health{}, retry.Moment{},
		)
		if opening.Refused != nil {
			checkHeaders(t, opening.Refused.Headers)
			return
		}
		attempt := Attempt{
			Response: &classify.Response{
				Status:  status,
				Headers: classify.Headers{{Name: name, Value: value}},
				Body:    []byte(body),
			},
		}
		if status == 0 {
			attempt = Attempt{Failure: &classify.Failure{Message: body}}
		}
		for range 12 { // as long as it wants to go on
			var r Reaction
			call, health, r = React(call, health, attempt, retry.Moment{Random: 0.5})
			checkHeaders(t, r.Headers)
			checkHeaders(t, r.Answer.Headers)
			if r.Decision.Action != retry.Resend && r.Decision.Action != retry.Switch {
				return
			}
		}
		t.Fatal("it does not end")
	})
}

func checkHeaders(t *testing.T, headers classify.Headers) {
	t.Helper()
	for _, h := range headers {
		for _, text := range [...]string{h.Name, h.Value} {
			for i := range len(text) {
				if text[i] < ' ' || text[i] >= 0x7f {
					t.Fatalf("%q: %q", h.Name, h.Value)
				}
			}
		}
	}
}
