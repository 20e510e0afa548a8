//go:build unix

// An outage of the upstream: the load that reaches it, and how long it takes until calls
// are answered again, with instances that share their health and with some that do not.

package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"sync"
	"time"
)

const (
	before = 4 * time.Second  // of health, in which instances find each other
	after  = 16 * time.Second // that are watched after the outage
)

// deployment is a way to the upstream.
type deployment struct {
	name     string
	upstream *upstream
	urls     []string // one for each instance
	call     func(ctx context.Context, url string) int

	mu       sync.Mutex
	calls    int         // begun in the outage
	attempts int64       // that the upstream got in it
	ended    map[int]int // by second after the outage
	failed   map[int]int
}

func storm(instances int, rate float64, outage time.Duration) error {
	program, server, end, err := prepare()
	if err != nil {
		return err
	}
	defer end()
	capacity := 1.25 * rate * float64(instances)
	direct, err := startUpstream(capacity)
	if err != nil {
		return err
	}
	all := []*deployment{newDeployment("SDK defaults", direct, sdk)}
	for range instances {
		all[0].urls = append(all[0].urls, direct.url)
	}
	for _, kind := range []struct{ name, health string }{{"alone", ""}, {"with Redis", "redis://" + server.Address()}} {
		u, err := startUpstream(capacity)
		if err != nil {
			return err
		}
		edges, end, err := startEdges(instances, program, u, "UKEMI_HEALTH="+kind.health)
		if err != nil {
			return err
		}
		defer end()
		d := newDeployment(fmt.Sprintf("%d × ukemi, %s", instances, kind.name), u, once)
		for _, e := range edges {
			d.urls = append(d.urls, e.url)
		}
		all = append(all, d)
	}
	var running sync.WaitGroup
	for _, d := range all {
		running.Go(func() { d.run(rate, outage) })
	}
	running.Wait()
	return report(all, instances, rate, outage)
}

func newDeployment(name string, u *upstream, call func(context.Context, string) int) *deployment {
	return &deployment{name: name, upstream: u, call: call, ended: map[int]int{}, failed: map[int]int{}}
}

// run the outage, with calls at random times.
func (d *deployment) run(rate float64, outage time.Duration) {
	ctx, stop := context.WithCancel(context.Background())
	began := time.Now()
	var calls sync.WaitGroup
	for _, url := range d.urls {
		calls.Go(func() {
			for {
				pause := time.NewTimer(time.Duration(rand.ExpFloat64() / rate * float64(time.Second)))
				select {
				case <-ctx.Done():
					return
				case <-pause.C:
				}
				calls.Go(func() { d.count(ctx, url, began, outage) })
			}
		})
	}
	time.Sleep(before)
	d.upstream.count.Store(0)
	d.upstream.isDown.Store(true)
	time.Sleep(time.Until(began.Add(before + outage)))
	d.upstream.isDown.Store(false)
	d.attempts = d.upstream.count.Load()
	time.Sleep(after)
	stop()
	calls.Wait()
}

// count one call.
func (d *deployment) count(ctx context.Context, url string, began time.Time, outage time.Duration) {
	at := time.Since(began)
	status := d.call(ctx, url)
	if ctx.Err() != nil {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if at >= before && at < before+outage {
		d.calls++
	}
	second := int(math.Floor((time.Since(began) - before - outage).Seconds()))
	if d.ended[second]++; status != 200 {
		d.failed[second]++
	}
}

func (d *deployment) load() float64 { return float64(d.attempts) / float64(max(1, d.calls)) }

// recovery is how many seconds after the outage more than 99 % of the calls that end are
// answered, from then on.
func (d *deployment) recovery() (seconds int) {
	for second, failed := range d.failed {
		if second >= 0 && float64(failed) >= 0.01*float64(d.ended[second]) {
			seconds = max(seconds, second+1)
		}
	}
	return seconds
}

// once leaves retries to ukemi.
func once(ctx context.Context, url string) int { return call(ctx, url, "demo-ok", "storm") }

// sdk does as the OpenAI and Anthropic SDKs do by default: two retries, after 0.5 and 1 s
// less a random quarter.
func sdk(ctx context.Context, url string) (status int) {
	for n := range 3 {
		if status = once(ctx, url); status == 200 || n == 2 || ctx.Err() != nil {
			break
		}
		time.Sleep(time.Duration(500 * math.Pow(2, float64(n)) * (1 - 0.25*rand.Float64()) * float64(time.Millisecond)))
	}
	return status
}

func report(all []*deployment, instances int, rate float64, outage time.Duration) error {
	fmt.Printf("%d processes, %g calls/s, everything fails for %s, then there is room for a quarter more\n",
		instances, rate*float64(instances), outage)
	fmt.Printf("%-24s  %8s  %8s  %14s  %16s\n", "", "calls", "attempts", "load in outage", "> 99 % after")
	var missed error
	for i, d := range all {
		recovery := strconv.Itoa(d.recovery()) + " s"
		if d.recovery() >= int(after.Seconds()) {
			recovery = "not within " + recovery
		}
		fmt.Printf("%-24s  %8d  %8d  %12.3f ×  %16s\n", d.name, d.calls, d.attempts, d.load(), recovery)
		if i > 0 && d.recovery() > 15 || i == 2 && d.load() > 1.1 {
			missed = fmt.Errorf("%s: load %.2f × (at most 1.1), recovery after %s (at most 15 s)", d.name, d.load(), recovery)
		}
	}
	return missed
}
