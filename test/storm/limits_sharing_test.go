// The instances of a deployment that share what they know of rate limits, and the loads that
// they are offered.

package storm

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// load is what is offered, of the limit.
type load struct {
	name    string
	offered func(at ms) float64
	// pick returns the instance that gets a call.
	pick func(at ms, r *rand.Rand, n int) int
	// outside is what others take that are not of the deployment.
	outside float64
	// restart: each five seconds an instance is replaced by a new one.
	restart bool
}

func even(_ ms, random *rand.Rand, n int) int { return random.IntN(n) }

// uneven gives four of five calls to one instance, each ten seconds to another.
func uneven(at ms, random *rand.Rand, n int) int {
	if random.Float64() < 0.8 {
		return int(at/10_000) % n
	}
	return random.IntN(n)
}

func always(load float64) func(ms) float64 { return func(ms) float64 { return load } }

// member is an instance.
type member struct {
	health retry.Health
	origin string
	clock  ms // by how much it is wrong
	known  retry.Ledger
	own    []retry.InstanceLimit
}

// join makes an instance that exchanges what it knows with the others, as the native edge
// does through Redis: each publishes and each learns four times a second, at times of its
// own, and a new one knows what is stored there.
func (r *shared) join(s *sim, members []*member, n int, end ms) *member {
	m := &member{origin: fmt.Sprint(n, " of ", s.now), clock: ms((s.random.Float64() - 0.5) * r.skew)}
	if !r.shares {
		return m
	}
	for _, other := range members {
		if other != nil {
			m.known = m.known.Merge(other.known).Merge(retry.Ledger{Limits: other.own})
		}
	}
	var tick func()
	tick = func() {
		now := s.now + m.clock
		m.own = m.health.SharedLimits(m.origin, m.own, now)
		var sent []retry.InstanceLimit
		for _, l := range m.own {
			if l.IsLow {
				sent = append(sent, l)
			}
		}
		s.in(ms(s.random.IntN(250)), func() { // until it is published
			for _, other := range members {
				if other != m {
					other.known.Limits = append(other.known.Limits, sent...)
				}
			}
		})
		m.known = m.known.Recent(now)
		m.health.Hint = retry.Hint{At: now, Limits: m.known.LimitHints(m.origin, now)}
		if s.now < end+60_000 {
			s.in(250, tick)
		}
	}
	s.in(ms(s.random.IntN(250)), tick)
	return m
}

const plenty = 1e9

// limits that are nearly used up at the beginning.
var limits = []struct {
	name string
	shared
}{
	{"6000 requests/min", shared{limited: limited{6000, plenty, 100, plenty, counts{}}, latency: 500}},
	{"500 requests/min", shared{limited: limited{500, plenty, 5, plenty, counts{}}, latency: 500}},
	{"60 requests/min", shared{limited: limited{60, plenty, 5, plenty, counts{}}, latency: 500}},
	{"500 a minute, answers in 10 s", shared{limited: limited{500, plenty, 5, plenty, counts{}}, latency: 10_000}},
	{"1M tokens/min", shared{limited: limited{6000, 1e6, 6000, 20_000, counts{}}, tokens: 500, latency: 4000}},
}

// TestPace: 150 % of a shared limit for a minute, offered to instances that know nothing of each
// other, or share what they know as through Redis.
func TestPace(t *testing.T) {
	var table strings.Builder
	fmt.Fprintf(&table, "%-56s  %6s  %9s  %9s  %8s  %s\n",
		"", "calls", "saw a 429", "failed", "of limit", "wait p50 / p99 (s)")
	for _, l := range []load{
		{name: "even", offered: always(1.5), pick: even},
		{name: "uneven", offered: always(1.5), pick: uneven},
		{name: "replaced", offered: always(1.5), pick: even, restart: true},
		{name: "120 %, 40 % more by others", offered: always(1.2), pick: even, outside: 0.4},
	} {
		for _, row := range limits {
			for _, n := range []int{1, 4, 8, 32} {
				if l.name != "even" && n != 8 {
					continue
				}
				for _, how := range []string{"off", "on", "shared", "shared, clocks 2 s apart"} {
					r := row.shared
					r.load, r.instances, r.seconds, r.seed = l, n, 60, 7
					r.pace, r.shares = how != "off", strings.HasPrefix(how, "shared")
					if strings.Contains(how, "clocks") {
						if r.skew = 2000; n != 8 {
							continue
						}
					}
					o := r.run()
					name := fmt.Sprintf("%s, %s, %d, %s", l.name, row.name, n, how)
					o.print(&table, name)
					if r.shares && n > 1 {
						checkPace(t, name, o, l)
					}
				}
			}
		}
	}
	t.Log("\n" + table.String())
}

func (o outcomes) print(to *strings.Builder, name string) {
	slices.Sort(o.waits)
	fmt.Fprintf(to, "%-56s  %6d  %7.2f %%  %7.2f %%  %6.1f %%  %.1f / %.1f\n", name, o.calls, 100*o.share(),
		100*float64(o.failed)/float64(o.calls), 100*o.throughput,
		float64(o.waits[len(o.waits)/2])/1000, float64(o.waits[len(o.waits)*99/100])/1000)
}

// checkPace: fewer than 1 % of the calls see a 429, and the limit is used. What others take
// with the same key is not known before it is taken.
func checkPace(t *testing.T, name string, o outcomes, l load) {
	most, least := 0.01, 0.92 // of few calls some are missing in the bucket
	switch {
	case l.restart: // an instance that ends has calls that wait, which its successor knows late
		least = 0.8
	case l.outside > 0:
		most, least = 0.03, 0.5
	}
	if o.share() >= most || o.throughput < least {
		t.Errorf("%s: %.2f %% of the calls saw a 429, throughput %.1f %% of the limit", name, 100*o.share(), 100*o.throughput)
	}
}
