// What goes into a decision and what comes out of it, and the decision itself.

package retry

import "github.com/ukemi-dev/ukemi/pkg/classify"

// Request is what the policy needs to know of the caller's request.
type Request struct {
	Method, Path string
	// Headers of the caller that carry hints: x-stainless-*, user-agent,
	// idempotency-key, x-ukemi-*. Others may be present and are ignored.
	Headers classify.Headers
	// Replayable: the whole body is at hand and can be sent again.
	Replayable bool
}

// Outcome is how one attempt ended.
type Outcome struct {
	// Verdict of a failed attempt; nil when it succeeded.
	Verdict *classify.Verdict
	// Status that the upstream sent; 0 when no HTTP answer came.
	Status int
	// Sent reports whether the request may have reached the upstream; false
	// only when it certainly did not (the connection was refused).
	Sent bool
	// Elapsed since the call began, when this attempt had ended.
	Elapsed Millis
}

// State of one call between attempts: a plain value that the driver carries.
// Its zero value is the state before the first attempt.
type State struct {
	// Attempts so far, oldest first.
	Attempts []Attempt `json:"attempts"`
	// Ambiguous attempts that were resent: their work may have been done and
	// billed.
	Ambiguous int `json:"ambiguous"`
}

// Attempt is one line of the trail.
type Attempt struct {
	// Status of the answer; 0 when none came.
	Status int            `json:"status"`
	Class  classify.Class `json:"class"`
	// Wait after this attempt and its Source ("backoff", "retry-after", …);
	// 0 and "" after the last one.
	Wait   Millis `json:"wait"`
	Source string `json:"source"`
}

// Action is what the driver does next.
type Action string

const (
	// Deliver the answer that came: a success, or a failure that is final.
	Deliver Action = "deliver"
	// Resend the same request after Decision.Wait.
	Resend Action = "resend"
)

// Decision is what to do, and why.
type Decision struct {
	Action Action
	// Wait before a Resend.
	Wait Millis
	// Reason, one of the Reason constants.
	Reason string

	source string // of the wait
}

// Reasons of decisions. Public and never renamed.
const (
	ReasonSuccess       = "success"
	ReasonRetry         = "retry"
	ReasonAdvise        = "advise"          // this layer never resends
	ReasonFinal         = "not-retryable"   // no retry would help
	ReasonMaxAttempts   = "max-attempts"    // the policy grants no more, or the SDK above retries
	ReasonMaxRetryAfter = "max-retry-after" // the stated wait is too long to be waited for
	ReasonMaxElapsed    = "max-elapsed"     // the wait would not fit into the deadline
	ReasonNotReplayable = "not-replayable"  // the body was streamed and is gone
	ReasonNotRepeatable = "not-idempotent"  // it may have done its work, and twice would harm
)

// Decide what follows on an attempt. random is in [0, 1).
func (p Policy) Decide(s State, r Request, o Outcome, random float64) (State, Decision) {
	a := Attempt{Status: o.Status}
	if o.Verdict != nil {
		a.Class = o.Verdict.Class
	}
	d := p.next(s, r, o, random)
	if d.Action == Resend {
		a.Wait, a.Source = d.Wait, d.source
		if ambiguous(o) {
			s.Ambiguous++
		}
	}
	// A new slice: states are values, and an earlier one may still be in use.
	s.Attempts = append(s.Attempts[:len(s.Attempts):len(s.Attempts)], a)
	return s, d
}

// next is the policy itself: the first reason to stop wins.
func (p Policy) next(s State, r Request, o Outcome, random float64) Decision {
	stop := func(reason string) Decision { return Decision{Action: Deliver, Reason: reason} }
	switch {
	case o.Verdict == nil:
		return stop(ReasonSuccess)
	case !o.Verdict.Retry:
		return stop(ReasonFinal)
	case p.Mode == Advise:
		return stop(ReasonAdvise)
	case len(s.Attempts)+1 >= p.attempts(r):
		return stop(ReasonMaxAttempts)
	case !r.Replayable:
		return stop(ReasonNotReplayable)
	case ambiguous(o) && !repeatable(r):
		return stop(ReasonNotRepeatable)
	case o.Verdict.Wait.After > p.MaxRetryAfter:
		return stop(ReasonMaxRetryAfter)
	}
	wait, source := p.wait(len(s.Attempts), o.Verdict.Wait, random)
	if o.Elapsed+wait > p.deadline(r) {
		return stop(ReasonMaxElapsed)
	}
	return Decision{Action: Resend, Wait: wait, Reason: ReasonRetry, source: source}
}
