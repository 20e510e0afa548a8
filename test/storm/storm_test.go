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

// TestStorm plays a busy and a quiet deployment. In a quiet one, instances that share
// nothing have seen too little each: 200 of them add a quarter to the load.
func TestStorm(t *testing.T) {
	d := retry.Default()
	rows := []struct {
		name    string
		callers func(s *sim) func(client int) caller
		storms  bool // adds a storm to the outage: at 500 and at 50 calls/s, or
		// only at 50, where each of 200 instances sees a call in four seconds
		sparse bool
	}{
		{name: "3 naive tries", callers: clientsOf(naive), storms: true},
		{name: "SDK defaults", callers: clientsOf(sdk), storms: true},
		{name: "ukemi, neither, 8 instances", callers: edge(policy(0, 0), 8, nil), storms: true},
		{name: "ukemi, budget only, 8 instances", callers: edge(policy(d.RetryBudget, 0), 8, nil)},
		{name: "ukemi, breaker only, 8 instances", callers: edge(policy(0, d.BreakerFailures), 8, nil)},
		{name: "ukemi, 1 instance", callers: edge(d, 1, nil)},
		{name: "ukemi, 20 instances", callers: edge(d, 20, nil)},
		{name: "ukemi, 200 instances", callers: edge(d, 200, nil), sparse: true},
		{name: "ukemi, 1 instance, Redis", callers: edge(d, 1, gossip)},
		{name: "ukemi, 20 instances, Redis", callers: edge(d, 20, gossip)},
		{name: "ukemi, 200 instances, Redis", callers: edge(d, 200, gossip)},
		{name: "ukemi, 1 isolate, object", callers: edge(d, 1, object)},
		{name: "ukemi, 20 isolates, object", callers: edge(d, 20, object)},
		{name: "ukemi, 200 isolates, object", callers: edge(d, 200, object)},
	}
	for _, offered := range []float64{500, 50} {
		var table strings.Builder
		fmt.Fprintf(&table, "%d clients, %g calls/s, everything fails for %d s, then the upstream gives %g answers/s "+
			"or twice as many refusals\n", clients, offered, outage/1000, spare*offered)
		fmt.Fprintf(&table, "%-34s  %14s  %12s  %16s\n", "", "load in outage", "peak second", "> 99 % after")
		for _, row := range rows {
			s := run(7, offered, 1, okTime, row.callers)
			load, peak := s.load()
			recovery := s.recovery()
			fmt.Fprintf(&table, "%-34s  %12.2f ×  %10.2f ×  %16s\n", row.name, load, peak, inWords(recovery))
			calm := load <= 1.1 && recovery <= 15
			if storms := row.storms || row.sparse && offered == 50; calm == storms {
				t.Errorf("%s, %g calls/s: load %.2f ×, recovery after %d s; calm (at most 1.1 × and 15 s) should be %t",
					row.name, offered, load, recovery, !storms)
			}
		}
		t.Log("\n" + table.String())
	}
}

// TestPartialOutage: where a part of the attempts fails, instances that share are to behave
// like one instance. Alone, 200 instances have 200 budgets. Where a tenth fails, every call
// is to be answered in any case. (At a load above 1.25 × the upstream itself refuses.) Where
// answers take long, and refusals do not, an outage seems to be whole at first: the answers
// to what was sent before must count.
func TestPartialOutage(t *testing.T) {
	d := retry.Default()
	ways := []struct {
		name    string
		callers func(s *sim) func(client int) caller
	}{
		{"1 instance", edge(d, 1, nil)},
		{"200, alone", edge(d, 200, nil)},
		{"200, Redis", edge(d, 200, gossip)},
		{"200, object", edge(d, 200, object)},
	}
	rows := []struct {
		okTime   ms
		fails    []float64
		answered float64 // at least, where at most a tenth fails
	}{
		{okTime, []float64{0.05, 0.1, 0.3, 0.5}, 0.995},
		{slowTime, []float64{0.05, 0.1}, 0.99},
	}
	var table strings.Builder
	fmt.Fprintf(&table, "a part of the attempts fails for %d s: calls answered, and load\n", outage/1000)
	fmt.Fprintf(&table, "%-8s %-7s %-6s", "calls/s", "takes", "fails")
	for _, way := range ways {
		fmt.Fprintf(&table, "  %16s", way.name)
	}
	for _, row := range rows {
		for _, offered := range []float64{500, 50} {
			for _, failing := range row.fails {
				fmt.Fprintf(&table, "\n%-8g %-7s %-6g", offered, fmt.Sprint(float64(row.okTime)/1000, " s"), failing)
				for _, way := range ways {
					s := run(11, offered, failing, row.okTime, way.callers)
					load, _ := s.load()
					fmt.Fprintf(&table, "  %7.1f %% %4.2f ×", s.answered()*100, load)
					if failing <= 0.1 && (s.answered() < row.answered || load > 1.15) {
						t.Errorf("%s, %g calls/s, %g fail: %.3f answered, load %.2f ×",
							way.name, offered, failing, s.answered(), load)
					}
				}
			}
		}
	}
	t.Log("\n" + table.String())
}

// clientsOf a caller that has no edge.
func clientsOf(c caller) func(*sim) func(int) caller {
	return func(*sim) func(int) caller { return func(int) caller { return c } }
}

func inWords(seconds ms) string {
	if seconds >= after/1000 {
		return "not within " + strconv.Itoa(after/1000) + " s"
	}
	return strconv.Itoa(int(seconds)) + " s"
}
