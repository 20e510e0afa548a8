package retry

import (
	"strings"
	"testing"

	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// TestFallbackErrors: why fallbacks failed, on one line of bounded length.
func TestFallbackErrors(t *testing.T) {
	p := pool(t, `["n", {"key":"B"}]`)
	var s State
	var h Health
	for _, message := range []string{"first", "Unknown parameter:\n\t'max_tokens'. " + strings.Repeat("é", 400), "last"} {
		v := classify.Verdict{Class: classify.ModelNotFound, Message: message}
		o := Outcome{Status: 404, Verdict: &v, Sent: true}
		d := p.Decide(DecideInput{State: s, Health: h, Request: keyed, Outcome: o, Moment: Moment{Now: 1}})
		s, h = d.State, d.Health
	}
	got := s.FallbackErrors()
	if !strings.HasPrefix(got, "n: model_not_found: Unknown parameter: 'max_tokens'. éé") || len(got) > 2*maxAttemptMessage {
		t.Errorf("%d bytes: %s", len(got), got)
	}
	if strings.ContainsAny(got, "\n\t") || strings.Contains(got, "first") || !strings.HasSuffix(got, "… | B: model_not_found: last") {
		t.Errorf("%s", got)
	}
	if want := "404, 404;model=n;class=model_not_found, 404;key=B;class=model_not_found"; s.Trail() != want {
		t.Errorf("%s, want %s", s.Trail(), want)
	}
}
