// A policy as a program gives it: it states what it changes, and leaves the
// rest to Default.

package retry

// WithDefaults returns a whole policy: every field that is zero takes Default's
// value, every other stays. Where 0 has a meaning of its own in a whole policy,
// a negative number says it: Jitter, MaxRetryAfter, RetryBudget and
// BreakerFailures below zero become 0, which is none.
//
// It is for policies that are to be completed, once. What it returns is
// complete, and a 0 in it means 0.
func (p Policy) WithDefaults() Policy {
	d := Default()
	p.Mode = or(p.Mode, d.Mode)
	p.MaxAttempts = or(p.MaxAttempts, d.MaxAttempts)
	p.InitialBackoff = or(p.InitialBackoff, d.InitialBackoff)
	p.BackoffMultiplier = or(p.BackoffMultiplier, d.BackoffMultiplier)
	p.MaxBackoff = or(p.MaxBackoff, max(d.MaxBackoff, p.InitialBackoff))
	p.Jitter = max(0, or(p.Jitter, d.Jitter))
	p.MaxRetryAfter = max(0, or(p.MaxRetryAfter, d.MaxRetryAfter))
	p.MaxElapsed = or(p.MaxElapsed, d.MaxElapsed)
	p.FirstEventTimeout = or(p.FirstEventTimeout, d.FirstEventTimeout)
	p.ResponseTimeout = or(p.ResponseTimeout, d.ResponseTimeout)
	p.StreamIdleTimeout = or(p.StreamIdleTimeout, d.StreamIdleTimeout)
	p.MaxTimeout = or(p.MaxTimeout, d.MaxTimeout)
	p.MaxHeld = or(p.MaxHeld, d.MaxHeld)
	p.Stream = or(p.Stream, d.Stream)
	p.Resume = or(p.Resume, d.Resume)
	p.RetryBudget = max(0, or(p.RetryBudget, d.RetryBudget))
	p.BreakerFailures = max(0, or(p.BreakerFailures, d.BreakerFailures))
	return p
}

// or is the value, or, where that is zero, the other.
func or[T comparable](value, other T) T {
	var zero T
	if value == zero {
		return other
	}
	return value
}
