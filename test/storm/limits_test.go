package storm

import (
	"container/heap"
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// limited is a simulated upstream with a bucket of requests and one of tokens, which
// all callers share.
type limited struct {
	perMinute, tokensPerMinute float64
	requests, tokens           float64 // left
	counts
}

type counts struct {
	at        ms
	inTime    int // requests answered in the time that is measured
	from, end ms  // of it
}

// ask takes a request of so many tokens, and returns the headers of OpenAI's dialect.
func (l *limited) ask(now ms, tokens float64, isOutside bool) (classify.Headers, bool) {
	passed := float64(now-l.at) / 60_000
	l.requests = min(l.perMinute, l.requests+passed*l.perMinute)
	l.tokens = min(l.tokensPerMinute, l.tokens+passed*l.tokensPerMinute)
	l.at = now
	ok := l.requests >= 1 && l.tokens >= tokens
	if ok {
		l.requests, l.tokens = l.requests-1, l.tokens-tokens
		if now >= l.from && now < l.end && !isOutside {
			l.inTime++
		}
	}
	h := classify.Headers{}
	add := func(name string, limit, left float64) {
		reset := time.Duration((limit-left)/limit*60_000) * time.Millisecond
		h = append(h,
			classify.Header{Name: "x-ratelimit-limit-" + name, Value: fmt.Sprint(int(limit))},
			classify.Header{Name: "x-ratelimit-remaining-" + name, Value: fmt.Sprint(int(left))},
			classify.Header{Name: "x-ratelimit-reset-" + name, Value: reset.String()})
	}
	add("requests", l.perMinute, l.requests)
	add("tokens", l.tokensPerMinute, l.tokens)
	if !ok {
		wait := max(1000*60*(1-l.requests)/l.perMinute, 1000*60*(tokens-l.tokens)/l.tokensPerMinute)
		h = append(h, classify.Header{Name: "retry-after-ms", Value: fmt.Sprint(int(math.Ceil(wait)))})
	}
	return h, ok
}

// shared is one run: instances of an edge before a limited upstream.
type shared struct {
	instances int
	pace      bool
	shares    bool // what the instances know of limits
	limited
	load    load
	seconds ms
	seed    uint64
	tokens  float64 // of a call, on average
	latency float64 // ms, on average
	skew    float64 // ms by which the clocks of two instances may differ
}

// outcomes of a run.
type outcomes struct {
	calls, limited, failed int
	throughput             float64 // of what the limit allowed
	waits                  []ms
}

func (o outcomes) share() float64 { return float64(o.limited) / float64(o.calls) }

func (r shared) run() (o outcomes) {
	s := &sim{now: start, random: rand.New(rand.NewPCG(r.seed, 2))}
	r.at = start
	p := retry.Default()
	p.Pace = r.pace
	rate := r.perMinute / 60_000
	if r.tokens > 0 {
		rate = min(rate, r.tokensPerMinute/60_000/r.tokens)
	}
	end := start + r.seconds*1000
	r.from, r.end = start+20_000, end // by then the bucket is low
	members := make([]*member, r.instances)
	for i := range members {
		members[i] = r.join(s, members, i, end)
	}
	var arrive func()
	arrive = func() {
		if s.now >= end {
			return
		}
		const most = 20
		if at := s.now - start; s.random.Float64() < r.load.offered(at)/most {
			o.calls++
			r.call(s, p, members[r.load.pick(at, s.random, r.instances)], &o)
		}
		if s.random.Float64() < r.load.outside/most {
			r.ask(s.now, r.tokens*(0.5+s.random.Float64()), true)
		}
		s.in(ms(s.random.ExpFloat64()/rate/most+s.random.Float64()), arrive)
	}
	arrive()
	if r.load.restart {
		for n := range r.seconds / 5 {
			s.in(5000*(n+1), func() {
				i := int(n) % r.instances
				members[i] = r.join(s, members, i, end)
			})
		}
	}
	for len(s.events) > 0 {
		e := heap.Pop(&s.events).(event)
		s.now = e.at
		e.do()
	}
	o.throughput = float64(r.inTime) / (rate * float64(end-r.from))
	return o
}

// call makes one call as the drivers make it.
func (r *shared) call(s *sim, p retry.Policy, by *member, o *outcomes) {
	h := &by.health
	began, sawLimit := s.now, false
	request := request
	tokens := r.tokens * (0.5 + s.random.Float64())
	var state retry.State
	var begin, try func()
	begin = func() {
		b := p.Begin(retry.BeginInput{
			State: state, Health: *h, Request: request, Now: s.now + by.clock, Random: s.random.Float64(),
		})
		state, *h = b.State, b.Health
		if b.Again {
			s.in(b.Wait, begin)
			return
		}
		o.waits = append(o.waits, state.Paced)
		s.in(b.Wait, try)
	}
	try = func() {
		sent := s.now
		headers, ok := r.ask(s.now, tokens, false)
		took := ms(r.latency * (0.5 + s.random.Float64()))
		if !ok {
			took = failTime
		}
		s.in(took, func() {
			out := outcome(ok, s.now-began)
			if !ok {
				v := classify.FromResponse(classify.Response{Status: 429, Headers: headers, Now: s.now + by.clock})
				out.Verdict, out.Status = &v, 429
				if !sawLimit {
					sawLimit = true
					o.limited++
				}
			}
			if p.Pace {
				out.Windows = classify.Windows(headers, s.now+by.clock)
			}
			out.Took = s.now - sent
			result := p.Decide(retry.DecideInput{
				State: state, Health: *h, Request: request, Outcome: out,
				Moment: retry.Moment{Now: s.now + by.clock, Random: s.random.Float64()},
			})
			state, *h = result.State, result.Health
			if result.Decision.Action == retry.Resend {
				s.in(result.Decision.Wait, try)
				return
			}
			if !ok {
				o.failed++
			}
		})
	}
	begin()
}
