//go:build !js

// edge simulate: the timeline of a scripted fault, without waiting.

package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/ukemi-dev/ukemi/pkg/edge"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

const simulateUsage = `usage: edge simulate -fault FAULTS [-policy JSON] [-model NAME]

FAULTS are the attempts in order, the last one repeated: 503,503,200 or
429@20s,200 or timeout,overloaded+800ms,reset. @ states a wait, + says how long
an attempt takes. The policy is that of the environment (UKEMI_…), changed by
the JSON: {"maxAttempts":5,"fallbacks":{"gpt-5":["gpt-5-mini"]}}.
`

func simulate(args, environ []string, out, errs io.Writer) int {
	flags := flag.NewFlagSet("simulate", flag.ContinueOnError)
	flags.SetOutput(errs)
	flags.Usage = func() { fmt.Fprint(errs, simulateUsage) }
	fault := flags.String("fault", "", "")
	change := flags.String("policy", "{}", "")
	model := flags.String("model", "gpt-5", "")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 || *fault == "" {
		flags.Usage()
		return 2
	}
	config, err := edge.Load(environ)
	if err != nil {
		fmt.Fprintln(errs, "edge:", err)
		return 2
	}
	policy, err := changed(config.Policy.WithDefaults(), *change)
	if err != nil {
		fmt.Fprintln(errs, "edge: -policy:", err)
		return 2
	}
	script, err := retry.ParseScript(*fault, policy)
	if err != nil {
		fmt.Fprintln(errs, "edge: -fault:", err)
		return 2
	}
	request := retry.Request{Method: "POST", Path: "/v1/chat/completions", Replayable: true, Model: *model}
	simulation := retry.Simulation{Policy: policy, Request: request, Script: script, Moment: retry.Moment{Random: 0.5}}
	printTimeline(retry.Simulate(simulation), out)
	return 0
}

// changed is a policy with some of its numbers replaced.
func changed(p retry.Policy, by string) (retry.Policy, error) {
	d := json.NewDecoder(strings.NewReader(by))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		return p, err
	}
	if err := p.Check(); err != nil {
		return p, err
	}
	return p, nil
}

func printTimeline(t retry.Timeline, out io.Writer) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "at\ttook\tmodel\tanswer\tthen\twhy")
	for _, s := range t.Steps {
		answer := fmt.Sprint(s.Status)
		if s.Status == 0 {
			answer = "–"
		}
		if s.Class != "" {
			answer += " " + string(s.Class)
		}
		then := string(s.Decision.Action)
		switch s.Decision.Action {
		case retry.Resend:
			then = fmt.Sprintf("wait %v (%v – %v)", s.Decision.Wait, s.WaitMin, s.WaitMax)
		case retry.Switch:
			then = "switch to " + s.Decision.Fallback.Model
		}
		why := s.Decision.Reason
		if s.Source != "" {
			why = s.Source
		}
		fmt.Fprintf(w, "%v\t%v\t%s\t%s\t%s\t%s\n", s.Start, s.End-s.Start, s.Model, answer, then, why)
	}
	_ = w.Flush()
	fmt.Fprintf(out, "\ntrail     %s\ndeadline  %v\n", t.Trail, t.Deadline)
}
