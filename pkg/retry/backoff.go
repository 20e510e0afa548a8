// How long to wait before a retry. Randomness is an argument.

package retry

import "github.com/ukemi-dev/ukemi/pkg/classify"

// backoff is the wait of our own before retry n (from 0):
//
//	v = min(MaxBackoff, InitialBackoff · BackoffMultiplierⁿ)
//	v · (1 − Jitter + Jitter · random)
//
// With the defaults: 250–500 ms, 0.5–1 s, 1–2 s, 2–4 s, 4–8 s, 4–8 s …
func (p Policy) backoff(n int, random float64) Millis {
	v := float64(p.InitialBackoff)
	for range n {
		if v *= p.BackoffMultiplier; v >= float64(p.MaxBackoff) {
			break
		}
	}
	v = min(v, float64(p.MaxBackoff))
	return Millis(v * (1 - p.Jitter + p.Jitter*random))
}

// wait before the next attempt: never earlier than stated, spread over a tenth
// of it (at most a second), so that callers that got the same wait do not come back as
// one herd.
func (p Policy) wait(n int, stated classify.Wait, random float64) Decision {
	own := p.backoff(n, random)
	d := Decision{Action: Resend, Reason: ReasonRetry, Wait: own, base: own, source: "backoff"}
	if stated.Stated() {
		d.base, d.source = max(stated.After, own), stated.Source
		d.Wait = d.base + Millis(min(1000, float64(stated.After)/10)*random)
	}
	return d
}
