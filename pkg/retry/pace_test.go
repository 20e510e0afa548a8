package retry

import (
	"testing"

	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// TestAttemptTimeout: how long an attempt may be silent, with what is known.
func TestAttemptTimeout(t *testing.T) {
	fallbacks := Routes{{Model: "a", To: []Fallback{{Model: "b"}}}}
	quick := Health{Paces: []Pace{{Model: "a", Samples: []Millis{800, 900, 2000}}}}
	slow := Health{Paces: []Pace{{Model: "a", Samples: []Millis{40_000, 90_000}}}}
	slowest := Health{Paces: []Pace{{Model: "a", Samples: []Millis{300_000}}}}
	for _, c := range []struct {
		name    string
		change  func(*Policy)
		request Request
		headers [][2]string
		state   State
		health  Health
		elapsed Millis
		want    Millis
	}{
		{name: "no other model: until the response timeout", request: Request{Streams: true}, want: 600_000},
		{name: "not streamed", change: func(p *Policy) { p.Fallbacks = fallbacks }, want: 600_000},
		{name: "another model, nothing known", change: func(p *Policy) { p.Fallbacks = fallbacks }, request: Request{Streams: true}, want: 60_000},
		{name: "a quick model", change: func(p *Policy) { p.Fallbacks = fallbacks }, request: Request{Streams: true}, health: quick, want: 60_000},
		{name: "a slow model", change: func(p *Policy) { p.Fallbacks = fallbacks }, request: Request{Streams: true}, health: slow, want: 360_000},
		{name: "never beyond the response timeout", change: func(p *Policy) { p.Fallbacks = fallbacks }, request: Request{Streams: true}, health: slowest, want: 600_000},
		{name: "thinking is asked for", change: func(p *Policy) { p.Fallbacks = fallbacks }, request: Request{Streams: true, Thinks: true}, want: 300_000},
		{name: "the last model is waited for", change: func(p *Policy) { p.Fallbacks = fallbacks }, request: Request{Streams: true}, state: State{Target: 1}, want: 600_000},
		{name: "the deployment fixes it", change: func(p *Policy) { p.FirstEventTimeout = 13_000 }, request: Request{Streams: true}, want: 13_000},
		{name: "the request fixes it", request: Request{Streams: true}, headers: [][2]string{{HeaderFirstEvent, "5s"}}, want: 5_000},
		{name: "the request asks for more", request: Request{Streams: true}, headers: [][2]string{{HeaderFirstEvent, "1200s"}}, want: 1_200_000},
		{name: "the request raises the time of an answer", headers: [][2]string{{HeaderTimeout, "1800s"}}, want: 1_800_000},
		{name: "at most what the deployment grants", headers: [][2]string{{HeaderTimeout, "7200s"}}, want: 3_600_000},
		{name: "the SDK waits less", headers: [][2]string{{"x-stainless-timeout", "20"}}, want: 18_000},
		{name: "of which some has passed", headers: [][2]string{{"x-stainless-timeout", "20"}}, elapsed: 10_000, want: 8_000},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := Default()
			if c.change != nil {
				c.change(&p)
			}
			r := c.request
			r.Model, r.Replayable = "a", true
			for _, h := range c.headers {
				r.Headers = append(r.Headers, classify.Header{Name: h[0], Value: h[1]})
			}
			p, err := p.ForRequest(r)
			if err != nil {
				t.Fatal(err)
			}
			if got := p.AttemptTimeout(TimeoutInput{c.state, c.health, r, c.elapsed}); got != c.want {
				t.Errorf("%d ms, want %d", got, c.want)
			}
		})
	}
}

// TestPace: a stream's first content is remembered, and so is a silence that was
// given up; the next one is waited for longer.
func TestPace(t *testing.T) {
	p := Default()
	p.Fallbacks = Routes{{Model: "a", To: []Fallback{{Model: "b"}}}}
	r := Request{Method: "POST", Path: "/v1/chat/completions", Replayable: true, Model: "a", Streams: true}
	var h Health
	for range 50 {
		h = p.Decide(DecideInput{Health: h, Request: r, Outcome: Outcome{Status: 200, Sent: true, FirstContent: 20_000}}).Health
	}
	if got := h.Paces[0]; len(h.Paces) != 1 || len(got.Samples) != paceSamples || p.AttemptTimeout(TimeoutInput{Health: h, Request: r}) != 80_000 {
		t.Errorf("%+v", got)
	}
	if !h.IsQuiet() {
		t.Error("a pace is no trouble")
	}
	silent := classify.FromFailure(classify.Failure{Kind: classify.FailureTimeout, Sent: true})
	outcome := Outcome{Verdict: &silent, Sent: true, TimedOut: true, Took: 60_000, Elapsed: 60_000}
	result := p.Decide(DecideInput{Request: r, Outcome: outcome})
	h, d := result.Health, result.Decision
	if d.Action != Switch || p.AttemptTimeout(TimeoutInput{Health: h, Request: r}) != 240_000 {
		t.Errorf("%+v, then %d ms", d, p.AttemptTimeout(TimeoutInput{Health: h, Request: r}))
	}
}

// TestHurried: a caller's own limit, however often it is reached, opens no
// breaker and teaches nothing; the deployment's does.
func TestHurried(t *testing.T) {
	silent := classify.FromFailure(classify.Failure{Kind: classify.FailureTimeout, Sent: true})
	for _, c := range []struct {
		header, value string
		took          Millis
		opens         bool
	}{
		{"x-stainless-timeout", "2", 1_800, false},
		{HeaderTimeout, "1500ms", 1_500, false},
		{HeaderFirstEvent, "1s", 995, false},
		{HeaderTimeout, "1000s", 600_000, true},
		{"", "", 600_000, true},
	} {
		p := Default()
		r := Request{Method: "POST", Path: "/v1/chat/completions", Replayable: true, Model: "a", Headers: classify.Headers{{Name: c.header, Value: c.value}}}
		var h Health
		for range 10 {
			outcome := Outcome{Verdict: &silent, Sent: true, TimedOut: true, Took: c.took, Elapsed: c.took}
			h = p.Decide(DecideInput{Health: h, Request: r, Outcome: outcome}).Health
		}
		if opens := len(h.Breakers) > 0 && h.Breakers[0].OpenUntil > 0; opens != c.opens {
			t.Errorf("%s: %s: the breaker opens: %v", c.header, c.value, opens)
		}
	}
}
