package core

import (
	"cmp"
	"encoding/json"
	"os"
	"testing"

	"github.com/ukemi-dev/ukemi/internal/api"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
	"github.com/ukemi-dev/ukemi/pkg/stream"
)

// TestSuspect: the rules and their JavaScript twin agree.
func TestSuspect(t *testing.T) {
	data, err := os.ReadFile("../../test/scenarios/suspect.json")
	if err != nil {
		t.Fatal(err)
	}
	var f struct {
		Suspect []struct {
			Method  string
			Path    string
			Status  int
			Type    string
			Length  int64
			Streams bool
			Want    bool
		}
		Bodies  []struct{ Body, Want string }
		Watched []struct {
			Status     int
			Type, Path string
			Length     int64
			Streams    bool
			Want       bool
		}
		Deterministic []struct {
			Body string
			Want bool
		}
	}
	if err := json.Unmarshal(data, &f); err != nil {
		t.Fatal(err)
	}
	for _, c := range f.Suspect {
		call := api.Lookup(c.Method, cmp.Or(c.Path, "/v1/chat/completions"))
		if got := MustInspect(call, c.Status, c.Type, c.Length, c.Streams, false); got != c.Want {
			t.Errorf("Suspect(%+v) is %v", c, got)
		}
	}
	for _, c := range f.Bodies {
		want := map[string]stream.BodyKind{"answer": stream.BodyIsAnswer, "failed": stream.BodyIsError, "broken": stream.BodyIsCut}[c.Want]
		if got := stream.InspectBody([]byte(c.Body)); got != want {
			t.Errorf("Look(%s) is %v, want %s", c.Body, got, c.Want)
		}
	}
	for _, c := range f.Watched {
		if got := IsWatchedStream(Head{Status: c.Status, Type: c.Type, Length: cmp.Or(c.Length, -1)}, c.Streams, api.Lookup("POST", c.Path).Dialect); got != c.Want {
			t.Errorf("Watched(%+v) is %v", c, got)
		}
	}
	for _, c := range f.Deterministic {
		if got := IsDeterministic([]byte(c.Body)); got != c.Want {
			t.Errorf("Deterministic(%s) is %v", c.Body, got)
		}
	}
}

// TestShouldRetry: the SDK above gets x-should-retry: true where that was left to it, and
// where this layer could not.
func TestShouldRetry(t *testing.T) {
	speech, chat := "/v1/audio/speech", "/v1/chat/completions"
	sdk, signed := classify.Header{
		Name:  "x-stainless-retry-count",
		Value: "1",
	}, classify.Header{
		Name:  "authorization",
		Value: "AWS4-HMAC-SHA256 Credential=…",
	}
	for name, c := range map[string]struct {
		mode     retry.Mode
		attempts int
		path     string
		streamed bool // the request's body
		header   classify.Header
		status   int
		want     string
	}{
		"own, an error of the request":                {retry.Own, 4, chat, false, sdk, 400, "false"},
		"own, all attempts made":                      {retry.Own, 1, chat, false, classify.Header{}, 503, "false"},
		"own, the SDK's second try":                   {retry.Own, 4, chat, false, sdk, 503, "true"},
		"own, a body that is gone":                    {retry.Own, 4, chat, true, classify.Header{}, 503, "true"},
		"own, a body that is gone, an error of it":    {retry.Own, 4, chat, true, classify.Header{}, 401, "false"},
		"own, work that may have been done":           {retry.Own, 4, speech, false, classify.Header{}, 500, "true"},
		"own, signed for once":                        {retry.Own, 4, chat, false, signed, 503, "true"},
		"own, the SDK's second try, no attempts left": {retry.Own, 1, chat, false, sdk, 503, "false"},
		"advise":                          {retry.Advise, 1, chat, false, classify.Header{}, 503, "true"},
		"advise, an error of the request": {retry.Advise, 1, chat, false, classify.Header{}, 400, "false"},
	} {
		policy := retry.Default()
		policy.Mode, policy.MaxAttempts = c.mode, c.attempts
		request := retry.Request{Method: "POST", Path: c.path, Headers: classify.Headers{c.header}, Replayable: !c.streamed}
		_, _, r := React(
			Call{Request: request, Policy: policy},
			retry.Health{},
			Attempt{Response: &classify.Response{Status: c.status}},
			retry.Moment{},
		)
		if got := r.Answer.Headers.Get("x-should-retry"); got != c.want {
			t.Errorf("%s: x-should-retry is %q, want %q (%s)", name, got, c.want, r.Decision.Reason)
		}
	}
}

// TestFallbackFails: the first model's error is returned, with every header once.
func TestFallbackFails(t *testing.T) {
	for name, c := range map[string]struct {
		statuses []int
		header   classify.Header
		want     string // x-should-retry
	}{
		"both at the end":                 {[]int{503, 503}, classify.Header{}, "false"},
		"a refusal, then a failure":       {[]int{404, 503}, classify.Header{}, "false"},
		"the SDK's second try":            {[]int{503, 503}, classify.Header{Name: "x-stainless-retry-count", Value: "1"}, "true"},
		"the SDK's second try, of no use": {[]int{404, 503}, classify.Header{Name: "x-stainless-retry-count", Value: "1"}, "false"},
	} {
		policy := retry.Default()
		policy.Fallbacks = retry.Routes{{Model: "*", To: []retry.Fallback{{Model: "b"}}}}
		if c.header.Name == "" {
			policy.MaxAttempts = 1
		}
		call := Call{
			Policy: policy,
			Request: retry.Request{
				Method:     "POST",
				Path:       "/v1/chat/completions",
				Headers:    classify.Headers{c.header},
				Replayable: true,
				Model:      "a",
			},
		}
		var kept classify.Headers
		var health retry.Health
		for i, status := range c.statuses {
			var r Reaction
			body := []byte(`{"error":{"code":"model_not_found","message":"The model does not exist."}}`)
			if status != 404 {
				body = nil
			}
			call, health, r = React(
				call, health, Attempt{Response: &classify.Response{Status: status, Body: body}}, retry.Moment{},
			)
			if switched := r.Decision.Action == retry.Switch; switched != (i == 0) || r.Decision.DeliverFirst == switched {
				t.Fatalf("%s: %+v", name, r.Decision)
			}
			kept = append(append(kept, r.Answer.Headers...), r.Headers...)
		}
		seen := map[string]int{}
		for _, h := range kept {
			seen[h.Name]++
		}
		for header, n := range seen {
			if n != 1 {
				t.Errorf("%s: %s is there %d times", name, header, n)
			}
		}
		for _, header := range []string{"server-timing", "x-ukemi-attempts", "x-ukemi-reason", "x-ukemi-class", "content-type"} {
			if seen[header] == 0 {
				t.Errorf("%s: there is no %s", name, header)
			}
		}
		if got := kept.Get("x-should-retry"); got != c.want {
			t.Errorf("%s: x-should-retry is %q, want %q", name, got, c.want)
		}
	}
}

// TestReactAgain: the caller's time goes on while a Resend waits to be decided again.
func TestReactAgain(t *testing.T) {
	policy := retry.Default()
	policy.Fallbacks = retry.Routes{{Model: "m", To: []retry.Fallback{{Model: "other"}}}}
	if err := policy.Check(); err != nil {
		t.Fatal(err)
	}
	call := Call{Policy: policy, Request: retry.Request{
		Method: "POST", Path: "/v1/chat/completions", Replayable: true, Model: "m", Upstream: "u", CallerTimeout: 10_000,
		Headers: classify.Headers{{Name: "x-stainless-timeout", Value: "10"}},
	}}
	failed := Attempt{Response: &classify.Response{Status: 503}, Elapsed: 1_000}
	now := retry.Moment{Now: 1_000_000, Random: 0.5}
	call, health, first := React(call, retry.Health{Shares: true}, failed, now)
	if first.Decision.Action != retry.Resend {
		t.Fatalf("%+v", first.Decision)
	}
	resent := first.FirstEventTimeout + first.Decision.Wait
	failed.Again = 300
	if _, _, same := React(call, health, failed, now); same.FirstEventTimeout+same.Decision.Wait != resent {
		t.Errorf("resent: %d ms, then %d", first.FirstEventTimeout, same.FirstEventTimeout)
	}
	health.Hint = retry.Hint{At: now.Now, Targets: []retry.HintTarget{{Upstream: "u", Model: "m", Failing: true}}}
	_, _, switched := React(call, health, failed, now)
	if a := switched.Decision.Action; a != retry.Switch || switched.FirstEventTimeout+failed.Again != resent {
		t.Errorf("%s: %d ms of %d are left after %d", a, switched.FirstEventTimeout, resent, failed.Again)
	}
}
