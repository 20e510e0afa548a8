package storm

import (
	"container/heap"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
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
func (l *limited) ask(now ms, tokens float64) (classify.Headers, bool) {
	passed := float64(now-l.at) / 60_000
	l.requests = min(l.perMinute, l.requests+passed*l.perMinute)
	l.tokens = min(l.tokensPerMinute, l.tokens+passed*l.tokensPerMinute)
	l.at = now
	ok := l.requests >= 1 && l.tokens >= tokens
	if ok {
		l.requests, l.tokens = l.requests-1, l.tokens-tokens
		if now >= l.from && now < l.end {
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
	shares    bool // what the instances learned
	limited
	load    float64 // offered, of the limit
	seconds ms
	seed    uint64
	tokens  float64 // of a call, on average
	latency float64 // ms, on average
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
	health := make([]retry.Health, r.instances)
	rate := r.perMinute / 60_000
	if r.tokens > 0 {
		rate = min(rate, r.tokensPerMinute/60_000/r.tokens)
	}
	rate *= r.load
	end := start + r.seconds*1000
	r.from, r.end = start+20_000, end // by then the bucket is low
	var arrive func()
	arrive = func() {
		if s.now >= end {
			return
		}
		o.calls++
		r.call(s, p, &health[s.random.IntN(r.instances)], &o, func(ok bool) {

			if !ok {
				o.failed++
			}
		})
		s.in(ms(s.random.ExpFloat64()/rate), arrive)
	}
	arrive()
	if r.shares {
		r.share(s, health, end)
	}
	for len(s.events) > 0 {
		e := heap.Pop(&s.events).(event)
		s.now = e.at
		e.do()
	}
	o.throughput = float64(r.inTime) / (rate / r.load * float64(end-r.from))
	return o
}

// call makes one call as the drivers make it.
func (r *shared) call(s *sim, p retry.Policy, h *retry.Health, o *outcomes, done func(bool)) {
	began, sawLimit := s.now, false
	request := request
	tokens := r.tokens * (0.5 + s.random.Float64())
	var state retry.State
	var begin, try func()
	begin = func() {
		b := p.Begin(retry.BeginInput{
			State: state, Health: *h, Request: request, Now: s.now, Random: s.random.Float64(),
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
		headers, ok := r.ask(s.now, tokens)
		took := ms(r.latency * (0.5 + s.random.Float64()))
		if !ok {
			took = failTime
		}
		s.in(took, func() {
			out := outcome(ok, s.now-began)
			if !ok {
				v := classify.FromResponse(classify.Response{Status: 429, Headers: headers, Now: s.now})
				out.Verdict, out.Status = &v, 429
				if !sawLimit {
					sawLimit = true
					o.limited++
				}
			}
			if p.Pace {
				out.Windows = classify.Windows(headers, s.now)
			}
			out.Took = s.now - sent
			result := p.Decide(retry.DecideInput{
				State: state, Health: *h, Request: request, Outcome: out,
				Moment: retry.Moment{Now: s.now, Random: s.random.Float64()},
			})
			state, *h = result.State, result.Health
			if result.Decision.Action == retry.Resend {
				s.in(result.Decision.Wait, try)
				return
			}
			done(ok)
		})
	}
	begin()
}

// share makes all instances know the newest limit of any, now and again.
func (r *shared) share(s *sim, health []retry.Health, end ms) {
	var newest retry.Limit
	for _, h := range health {
		if len(h.Limits) > 0 && h.Limits[0].At > newest.At {
			newest = h.Limits[0]
		}
	}
	for i, h := range health {
		health[i] = h.WithLimits([]retry.Limit{newest}, s.now)
	}
	if s.now < end {
		s.in(250, func() { r.share(s, health, end) })
	}
}

// TestPace: 150 % of a shared limit for a minute, offered to 1, 4, 20 and 200 instances
// that know nothing of each other, or share their limits four times a second.
func TestPace(t *testing.T) {
	const none = 1e9
	rows := []struct {
		name string
		r    shared
	}{
		{"6000 requests/min", shared{limited: limited{6000, none, 600, none, counts{}}, tokens: 100, latency: 500}},
		{"500 requests/min", shared{limited: limited{500, none, 250, none, counts{}}, tokens: 100, latency: 500}},
		{"1M tokens/min", shared{limited: limited{6000, 1e6, 6000, 200_000, counts{}}, tokens: 500, latency: 4000}},
	}
	var table strings.Builder
	fmt.Fprintf(&table, "%-40s  %6s  %9s  %9s  %8s  %s\n",
		"", "calls", "saw a 429", "failed", "of limit", "wait p50 / p99 (s)")
	for _, n := range []int{1, 4, 20, 200} {
		for _, row := range rows {
			for _, how := range []string{"off", "on", "on, shared"} {
				r := row.r
				r.instances, r.pace, r.shares, r.load, r.seconds, r.seed = n, how != "off", how == "on, shared", 1.5, 60, 7
				o := r.run()
				slices.Sort(o.waits)
				name := fmt.Sprintf("%s, %3d instances, %s", row.name, n, how)
				fmt.Fprintf(&table, "%-40s  %6d  %7.2f %%  %7.2f %%  %6.1f %%  %8.1f / %.1f\n", name, o.calls, 100*o.share(),
					100*float64(o.failed)/float64(o.calls), 100*o.throughput,
					float64(o.waits[len(o.waits)/2])/1000, float64(o.waits[len(o.waits)*99/100])/1000)
				least := 0.95
				if r.shares && n == 200 { // what is missing is in the bucket, which is fuller at the end
					least = 0.9
				}
				if r.pace && (o.share() >= 0.01 || o.throughput < least) {
					t.Errorf("%s: %.2f %% of the calls saw a 429, throughput %.1f %% of the limit",
						name, 100*o.share(), 100*o.throughput)
				}
				if !r.pace && o.share() < 0.05 {
					t.Errorf("%s: only %.2f %% of the calls saw a 429, so nothing is shown", name, 100*o.share())
				}
			}
		}
	}
	t.Log("\n" + table.String())
}
