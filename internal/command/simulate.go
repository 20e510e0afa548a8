// The command simulate: the timeline of a scripted fault, without waiting.

package command

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/ukemi-dev/ukemi/pkg/edge"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

func (p Program) simulateCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "simulate --fault FAULTS",
		Short: "Show the timeline of a scripted fault, without waiting",
		Long: `Show the timeline of a scripted fault, without waiting.

FAULTS are the attempts in order, the last one repeated: 503,503,200 or
429@20s,200 or timeout,overloaded+800ms,reset. @ states a wait, + says how long
an attempt takes. The policy is that of the environment (UKEMI_…), changed by
the JSON: {"maxAttempts":5,"fallbacks":{"gpt-5":["gpt-5-mini"]}}.`,
		Example:           "  " + p.Name + " simulate --fault 503,503,200",
		Args:              atMost(0),
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	fault := c.Flags().String("fault", "", "the attempts in order, such as 503,503,200")
	change := c.Flags().String("policy", "{}", "`JSON` that changes the policy")
	model := c.Flags().String("model", "gpt-5", "the model that the request names")
	c.RunE = func(*cobra.Command, []string) error { return p.simulate(*fault, *change, *model) }
	return c
}

func (p Program) simulate(fault, change, model string) error {
	if fault == "" {
		return wrongUse("simulate needs --fault, such as --fault 503,503,200")
	}
	t, err := p.timeline(fault, change, model, "--fault", "--policy")
	if err != nil {
		return err
	}
	printTimeline(t, p.Out)
	return nil
}

// timeline simulates a call. Errors name the argument that is wrong.
func (p Program) timeline(fault, change, model, faultName, policyName string) (t retry.Timeline, err error) {
	config, err := edge.Load(p.Environ)
	if err != nil {
		return t, failure{err, 2, ""}
	}
	policy, err := changed(config.Policy.WithDefaults(), change)
	if err != nil {
		return t, wrongUse("%s: %w", policyName, err)
	}
	script, err := retry.ParseScript(fault, policy)
	if err != nil {
		return t, wrongUse("%s: %w", faultName, err)
	}
	request := retry.Request{Method: "POST", Path: "/v1/chat/completions", Replayable: true, Model: model}
	simulation := retry.Simulation{Policy: policy, Request: request, Script: script, Moment: retry.Moment{Random: 0.5}}
	return retry.Simulate(simulation), nil
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
