package core

import (
	"slices"
	"testing"

	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// TestEdgeBehindEdge: where an edge behind this one has retried and given up, this one
// does not multiply its attempts, and the caller reads that a later attempt may help.
func TestEdgeBehindEdge(t *testing.T) {
	call := Call{
		Request: retry.Request{
			Method: "POST", Path: "/v1/chat/completions", Replayable: true, Upstream: "https://a", Model: "m",
		},
		Policy: retry.Default(), Caller: classify.Caller{Format: classify.FormatOpenAI},
	}
	busy := Attempt{Response: &classify.Response{Status: 529, Headers: classify.Headers{{Name: "cf-ray", Value: "8a-FRA"}},
		Body: []byte(`{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}`)}}
	inner, health, attempts := call, retry.Health{}, 0
	var first Reaction
	for first.Decision.Action != retry.Deliver {
		inner, health, first = React(inner, health, busy, retry.Moment{Random: 0.5})
		if attempts++; attempts > 10 {
			t.Fatal("it does not end")
		}
	}
	if v := first.Verdict; !v.Exhausted || v.Attempts != attempts {
		t.Errorf("the verdict for the caller: exhausted %v after %d attempts", v.Exhausted, v.Attempts)
	}
	answer := Attempt{Response: &classify.Response{
		Status: first.Answer.Status, Headers: first.Answer.Headers, Body: first.Answer.Body,
	}}
	_, _, outer := React(call, retry.Health{}, answer, retry.Moment{Random: 0.5})
	if d := outer.Decision; d.Action != retry.Deliver || d.Reason != retry.ReasonRetried {
		t.Errorf("the outer edge: %+v", d)
	}
	for _, r := range []Reaction{first, outer} {
		get := r.Answer.Headers.Get
		got := []string{get("x-ukemi-class"), get("x-ukemi-retry"), get("x-should-retry"), get("x-ukemi-upstream-status")}
		if want := []string{"overloaded", "true", "false", "529"}; !slices.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
	}
	if first.Answer.Headers.Get("x-ukemi-provider") != outer.Answer.Headers.Get("x-ukemi-provider") {
		t.Error("the provider is lost on the way")
	}
	call.Policy.Fallbacks = retry.Routes{{Model: "m", To: []retry.Fallback{{Model: "other"}}}}
	if _, _, r := React(call, retry.Health{}, answer, retry.Moment{}); r.Decision.Action != retry.Switch {
		t.Errorf("another model may answer: %+v", r.Decision)
	}
}
