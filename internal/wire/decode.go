// From a call's JSON to the core's values.

package wire

import (
	"strconv"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

func number(v jsonish.Value) float64 {
	n, err := strconv.ParseFloat(v.Text, 64)
	if err != nil {
		return 0
	}
	return n
}

func readHeaders(v jsonish.Value) (h classify.Headers) {
	for _, m := range v.Members {
		if pair := m.Value.Members; len(pair) == 2 {
			h = append(h, classify.Header{Name: pair[0].Value.Text, Value: pair[1].Value.Text})
		}
	}
	return h
}

func readResponse(v jsonish.Value, body string) *classify.Response {
	return &classify.Response{Status: int(number(v.Get("status"))), Headers: readHeaders(v.Get("headers")), Body: []byte(body), Now: classify.Millis(number(v.Get("now")))}
}

func readFailure(v jsonish.Value) *classify.Failure {
	return &classify.Failure{Kind: classify.FailureKind(v.Get("kind").Text), Message: v.Get("message").Text, Sent: v.Get("sent").Text == "true"}
}

func readRequest(v jsonish.Value) retry.Request {
	return retry.Request{Method: v.Get("method").Text, Path: v.Get("path").Text, Headers: readHeaders(v.Get("headers")), Replayable: v.Get("replayable").Text == "true"}
}

// readState reads back what appendState wrote.
func readState(v jsonish.Value) (s retry.State) {
	s.Ambiguous = int(number(v.Get("ambiguous")))
	for _, m := range v.Get("attempts").Members {
		a := m.Value
		s.Attempts = append(s.Attempts, retry.Attempt{Status: int(number(a.Get("status"))), Class: classify.Class(a.Get("class").Text), Wait: retry.Millis(number(a.Get("wait"))), Source: a.Get("source").Text})
	}
	return s
}

// readPolicy fills the defaults of a partial policy and checks the whole.
func readPolicy(v jsonish.Value) (p retry.Policy, wrong string) {
	p = retry.Default()
	for _, m := range v.Members {
		if m.Value.Kind == jsonish.Null {
			continue
		}
		if m.Key == "mode" {
			p.Mode = retry.Mode(m.Value.Text)
			continue
		}
		set := field(&p, m.Key)
		if set == nil {
			return p, "policy: there is no " + strconv.Quote(m.Key)
		}
		n, err := strconv.ParseFloat(m.Value.Text, 64)
		if m.Value.Kind != jsonish.Number || err != nil {
			return p, "policy: " + m.Key + " is a number"
		}
		set(n)
	}
	if wrong := p.Check(); wrong != "" {
		return p, "policy: " + wrong
	}
	return p, ""
}

// field returns the setter of a policy's number, nil if there is none.
func field(p *retry.Policy, name string) func(float64) {
	ms := func(to *retry.Millis) func(float64) { return func(n float64) { *to = retry.Millis(n) } }
	switch name {
	case "maxAttempts":
		return func(n float64) { p.MaxAttempts = int(n) }
	case "initialBackoff":
		return ms(&p.InitialBackoff)
	case "backoffMultiplier":
		return func(n float64) { p.BackoffMultiplier = n }
	case "maxBackoff":
		return ms(&p.MaxBackoff)
	case "jitter":
		return func(n float64) { p.Jitter = n }
	case "maxRetryAfter":
		return ms(&p.MaxRetryAfter)
	case "maxElapsed":
		return ms(&p.MaxElapsed)
	case "firstEventTimeout":
		return ms(&p.FirstEventTimeout)
	case "responseTimeout":
		return ms(&p.ResponseTimeout)
	case "streamIdleTimeout":
		return ms(&p.StreamIdleTimeout)
	}
	return nil
}
