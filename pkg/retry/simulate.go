// Timelines without waiting: what the policy would do about a scripted fault.

package retry

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// ScriptedAttempt is one scripted attempt.
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

// Simulate plays a script to the end of the call: the last fault is repeated
// for as long as the policy asks again. With m.Random 0.5 every wait is the
// middle of its band.
func Simulate(p Policy, r Request, script []ScriptedAttempt, m Moment) (t Timeline) {
	r.Streams = true
	t.Deadline, t.AttemptTimeout = p.deadline(r), p.AttemptTimeout(State{}, Health{}, r, 0)
	if len(script) == 0 {
		return t
	}
	s, h := p.Begin(Health{}, r, m.Now)
	var at Millis
	for i := range maxSteps {
		f := script[min(i, len(script)-1)]
		targets := p.targets(r)
		step := Step{Start: at, End: at + f.Duration, Model: targets[s.Target].model, Status: f.Status}
		if f.Verdict != nil {
			step.Class = f.Verdict.Class
		}
		o := f.Outcome
		o.Elapsed = step.End
		now := Moment{Now: m.Now + step.End, Random: m.Random}
		before := s
		s, h, step.Decision = p.Decide(s, h, r, o, now)
		if step.Decision.Action == Resend {
			n := len(before.Attempts)
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

// Silence is how long a scripted attempt lasts that is given up.
func (p Policy) Silence() Millis {
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

// Typical lengths of attempts in ms, for scripts that name none: an answer, a
// refusal.
const (
	tookAnswer  = 800
	TookRefusal = 150
)

// ParseScript reads faults such as
//
//	503, 429@20s, reset, timeout, overloaded, 200+1500ms
//
// A fault is a status, a class of the contract, or reset, refused, dns, tls or
// timeout (silence); @ states a wait, + says how long the attempt takes. wrong
// says what cannot be understood.
func ParseScript(text string, p Policy) (script []ScriptedAttempt, wrong string) {
	for _, item := range strings.Split(text, ",") {
		if len(script) == maxSteps {
			break
		}
		f, ok := parseAttempt(strings.TrimSpace(item), p)
		if !ok {
			return nil, jsonish.Quote(strings.TrimSpace(item)) + ` is no fault: expected a status (503), a class (overloaded), or reset, refused, dns, tls, timeout; then @20s for a stated wait and +800ms for how long it takes`
		}
		script = append(script, f)
	}
	return script, ""
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
	f.Sent, f.Duration = true, TookRefusal
	if status, ok := jsonish.ParseInt(name); ok {
		f.Status = status
		if status >= 400 {
			v := classify.FromResponse(classify.Response{Status: status})
			f.Verdict = &v
			return f, status < 600
		}
		f.Duration = tookAnswer
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
		f.Duration, f.TimedOut = p.Silence(), true
	case classify.FailureReset, classify.FailureRefused, classify.FailureDNS, classify.FailureTLS:
		f.Sent = kind == classify.FailureReset
	default:
		return f, false
	}
	v := classify.FromFailure(classify.Failure{Kind: classify.FailureKind(name), Sent: f.Sent})
	f.Verdict = &v
	return f, true
}
