// A policy as a program gives it: it states what it changes, and leaves the
// rest to Default.

package retry

// WithDefaults returns a whole policy: every field that is zero takes Default's
// value, every other stays. Where 0 has a meaning of its own in a whole policy,
// a negative number states it: Jitter, MaxRetryAfter, RetryBudget and
// BreakerFailures below zero become 0, which is none.
//
// It is for policies that are to be completed, once. What it returns is
// complete, and a 0 in it means 0.
func (p Policy) WithDefaults() Policy {
	d, unset := Default(), p.MaxBackoff == 0
	p.Mode = or(p.Mode, d.Mode)
	p.Stream = or(p.Stream, d.Stream)
	p.Cure = or(p.Cure, CureReport)
	p.Resume = or(p.Resume, d.Resume)
	for i, f := range p.fields() {
		switch value := f.get(); {
		case value == 0:
			f.set(parameters[i].Default)
		case value < 0 && parameters[i].hasNone():
			f.set(0)
		}
	}
	if unset { // the default may be below a long InitialBackoff
		p.MaxBackoff = max(p.MaxBackoff, p.InitialBackoff)
	}
	return p
}

// Stated returns a whole policy in the form that WithDefaults completes to the
// same policy: a 0 that is a value of its own becomes a negative number.
func (p Policy) Stated() Policy {
	for i, f := range p.fields() {
		if f.get() == 0 && parameters[i].hasNone() {
			f.set(-1)
		}
	}
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
