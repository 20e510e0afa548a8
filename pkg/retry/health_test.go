package retry

import (
	"encoding/json"
	"os"
	"reflect"
	"testing"
)

type healthCall struct {
	At       float64
	Times    int
	Model    string
	Begins   *string
	Attempts []int
	Want     []string
	Last     []string // instead of Want, for the last of Times
}

// TestHealth plays sequences of calls on one instance.
func TestHealth(t *testing.T) {
	data, err := os.ReadFile("testdata/health.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Sequences []struct {
			Name   string
			Policy json.RawMessage
			Calls  []healthCall
		}
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	for _, s := range file.Sequences {
		t.Run(s.Name, func(t *testing.T) {
			policy := Default()
			if err := json.Unmarshal(s.Policy, &policy); err != nil {
				t.Fatal(err)
			}
			var health Health
			for i, c := range s.Calls {
				for n := range max(c.Times, 1) {
					var begins string
					var got []string
					health, begins, got = c.play(policy, health)
					if c.Begins != nil && begins != *c.Begins {
						t.Fatalf("call %d begins with %q, want %q", i, begins, *c.Begins)
					}
					want := c.Want
					if c.Last != nil && n == c.Times-1 {
						want = c.Last
					}
					if len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
						t.Fatalf("call %d.%d: got %v, want %v (%+v)", i, n, got, want, health)
					}
				}
			}
		})
	}
}

// play one call.
func (c healthCall) play(p Policy, h Health) (_ Health, begins string, got []string) {
	now := Millis(c.At * 1000)
	r := Request{Method: "POST", Path: "/v1/chat/completions", Replayable: true, Model: "a"}
	if c.Model != "" {
		r.Model = c.Model
	}
	start := p.Begin(BeginInput{Health: h, Request: r, Now: now})
	s, h := start.State, start.Health
	if begins = start.Fallback.Model; s.SingleAttempt {
		begins = "single"
	}
	for _, status := range c.Attempts {
		outcome := attempt{Status: status}.outcome()
		result := p.Decide(DecideInput{State: s, Health: h, Request: r, Outcome: outcome, Moment: Moment{Now: now}})
		d := result.Decision
		s, h = result.State, result.Health
		if d.Action == Switch {
			d.Reason = "→ " + d.Fallback.Model
		}
		got = append(got, d.Reason)
	}
	return h, begins, got
}

// TestHealthIsBounded: neither many models nor many upstreams make it grow.
func TestHealthIsBounded(t *testing.T) {
	p := Default()
	var h Health
	for i := range 1000 {
		r := Request{Method: "POST", Path: "/v1/chat/completions", Replayable: true, Model: string(rune('a' + i)), Upstream: string(rune('a' + i))}
		s := p.Begin(BeginInput{Health: h, Request: r}).State
		h = p.Decide(DecideInput{State: s, Health: h, Request: r, Outcome: attempt{Status: 500}.outcome()}).Health
	}
	if len(h.Breakers) > maxKnown || len(h.Budgets) > maxKnown {
		t.Errorf("%d breakers and %d budgets are known", len(h.Breakers), len(h.Budgets))
	}
}
