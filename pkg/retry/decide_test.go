package retry

import (
	"encoding/json"
	"os"
	"reflect"
	"testing"

	"github.com/ukemi-dev/ukemi/pkg/classify"
)

type attempt struct {
	Status                       int
	Connection, Refused, Timeout bool
	Cut                          bool // a stream, after its beginning went downstream
	Class                        classify.Class
	After, Elapsed               Millis
}

// outcome as a driver would hand it on.
func (a attempt) outcome() Outcome {
	o := Outcome{Status: a.Status, Sent: !a.Refused, Elapsed: a.Elapsed}
	var v classify.Verdict
	switch {
	case a.Cut:
		v = classify.FromFailure(classify.Failure{Kind: classify.FailureCut, Sent: true})
		o.Committed, o.Resumable = true, true
	case a.Connection:
		v = classify.FromFailure(classify.Failure{Kind: classify.FailureReset, Sent: true})
	case a.Refused:
		v = classify.FromFailure(classify.Failure{Kind: classify.FailureRefused})
	case a.Timeout:
		v = classify.FromFailure(classify.Failure{Kind: classify.FailureTimeout, Sent: true})
		o.TimedOut = true
	case a.Class != "":
		v = classify.Verdict{Class: a.Class, Retry: a.Class.Info().Retry}
		if o.Status == 0 {
			o.Status = a.Class.Info().Status
		}
	case a.Status >= 400:
		v = classify.FromResponse(classify.Response{Status: a.Status})
	default:
		return o
	}
	if a.After > 0 {
		v.Wait = classify.Wait{After: a.After, Source: "retry-after"}
	}
	o.Verdict = &v
	return o
}

func TestDecide(t *testing.T) {
	data, err := os.ReadFile("testdata/decide.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Timelines []struct {
			Name    string
			Policy  json.RawMessage
			Request struct {
				Method, Path string
				Headers      map[string]string
				Replayable   *bool
				Model        string
				Bound        bool
				Sealed       bool
			}
			Random    *float64
			Attempts  []attempt
			Want      []any
			Ambiguous *int
			Trail     string
		}
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	for _, c := range file.Timelines {
		t.Run(c.Name, func(t *testing.T) {
			policy := Default()
			if c.Policy != nil {
				if err := json.Unmarshal(c.Policy, &policy); err != nil {
					t.Fatal(err)
				}
			}
			if wrong := policy.Check(); wrong != nil {
				t.Fatal(wrong)
			}
			request := Request{Method: "POST", Path: "/v1/chat/completions", Replayable: true, Model: "a", UpstreamBound: c.Request.Bound, ModelFixed: c.Request.Sealed}
			if c.Request.Model != "" {
				request.Model = c.Request.Model
			}
			if c.Request.Method != "" {
				request.Method = c.Request.Method
			}
			if c.Request.Path != "" {
				request.Path = c.Request.Path
			}
			if c.Request.Replayable != nil {
				request.Replayable = *c.Request.Replayable
			}
			for name, value := range c.Request.Headers {
				request.Headers = append(request.Headers, classify.Header{Name: name, Value: value})
			}
			random := 0.5
			if c.Random != nil {
				random = *c.Random
			}
			policy, err := policy.ForRequest(request)
			if err != nil {
				t.Fatal(err)
			}
			start := policy.Begin(BeginInput{Request: request})
			state, health := start.State, start.Health
			var got []any
			for _, a := range c.Attempts {
				before := state
				in := DecideInput{State: state, Health: health, Request: request, Outcome: a.outcome(), Moment: Moment{Random: random}}
				result := policy.Decide(in)
				d := result.Decision
				state, health = result.State, result.Health
				if len(before.Attempts)+1 != len(state.Attempts) {
					t.Fatal("an earlier state changed, or the attempt was not written down")
				}
				switch {
				case d.Action == Resend:
					got = append(got, float64(d.Wait))
				case d.Action == Switch:
					got = append(got, "→ "+d.Fallback.Model)
				case d.DeliverFirst:
					got = append(got, d.Reason+", first")
				default:
					got = append(got, d.Reason)
				}
			}
			if c.Trail != "" && state.Trail() != c.Trail {
				t.Errorf("trail %s, want %s", state.Trail(), c.Trail)
			}
			if !reflect.DeepEqual(got, c.Want) {
				t.Errorf("got %v, want %v (trail %s)", got, c.Want, state.Trail())
			}
			if c.Ambiguous != nil && state.Ambiguous != *c.Ambiguous {
				t.Errorf("%d ambiguous attempts, want %d", state.Ambiguous, *c.Ambiguous)
			}
		})
	}
}

// TestJitterBounds: a wait is within its band for every random number.
func TestJitterBounds(t *testing.T) {
	p := Default()
	for i := range 1000 {
		random := float64(i) / 1000
		for n := range 4 {
			v := min(p.MaxBackoff, p.InitialBackoff<<n)
			if got := p.wait(n, classify.Wait{}, random).Wait; got < v/2 || got > v {
				t.Fatalf("retry %d, random %v: wait %d is not within [%d, %d]", n, random, got, v/2, v)
			}
			if got := p.wait(n, classify.Wait{After: 20_000, Source: "retry-after"}, random).Wait; got < 20_000 || got > 21_000 {
				t.Fatalf("retry %d, random %v: stated 20000, waits %d", n, random, got)
			}
		}
	}
}

// TestCheck: numbers outside of their bounds are named.
func TestCheck(t *testing.T) {
	for field, spoil := range map[string]func(*Policy){
		"":                  func(*Policy) {},
		"maxAttempts":       func(p *Policy) { p.MaxAttempts = 6 },
		"jitter":            func(p *Policy) { p.Jitter = 1.5 },
		"backoffMultiplier": func(p *Policy) { p.BackoffMultiplier = 0 },
		"initialBackoff":    func(p *Policy) { p.InitialBackoff = -1 },
		"mode":              func(p *Policy) { p.Mode = "perhaps" },
	} {
		p := Default()
		spoil(&p)
		if wrong := p.Check(); (wrong == nil) != (field == "") {
			t.Errorf("%s: Check returns %q", field, wrong)
		}
	}
}
