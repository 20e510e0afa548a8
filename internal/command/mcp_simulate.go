//go:build !js

// The tool simulate_policy.

package command

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/ukemi-dev/ukemi/pkg/retry"
)

var simulateTool = tool{
	name: "simulate_policy", title: "Simulate a retry policy",
	description: "Shows, without waiting and without a network, what ukemi's retry policy does about a script of " +
		"faults: each attempt, the wait after it with the band of its jitter, a switch to another model, and how long the " +
		"caller waits in all. Use it to choose maxAttempts, backoff, timeouts or fallbacks, and to " +
		"explain why a call took long. " +
		"Times of the policy are in milliseconds.",
	input: `{"type":"object","properties":{"faults":{"type":"string","description":"The attempts in order, the last ` +
		`one repeated: a status (503), a class (overloaded, rate_limit), or reset, refused, dns, tls, timeout; @20s is the ` +
		`wait that the server asks for, +800ms how long the attempt takes.",` +
		`"examples":["503,503,200","429@20s,200","timeout,overloaded+800ms,reset"]},` +
		`"policy":{"type":["object","string"],"description":"Members to change: maxAttempts (1 to 5), initialBackoff, ` +
		`backoffMultiplier, maxBackoff, jitter (0 to 1), maxRetryAfter, maxElapsed, firstEventTimeout, responseTimeout, ` +
		`retryBudget, breakerFailures, fallbacks, mode (own, advise).",` +
		`"examples":[{"maxAttempts":5,"maxElapsed":30000},{"fallbacks":{"gpt-5":["gpt-5-mini"]}}]},` +
		`"model":{"type":"string","default":"gpt-5","description":"The model that the request names",` +
		`"examples":["gpt-5","claude-sonnet-4-5"]}},"required":["faults"],"additionalProperties":false}`,
	output: `{"type":"object","properties":{` +
		`"outcome":{"type":"string","enum":["success","error"]},"attempts":{"type":"integer"},` +
		`"total_ms":{"type":"integer","description":"Until the caller has its answer"},` +
		`"deadline_ms":{"type":"integer"},"reason":{"type":"string","description":"Why there was no further attempt"},` +
		`"trail":{"type":"string","description":"The header x-ukemi-attempts"},` +
		`"steps":{"type":"array","items":{"type":"object","properties":{"start_ms":{"type":"integer"},` +
		`"end_ms":{"type":"integer"},"model":{"type":"string"},"status":{"type":"integer"},"class":{"type":"string"},` +
		`"action":{"type":"string"},"reason":{"type":"string"},"wait_ms":{"type":"integer"},` +
		`"wait_min_ms":{"type":"integer"},"wait_max_ms":{"type":"integer"},"switch_to":{"type":"string"}}}}},` +
		`"required":["outcome","attempts","total_ms","steps","trail"]}`,
}

type simulateArguments struct {
	Faults string          `json:"faults"`
	Policy json.RawMessage `json:"policy"`
	Model  string          `json:"model"`
}

// simulated is a timeline for an agent. Its members are public; times are since the
// beginning of the call.
type simulated struct {
	Outcome    string          `json:"outcome"`
	Attempts   int             `json:"attempts"`
	TotalMS    int64           `json:"total_ms"`
	DeadlineMS int64           `json:"deadline_ms"`
	Reason     string          `json:"reason"`
	Trail      string          `json:"trail"`
	Steps      []simulatedStep `json:"steps"`
}

type simulatedStep struct {
	StartMS   int64  `json:"start_ms"`
	EndMS     int64  `json:"end_ms"`
	Model     string `json:"model"`
	Status    int    `json:"status"`
	Class     string `json:"class,omitempty"`
	Action    string `json:"action"`
	Reason    string `json:"reason,omitempty"`
	WaitMS    int64  `json:"wait_ms,omitempty"`
	WaitMinMS int64  `json:"wait_min_ms,omitempty"`
	WaitMaxMS int64  `json:"wait_max_ms,omitempty"`
	SwitchTo  string `json:"switch_to,omitempty"`
}

// Bounds of a script and a policy, in bytes.
const (
	maxFaults = 4 << 10
	maxPolicy = 64 << 10
)

func (p Program) simulatePolicy(in simulateArguments) (answer, error) {
	err := checkText("faults", in.Faults, "such as 503,503,200 or 429@20s,200", maxFaults)
	if err != nil {
		return answer{}, err
	}
	change := string(bytes.TrimSpace(in.Policy))
	var text string
	if json.Unmarshal(in.Policy, &text) == nil {
		change = text
	}
	if change == "" || change == "null" {
		change = "{}"
	}
	if err := checkText("policy", change, "", maxPolicy); err != nil {
		return answer{}, err
	}
	model := in.Model
	if model == "" {
		model = "gpt-5"
	}
	t, err := p.timeline(in.Faults, change, model, `"faults"`, `"policy"`)
	if err != nil {
		return answer{}, err
	}
	out := simulatedOf(t)
	var b strings.Builder
	fmt.Fprintf(&b, "%s after %d attempts and %v (jitter in the middle of its band)\n\n",
		out.Outcome, out.Attempts, retry.Millis(out.TotalMS))
	printTimeline(t, &b)
	return answer{out, b.String()}, nil
}

func simulatedOf(t retry.Timeline) simulated {
	out := simulated{
		Outcome: "success", Attempts: len(t.Steps), DeadlineMS: int64(t.Deadline), Trail: t.Trail,
		Steps: make([]simulatedStep, 0, len(t.Steps)),
	}
	for _, s := range t.Steps {
		step := simulatedStep{
			StartMS: int64(s.Start), EndMS: int64(s.End), Model: s.Model, Status: s.Status, Class: string(s.Class),
			Action: string(s.Decision.Action), Reason: s.Decision.Reason,
		}
		switch s.Decision.Action {
		case retry.Resend:
			step.WaitMS, step.WaitMinMS, step.WaitMaxMS = int64(s.Decision.Wait), int64(s.WaitMin), int64(s.WaitMax)
		case retry.Switch:
			step.SwitchTo = s.Decision.Fallback.Model
		}
		out.Steps = append(out.Steps, step)
		out.TotalMS, out.Reason = step.EndMS, step.Reason
		out.Outcome = "success"
		if s.Class != "" {
			out.Outcome = "error"
		}
	}
	return out
}
