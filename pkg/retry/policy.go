// Package retry decides what to do about a failed attempt: deliver the
// failure, send the request again after a wait, or send it to another model.
//
// One pure function decides; drivers only act on it:
//
//	(policy, state, verdict of this attempt, random) → (state', decision)
//
// Clock and randomness are arguments, so every timeline can be replayed,
// tested and drawn. An attempt is one request sent upstream, the first one
// counts; a retry is every attempt but the first.
//
// This file holds the policy: every number, its default and its bounds.
package retry

import "github.com/ukemi-dev/ukemi/pkg/classify"

// Millis is a length of time in milliseconds.
type Millis = classify.Millis

// Mode says who resends: this layer, or the SDK above it.
type Mode string

const (
	// Own: this layer resends. The default of the edge and of plain fetch.
	Own Mode = "own"
	// Advise: never resend; classify, normalize, and set the headers that
	// make the SDK above do the right thing.
	Advise Mode = "advise"
)

// Policy holds the numbers. The zero value is not useful; start from Default.
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
	// MaxRetryAfter: a stated wait above it is not waited for but told at once.
	MaxRetryAfter Millis `json:"maxRetryAfter"`
	// MaxElapsed bounds all waiting and attempts before the first byte goes
	// downstream; a wait that does not fit is not begun.
	MaxElapsed Millis `json:"maxElapsed"`
	// FirstEventTimeout of a streamed answer; headers alone prove nothing.
	FirstEventTimeout Millis `json:"firstEventTimeout"`
	// ResponseTimeout of an answer that is not streamed.
	ResponseTimeout Millis `json:"responseTimeout"`
	// StreamIdleTimeout between two events of a stream.
	StreamIdleTimeout Millis `json:"streamIdleTimeout"`
}

// Default is the policy of the contract; POLICY names each number's source.
func Default() Policy {
	return Policy{
		Mode:              Own,
		MaxAttempts:       4,
		InitialBackoff:    500,
		BackoffMultiplier: 2,
		MaxBackoff:        8_000,
		Jitter:            0.5,
		MaxRetryAfter:     60_000,
		MaxElapsed:        120_000,
		FirstEventTimeout: 30_000,
		ResponseTimeout:   300_000,
		StreamIdleTimeout: 30_000,
	}
}
