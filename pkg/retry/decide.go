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
	// Reason in kebab-case, for logs and the playground: "success",
	// "not-retryable", "max-attempts", "max-retry-after", "max-elapsed",
	// "not-replayable", "not-idempotent", "advise", "should-retry-false",
	// "retry".
	Reason string
}
