// Package retry decides what to do about a failed attempt: deliver the
// failure, send the request again after a wait, or send it to another model.
//
// Two pure functions decide; drivers only act on them:
//
//	Begin   (policy, health, request, now) → (state, health')
//	Decide  (policy, state, health, request, outcome of this attempt, now, random)
//	          → (state', health', decision)
//
// State is what one call went through, Health what an instance knows of its
// upstreams. Both are plain values that the driver carries. Clock and
// randomness are arguments, so every timeline can be replayed, tested and
// drawn (Simulate). An attempt is one request sent upstream, the first one
// counts; a retry sends the same request again, a switch asks another model.
//
// This file holds the policy: every number, its default and its meaning.
package retry

import "github.com/ukemi-dev/ukemi/pkg/classify"

// Millis is a length of time in milliseconds.
type Millis = classify.Millis

// Mode is the layer that resends: this one, or the SDK above it.
type Mode string

const (
	// Own: this layer resends. The default of the edge and of plain fetch.
	Own Mode = "own"
	// Advise: never resend; classify, normalize, and set the headers that
	// make the SDK above do the right thing.
	Advise Mode = "advise"
)

// Policy holds the numbers. A whole one is Default, or a partial one completed
// by WithDefaults; the zero value is not useful by itself.
type Policy struct {
	Mode Mode `json:"mode"`
	// MaxAttempts, the first one included: 1 to 5.
	MaxAttempts int `json:"maxAttempts"`
	// Backoff before retry n (from 0): v = min(MaxBackoff, InitialBackoff ·
	// BackoffMultiplierⁿ), then v·(1 − Jitter + Jitter·random).
	InitialBackoff    Millis  `json:"initialBackoff"`
	BackoffMultiplier float64 `json:"backoffMultiplier"`
	MaxBackoff        Millis  `json:"maxBackoff"`
	// Jitter from 0 (none) over 0.5 (equal) to 1 (full).
	Jitter float64 `json:"jitter"`
	// MaxRetryAfter: after a longer stated wait the error is delivered at once.
	MaxRetryAfter Millis `json:"maxRetryAfter"`
	// MaxElapsed bounds all waiting and attempts before the first byte goes
	// downstream; a wait that does not fit is not begun.
	MaxElapsed Millis `json:"maxElapsed"`
	// FirstEventTimeout of a streamed answer, until its first byte; headers alone
	// prove nothing. 0 learns it from what the model lately took (see Pace), and
	// applies it only where there is another model to ask.
	FirstEventTimeout Millis `json:"firstEventTimeout"`
	// ResponseTimeout until the headers of any answer.
	ResponseTimeout Millis `json:"responseTimeout"`
	// StreamIdleTimeout between two chunks of a stream; a ping is one.
	StreamIdleTimeout Millis `json:"streamIdleTimeout"`
	// MaxTimeout is the longest time that a request may ask for with
	// x-ukemi-timeout and x-ukemi-first-event-timeout.
	MaxTimeout Millis `json:"maxTimeout"`
	// Heartbeat is how long the caller of a stream receives nothing before it gets
	// a comment, and how often; 0 sends none.
	Heartbeat Millis `json:"heartbeat"`
	// MaxHeld is how many bytes of a stream are held: of what comes before its
	// first content, and of one event. Beyond it they flow on unread.
	MaxHeld int `json:"maxHeld"`
	// Stream is how much of a stream is read. Resume is which interrupted answers
	// another attempt resumes.
	Stream StreamMode `json:"stream"`
	Resume ResumeMode `json:"resume"`
	// Cure is whether fixes that errors name are made or reported.
	Cure CureMode `json:"cure"`
	// Pace is whether a call waits for its turn while a rate limit is known to be
	// reached (see Limit).
	Pace bool `json:"pace"`
	// RetryBudget bounds the load that retries add (see Budget); 0 is no bound.
	RetryBudget int `json:"retryBudget"`
	// BreakerFailures in a row open the breaker of a model (see Breaker); 0 is
	// no breaker.
	BreakerFailures int `json:"breakerFailures"`
	// Fallbacks name the models to switch to (see Routes).
	Fallbacks Routes `json:"fallbacks"`
}

// Default is the whole policy with the default of every parameter.
func Default() Policy {
	p := Policy{Mode: Own, Stream: StreamWatch, Resume: ResumeDeterministic, Cure: CureReport}
	for i, f := range p.fields() {
		f.set(parameters[i].Default)
	}
	return p
}
