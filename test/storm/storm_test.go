// Package storm simulates an outage: what retries add to it, and how long they
// keep it alive. `make storm` prints the table.
package storm

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/ukemi-dev/ukemi/pkg/retry"
)

func policy(budget, breaker int) retry.Policy {
	p := retry.Default()
	p.RetryBudget, p.BreakerFailures = budget, breaker
	return p
}

func TestStorm(t *testing.T) {
	d := retry.Default()
	rows := []struct {
		name    string
		callers func(client int) caller
		calm    bool // adds no storm to the outage
	}{
		{"3 naive tries", func(int) caller { return naive }, false},
		{"SDK defaults", func(int) caller { return sdk }, false},
		{"ukemi, neither", edge(policy(0, 0)), false},
		{"ukemi, budget only", edge(policy(d.RetryBudget, 0)), true},
		{"ukemi, breaker only", edge(policy(0, d.BreakerFailures)), true},
		{"ukemi", edge(d), true},
	}
	var table strings.Builder
	fmt.Fprintf(
		&table,
		"%d clients, %g calls/s, everything fails for %d s, then the upstream gives %g answers/s or twice as many refusals\n",
		clients,
		offered,
		outage/1000,
		capacity,
	)
	fmt.Fprintf(&table, "%-20s  %14s  %12s  %16s\n", "", "load in outage", "peak second", "> 99 % after")
	for _, row := range rows {
		s := run(7, row.callers)
		load, peak := s.load()
		recovery := s.recovery()
		fmt.Fprintf(&table, "%-20s  %12.2f ×  %10.2f ×  %16s\n", row.name, load, peak, inWords(recovery))
		if calm := load <= 1.1 && recovery <= 15; calm != row.calm {
			t.Errorf(
				"%s: load %.2f ×, recovery after %d s; calm (at most 1.1 × and 15 s) should be %t",
				row.name,
				load,
				recovery,
				row.calm,
			)
		}
	}
	t.Log("\n" + table.String())
}

func inWords(seconds ms) string {
	if seconds >= after/1000 {
		return "not within " + strconv.Itoa(after/1000) + " s"
	}
	return strconv.Itoa(int(seconds)) + " s"
}
