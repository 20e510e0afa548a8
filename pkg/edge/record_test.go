// What is told of a call.

package edge

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// TestRecordOfAFailedFallback: what is told, and every header of the answer, is
// of one error, the first model's.
func TestRecordOfAFailedFallback(t *testing.T) {
	for name, c := range map[string]struct {
		first, second int
		status        int
		class         string
	}{
		"the fallback's key is wrong": {500, 401, 500, "server_error"},
		"the fallback is down":        {404, 503, 404, "model_not_found"},
		"the fallback is slow":        {503, 429, 503, "unavailable"},
	} {
		var record Record
		policy := retry.Policy{MaxAttempts: 1, Fallbacks: retry.Routes{{Model: "*", To: []retry.Fallback{{Model: "b"}}}}}
		transport := newTestTransport(func(r *http.Request) (*http.Response, error) {
			body, _ := io.ReadAll(r.Body)
			answer := &http.Response{
				StatusCode: c.first,
				Header:     http.Header{"Server-Timing": {"upstream;dur=1"}},
				Body:       http.NoBody,
			}
			if c.first == 404 {
				answer.Body = io.NopCloser(strings.NewReader(`{"error":{"code":"model_not_found"}}`))
			}
			if strings.Contains(string(body), `"b"`) {
				answer.StatusCode, answer.Body = c.second, http.NoBody
			}
			return answer, nil
		}, Options{Policy: policy, OnCall: func(r Record) { record = r }})
		answer, err := transport.RoundTrip(chat(t, `{"model":"a"}`))
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		is(t, name+": status told", record.Status, c.status)
		is(t, name+": class told", string(record.Class), c.class)
		is(t, name+": rule told", record.Rule, answer.Header.Get("x-ukemi-rule"))
		is(t, name+": status", answer.StatusCode, c.status)
		is(t, name+": class", answer.Header.Get("x-ukemi-class"), c.class)
		is(t, name+": attempts", len(record.Attempts), 2)
		if errors := record.FallbackErrors; !strings.HasPrefix(errors, "b: "+string(record.Attempts[1].Class)+": ") {
			t.Errorf("%s: why the fallback failed: %q", name, errors)
		}
		for header, values := range answer.Header {
			if want := map[bool]int{true: 2, false: 1}[header == "Server-Timing"]; len(
				values,
			) != want { // the upstream's, and ours
				t.Errorf("%s: %s: %q", name, header, values)
			}
		}
	}
}

// TestOptionsPolicy: what a program states of a policy is kept, what it does not
// state is the default.
func TestOptionsPolicy(t *testing.T) {
	fallbacks := retry.Routes{{Model: "a", To: []retry.Fallback{{Model: "b"}}}}
	for name, c := range map[string]struct {
		given   retry.Policy
		status  int // of the first model
		answers int
		asked   string
	}{
		"nothing":                  {retry.Policy{}, 503, 503, "aaaa"},
		"fallbacks alone":          {retry.Policy{Fallbacks: fallbacks}, 503, 200, "aaaab"},
		"fallbacks and attempts":   {retry.Policy{Fallbacks: fallbacks, MaxAttempts: 2}, 503, 200, "aab"},
		"a backoff alone":          {retry.Policy{InitialBackoff: 7}, 503, 503, "aaaa"},
		"advise and fallbacks":     {retry.Policy{Mode: retry.Advise, Fallbacks: fallbacks}, 503, 503, "a"},
		"no breaker, no budget":    {retry.Policy{BreakerFailures: -1, RetryBudget: -1}, 503, 503, "aaaa"},
		"no stated wait is waited": {retry.Policy{MaxRetryAfter: -1}, 503, 503, "aaaa"},
	} {
		asked := ""
		transport := newTestTransport(func(r *http.Request) (*http.Response, error) {
			body, _ := io.ReadAll(r.Body)
			model := strings.Trim(strings.TrimPrefix(string(body), `{"model":`), `"}`)
			if asked += model; model == "b" {
				return &http.Response{StatusCode: 200}, nil
			}
			return &http.Response{StatusCode: c.status}, nil
		}, Options{Policy: c.given})
		answer, err := transport.RoundTrip(chat(t, `{"model":"a"}`))
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		is(t, name+": asked", asked, c.asked)
		is(t, name, answer.StatusCode, c.answers)
	}
}

// TestNone: a setting of 0 is none on both ways in, and a field left out is the
// default on both.
func TestNone(t *testing.T) {
	loaded, err := Load([]string{
		"UKEMI_MAX_BODY=0",
		"UKEMI_RETRY_BUDGET=0",
		"UKEMI_BREAKER_FAILURES=0",
		"UKEMI_JITTER=0",
		"UKEMI_MAX_RETRY_AFTER=0s",
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		policy  retry.Policy
		maxBody int64
		want    func(*retry.Policy)
		body    int64
	}{
		"from the settings": {loaded.Policy, loaded.MaxBody, func(p *retry.Policy) {
			p.RetryBudget, p.BreakerFailures, p.Jitter, p.MaxRetryAfter = 0, 0, 0, 0
		}, 0},
		"left out":  {Config{}.Policy, Config{}.MaxBody, func(*retry.Policy) {}, 4 << 20},
		"a number":  {retry.Policy{RetryBudget: 7}, 5, func(p *retry.Policy) { p.RetryBudget = 7 }, 5},
		"below one": {retry.Policy{RetryBudget: -7}, -5, func(p *retry.Policy) { p.RetryBudget = 0 }, 0},
	} {
		transport := NewTransport(Options{Policy: c.policy, MaxBody: c.maxBody})
		want := retry.Default()
		c.want(&want)
		is(t, name+": budget", transport.options.Policy.RetryBudget, want.RetryBudget)
		is(t, name+": breaker", transport.options.Policy.BreakerFailures, want.BreakerFailures)
		is(t, name+": jitter", transport.options.Policy.Jitter, want.Jitter)
		is(t, name+": stated wait", transport.options.Policy.MaxRetryAfter, want.MaxRetryAfter)
		is(t, name+": body", transport.options.MaxBody, c.body)
	}
}
