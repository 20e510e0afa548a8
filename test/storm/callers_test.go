// Who calls: what applications do without ukemi, and ukemi's own policy.

package storm

import (
	"math"
	"strconv"

	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// naive tries three times, at once.
func naive(s *sim, done func(bool)) { tries(s, 3, func(int) ms { return 0 }, done) }

// sdk does what the OpenAI and Anthropic SDKs do by default: two retries, after
// 0.5 s, 1 s … up to 8 s, less a random quarter.
func sdk(s *sim, done func(bool)) {
	tries(s, 3, func(n int) ms {
		return ms(min(500*math.Pow(2, float64(n)), 8000) * (1 - 0.25*s.random.Float64()))
	}, done)
}

// tries in all, waiting after the nth.
func tries(s *sim, left int, wait func(n int) ms, done func(bool)) {
	var try func(n int)
	try = func(n int) {
		s.ask(func(ok bool) {
			if ok || n+1 == left {
				done(ok)
				return
			}
			s.in(wait(n), func() { try(n + 1) })
		})
	}
	try(0)
}

// edge returns the callers of clients whose calls go through ukemi. Its instances share
// the clients; an instance alone knows only what it saw itself.
func edge(p retry.Policy, instances int, share sharing) func(s *sim) func(client int) caller {
	return func(s *sim) func(client int) caller {
		all := make([]instance, instances)
		if share != nil {
			for i := range all {
				all[i].origin, all[i].health.Shares = strconv.Itoa(i), true
			}
			share(s, p, all)
		}
		return func(client int) caller {
			i := &all[client%instances]
			return func(s *sim, done func(bool)) { i.through(s, p, done) }
		}
	}
}

var request = retry.Request{Method: "POST", Path: "/v1/chat/completions", Replayable: true, Model: "m", Upstream: "u"}

// through makes a call as the drivers make it, and asks as health.mjs does.
func (i *instance) through(s *sim, p retry.Policy, done func(bool)) {
	began, h := s.now, &i.health
	wasQuiet := h.IsQuiet()
	var asked *answer // of this call
	if i.ask != nil && !wasQuiet {
		asked = i.ask(false)
	}
	start := p.Begin(retry.BeginInput{Health: *h, Request: request, Now: s.now})
	state := start.State
	*h = start.Health
	var try func()
	try = func() {
		s.ask(func(ok bool) {
			in := retry.DecideInput{
				State: state, Health: *h, Request: request, Outcome: outcome(ok, s.now-began),
				Moment: retry.Moment{Now: s.now, Random: s.random.Float64()},
			}
			var d retry.Decision
			decide := func() {
				result := p.Decide(in)
				state, *h, d = result.State, result.Health, result.Decision
			}
			decide()
			follow := func() {
				if d.Action == retry.Resend {
					s.in(in.Moment.Now+d.Wait-s.now, try)
					return
				}
				done(ok)
			}
			n := len(state.Attempts)
			switch {
			case i.ask != nil && n == 1 && d.Action == retry.Resend && asked == nil:
				asked = i.ask(false)
			case n == 2 && asked != nil:
				asked = i.ask(true)
			}
			if asked == nil || d.Action != retry.Resend {
				follow()
				return
			}
			known := h.Hint.At
			asked.within(s, d.Wait, func() {
				if h.Hint.At != known && !h.Hint.IsQuiet() {
					in.State, in.Health, in.Again = state, *h, true
					decide()
				}
				follow()
			})
		})
	}
	try()
}

func outcome(ok bool, elapsed ms) retry.Outcome {
	if ok {
		return retry.Outcome{Status: 200, Sent: true, Elapsed: elapsed}
	}
	v := classify.FromResponse(classify.Response{Status: 503})
	return retry.Outcome{Verdict: &v, Status: 503, Sent: true, Elapsed: elapsed}
}
