//go:build unix

// Faults of the Redis server while calls are under way: no call may fail or be slower. A
// second deployment without the server gets the same calls, each directly after the other.

package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/ukemi-dev/ukemi/internal/fleet/redistest"
)

// measured of one deployment in one phase.
type measured struct {
	took   []time.Duration // of calls without a retry
	calls  int
	failed int
}

func (m measured) at(share float64) time.Duration {
	slices.Sort(m.took)
	if len(m.took) == 0 {
		return 0
	}
	return m.took[int(share*float64(len(m.took)-1))]
}

func (m measured) String() string {
	return fmt.Sprintf("%6.2f (%5.2f)", milliseconds(m.at(.5)), milliseconds(m.at(.99)))
}

func faults(instances int, rate float64, phase time.Duration) error {
	program, server, end, err := prepare()
	if err != nil {
		return err
	}
	defer end()
	u, err := startUpstream(0)
	if err != nil {
		return err
	}
	alone, end, err := startEdges(instances, program, u, "UKEMI_PACE=on")
	if err != nil {
		return err
	}
	defer end()
	health := "UKEMI_HEALTH=redis://ukemi:faults@" + server.Address()
	shared, end, err := startEdges(instances, program, u, "UKEMI_PACE=on", health)
	if err != nil {
		return err
	}
	defer end()
	time.Sleep(2 * time.Second)
	fmt.Printf("%d edges each, %g calls/s, one of 20 meets an error that a retry mends; ms\n",
		instances, rate*float64(instances))
	fmt.Printf("%-12s  %13s  %14s  %14s  %10s  %8s  %s\n",
		"the server", "failed: alone", "median (p99)", "alone", "difference", "up", "log lines")
	var missed error
	for _, p := range phases(server) {
		lines := shared[0].lines()
		if err := p.begin(); err != nil {
			return err
		}
		with, without := pairs(shared, alone, rate, phase)
		up := shared[0].metric("ukemi_fleet_up")
		if err := p.end(); err != nil {
			return err
		}
		time.Sleep(7 * time.Second) // the longest backoff
		difference := with.at(.5) - without.at(.5)
		fmt.Printf("%-12s  %6d %6d  %s  %s  %+10.3f  %s then %s  %d\n", p.name, with.failed, without.failed, with, without,
			milliseconds(difference), up, shared[0].metric("ukemi_fleet_up"), shared[0].lines()-lines)
		if with.failed > 0 || difference > time.Millisecond {
			missed = fmt.Errorf("%s: %d of %d calls failed, the median is %s slower",
				p.name, with.failed, with.calls, difference)
		}
	}
	return missed
}

type fault struct {
	name       string
	begin, end func() error
}

func phases(server *redistest.Server) []fault {
	nothing := func() error { return nil }
	do := func(f func()) func() error { return func() error { f(); return nil } }
	return []fault{
		{"well", nothing, nothing},
		{"killed", do(server.Kill), server.Start},
		{"suspended", do(server.Suspend), do(server.Resume)},
		{"full", server.Fill, server.Empty},
		{"restarted", func() error { server.Kill(); return server.Start() }, nothing},
		{"well again", nothing, nothing},
	}
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// pairs sends the same calls to both deployments for a time.
func pairs(shared, alone []*edge, rate float64, phase time.Duration) (with, without measured) {
	var mu sync.Mutex
	var calls sync.WaitGroup
	end := time.Now().Add(phase)
	one := func(m *measured, url string, n int) {
		behavior, session := "demo-headers", "faults" // of a rate limit that concerns all instances
		if n%20 == 0 {
			behavior, session = "demo-503-once", url+strconv.Itoa(n)
		}
		began := time.Now()
		status := call(context.Background(), url, behavior, session)
		mu.Lock()
		defer mu.Unlock()
		m.calls++
		if status != 200 {
			m.failed++
		}
		if n%20 != 0 {
			m.took = append(m.took, time.Since(began))
		}
	}
	for i := range shared {
		tick := time.NewTicker(time.Duration(float64(time.Second) / rate))
		calls.Go(func() {
			defer tick.Stop()
			for n := 1; time.Now().Before(end); n++ {
				<-tick.C
				calls.Go(func() { // so that a slow call delays no other
					if n%2 == 0 {
						one(&with, shared[i].url, n)
						one(&without, alone[i].url, n)
						return
					}
					one(&without, alone[i].url, n)
					one(&with, shared[i].url, n)
				})
			}
		})
	}
	calls.Wait()
	return with, without
}
