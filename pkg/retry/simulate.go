// Simulated timelines: the decisions of a policy about a script of attempts,
// computed without waiting.

package retry

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// ScriptedAttempt is one attempt of a script.
type ScriptedAttempt struct {
	Outcome
	// Duration is how long the attempt lasts.
	Duration Millis
}

// Step is one attempt of a Timeline.
type Step struct {
	// Start and End since the call began.
	Start, End Millis
	Model      string
	Status     int
	Class      classify.Class // "" for a success
	Decision   Decision
	// WaitMin and WaitMax are the band that the jitter leaves the wait after
	// this attempt; equal without a Resend.
	WaitMin, WaitMax Millis
	Source           string
	// Cost is what the retry after this attempt takes from the retry budget.
	Cost float64
}

// Timeline of one call.
type Timeline struct {
	Steps []Step
	// Deadline after which nothing is begun, and AttemptTimeout after which a silent
	// attempt is given up.
	Deadline, AttemptTimeout Millis
	Trail                    string
}

// Simulation is one call to simulate.
type Simulation struct {
	Policy  Policy
	Request Request
	// Script of the attempts. The last one is repeated as often as the policy
	// sends the request again.
	Script []ScriptedAttempt
	// Moment at which the call starts. With Random 0.5 each wait is the middle of
	// its band.
	Moment Moment
}

// Simulate returns the timeline of a call, to its end.
func Simulate(simulation Simulation) (t Timeline) {
	p, r, script, m := simulation.Policy, simulation.Request, simulation.Script, simulation.Moment
	r.Streams = true
	t.Deadline, t.AttemptTimeout = p.deadline(r), p.AttemptTimeout(TimeoutInput{Request: r})
	if len(script) == 0 {
		return t
	}
	begin := p.Begin(BeginInput{Request: r, Now: m.Now})
	s, h := begin.State, begin.Health
	var at Millis
	for i := range maxSteps {
		scripted := script[min(i, len(script)-1)]
		targets := p.targets(r)
		step := Step{Start: at, End: at + scripted.Duration, Model: targets[s.Target].model, Status: scripted.Status}
		if scripted.Verdict != nil {
			step.Class = scripted.Verdict.Class
		}
		o := scripted.Outcome
		o.Elapsed = step.End
		now := Moment{Now: m.Now + step.End, Random: m.Random}
		result := p.Decide(DecideInput{State: s, Health: h, Request: r, Outcome: o, Moment: now})
		n := len(s.Attempts)
		s, h, step.Decision = result.State, result.Health, result.Decision
		if step.Decision.Action == Resend {
			step.WaitMin, step.WaitMax = p.wait(n, o.Verdict.Wait, 0).Wait, p.wait(n, o.Verdict.Wait, 1).Wait
			step.Source = step.Decision.source
			step.Cost = cost(step.Class)
		}
		t.Steps = append(t.Steps, step)
		if step.Decision.Action == Deliver {
			break
		}
		at = step.End + step.Decision.Wait
	}
	t.Trail = s.Trail()
	return t
}

// FailedAttempt returns an attempt that ends with a verdict, for scripts. A timeout
// without a status lasts as long as the policy waits for it.
func FailedAttempt(v classify.Verdict, p Policy) ScriptedAttempt {
	a := ScriptedAttempt{Outcome: Outcome{Verdict: &v, Status: v.Status, Sent: true}, Duration: errorDuration}
	if v.Status == 0 && v.Class == classify.Timeout {
		a.Duration, a.TimedOut = p.silentDuration(), true
	}
	return a
}

// silentDuration is how long an attempt without an answer lasts in a script.
func (p Policy) silentDuration() Millis {
	switch {
	case p.FirstEventTimeout > 0:
		return p.FirstEventTimeout
	case len(p.Fallbacks) > 0:
		return minLearnedTimeout
	}
	return p.ResponseTimeout
}

// maxSteps is more than any policy allows: attempts and fallbacks.
const maxSteps = 5 + maxFallbacks + 1

// Durations in ms of attempts for which a script states none. Both are typical.
const (
	successDuration = 800
	errorDuration   = 150
)

// ParseScript reads attempts such as
//
//	503, 429@20s, reset, timeout, overloaded, 200+1500ms
//
// An attempt is a status, a class, or reset, refused, dns, tls or timeout (no
// answer). The time after @ is the stated wait, the time after + is the duration of
// the attempt. The error quotes the first item that is invalid.
func ParseScript(text string, p Policy) (script []ScriptedAttempt, err error) {
	for _, item := range strings.Split(text, ",") {
		if len(script) == maxSteps {
			break
		}
		f, ok := parseAttempt(strings.TrimSpace(item), p)
		if !ok {
			return nil, policyError(jsonish.Quote(strings.TrimSpace(item)) + ` is no fault: expected a status (503), ` +
				`a class (overloaded), or reset, refused, dns, tls, timeout; ` +
				`then @20s for a stated wait and +800ms for how long it takes`)
		}
		script = append(script, f)
	}
	return script, nil
}

func parseAttempt(item string, p Policy) (f ScriptedAttempt, ok bool) {
	item, took, timed := strings.Cut(item, "+")
	item, stated, states := strings.Cut(item, "@")
	f, ok = attemptNamed(item, p)
	if timed && ok {
		f.Duration, ok = readTime(took)
	}
	if states && ok {
		var after Millis
		after, ok = readTime(stated)
		if ok = ok && f.Verdict != nil; ok {
			f.Verdict.Wait = classify.Wait{After: after, Source: "retry-after"}
		}
	}
	return f, ok
}

func attemptNamed(name string, p Policy) (f ScriptedAttempt, ok bool) {
	f.Sent, f.Duration = true, errorDuration
	if status, ok := jsonish.ParseInt(name); ok {
		f.Status = status
		if status >= 400 {
			v := classify.FromResponse(classify.Response{Status: status})
			f.Verdict = &v
			return f, status < 600
		}
		f.Duration = successDuration
		return f, status >= 200
	}
	for _, c := range classify.Classes() {
		if string(c.Class) == name && c.Class != classify.Timeout {
			f.Status = c.Status
			f.Verdict = &classify.Verdict{Class: c.Class, Status: c.Status, Retry: c.Retry, Rule: "script", Message: c.Means}
			return f, true
		}
	}
	switch kind := classify.FailureKind(name); kind {
	case classify.FailureTimeout:
		f.Duration, f.TimedOut = p.silentDuration(), true
	case classify.FailureReset, classify.FailureRefused, classify.FailureDNS, classify.FailureTLS:
		f.Sent = kind == classify.FailureReset
	default:
		return f, false
	}
	v := classify.FromFailure(classify.Failure{Kind: classify.FailureKind(name), Sent: f.Sent})
	f.Verdict = &v
	return f, true
}
