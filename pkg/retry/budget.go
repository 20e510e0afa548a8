// The retry budget: how much load retries may add to an upstream that fails.

package retry

import "github.com/ukemi-dev/ukemi/pkg/classify"

// Budget is a bucket of tokens per upstream. A retry takes 10 of them (5 where
// the upstream throttled, because it did no work), a success at the first try
// brings 1 back, a success of a retry what that retry took, and time one a
// second. It starts full with Policy.RetryBudget tokens; when it is empty,
// nothing is resent.
//
// With it the upstream gets 1.05, 1.11, 1.24 and 1.00 times the offered load at
// failure rates of 5, 10, 30 and 100 %, instead of up to four times. The costs
// are those of the AWS SDKs' standard retry mode; the token a second is ours,
// after Finagle's reserve, so that a quiet deployment recovers by itself.
type Budget struct {
	Upstream string
	// Spent tokens, as of the time At.
	Spent float64
	At    Millis
}

const (
	retryCost     = 10
	throttledCost = 5
	refill        = 1.0 / 1000 // tokens a millisecond
)

// cost of a retry after an attempt that ended in this class.
func cost(c classify.Class) float64 {
	if c == classify.RateLimit || c == classify.Overloaded {
		return throttledCost
	}
	return retryCost
}

// spent tokens now.
func (b Budget) spent(now Millis) float64 {
	return max(0, b.Spent-refill*float64(max(0, now-b.At)))
}

// withdraw tokens for a retry from a bucket of the given size. It returns false if too
// few are left.
func (b *Budget) withdraw(tokens, size float64, now Millis) bool {
	spent := b.spent(now)
	if spent+tokens > size {
		return false
	}
	b.Spent, b.At = spent+tokens, now
	return true
}

// deposit tokens after a success.
func (b *Budget) deposit(tokens float64, now Millis) {
	b.Spent, b.At = max(0, b.spent(now)-tokens), now
}
