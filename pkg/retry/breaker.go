// The breaker: when to stop asking a model that keeps failing.

package retry

import (
	"math/bits"

	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// Breaker of one model at one upstream. It opens on Policy.BreakerFailures
// failures in a row, or when half of the last 20 attempts failed. While it is
// open the fallback is asked at once; a call without one goes through as a
// single attempt. After 10 s one call is the probe that closes or re-opens it;
// a probe that never comes back is replaced after 6 s, so that a model that
// recovered is never shut out for more than 16 s.
//
// What counts is a failure of the provider or the network; an error of the
// request or the account (a 4xx) is no failure of the model.
type Breaker struct {
	Upstream, Model string
	// ConsecutiveFailures failures, and the last attempts as bits, the newest lowest: 1
	// failed. Seen of them are meaningful.
	ConsecutiveFailures int
	Window              uint32
	Samples             int
	// OpenUntil is when the next probe may go; 0 while closed.
	OpenUntil Millis
}

const (
	breakerWindow = 20
	breakerOpen   = 10_000 // ms until a probe
	probeTime     = 6_000  // ms until the next one, should it not come back
)

// isUpstreamFailure reports whether an outcome counts against the model.
func isUpstreamFailure(o Outcome) bool {
	if o.Verdict == nil || o.Status >= 400 && o.Status < 500 {
		return false
	}
	switch o.Verdict.Class {
	case classify.Unavailable, classify.Overloaded, classify.ServerError, classify.Timeout, classify.Connection:
		return true
	}
	return false
}

// open reports whether calls should stay away.
func (b Breaker) open(now Millis) bool { return b.OpenUntil > now }

// record an attempt. probe is set for the one call that a half-open breaker let
// through: its failure keeps it open for another while, others' do not.
func (b *Breaker) record(failed, probe bool, limit int, now Millis) {
	if !failed {
		if b.OpenUntil != 0 {
			b.OpenUntil, b.Window, b.Samples = 0, 0, 0
		}
		b.ConsecutiveFailures = 0
		b.push(0)
		return
	}
	b.ConsecutiveFailures++
	b.push(1)
	half := b.Samples == breakerWindow && bits.OnesCount32(b.Window)*2 >= breakerWindow
	if (b.ConsecutiveFailures >= limit || half) && (b.OpenUntil == 0 || probe) {
		b.OpenUntil = now + breakerOpen
	}
}

func (b *Breaker) push(bit uint32) {
	b.Window = (b.Window<<1 | bit) & (1<<breakerWindow - 1)
	b.Samples = min(b.Samples+1, breakerWindow)
}

// isClean reports whether there is no failure among the last attempts, so that the
// breaker need not be stored.
func (b Breaker) isClean() bool { return b.Window == 0 && b.OpenUntil == 0 }
