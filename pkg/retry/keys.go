// Keys: which of several keys for the same model is used, and what is remembered of
// one that is throttled, out of quota or refused.

package retry

import "github.com/ukemi-dev/ukemi/pkg/classify"

// RestingKey is a key that is not used for a model for a while, where another one can
// be. Limits, and what a key may use, differ by model.
type RestingKey struct {
	Upstream string `json:"upstream"`
	Model    string `json:"model"`
	// Key is the name of the setting that holds it, or a fingerprint of the
	// credentials that a caller sent.
	Key string `json:"key"`
	// Until then another key is used. After that, one call tries this one again.
	Until Millis `json:"until"`
}

const (
	throttledTime = 10_000    // ms that a key rests after a rate limit without a stated wait
	exhaustedTime = 600_000   // ms that it rests after another refusal
	maxKeyTime    = 3_600_000 // a limit may be raised before the stated wait has passed
	maxHintedRest = 60_000    // that a key rests because of a hint, from when the hint was made
)

// keyTime returns how long a key rests after an attempt; 0 where the failure is not
// the key's.
func keyTime(o Outcome) (rest Millis) {
	if o.Verdict == nil {
		return 0
	}
	switch o.Verdict.Class {
	case classify.RateLimit:
		rest = throttledTime
	case classify.QuotaExhausted, classify.Billing, classify.Authentication:
		rest = exhaustedTime
	default:
		return 0
	}
	if stated := o.Verdict.Wait.After; stated > 0 {
		rest = min(stated, maxKeyTime)
	}
	return rest
}

// key of a target: the name of its setting, or the fingerprint of the caller's own.
func (t target) key() string {
	if t.fallback.Key == "" && t.fallback.Upstream == "" {
		return t.callerKey
	}
	return t.fallback.Key
}

// isSamePool reports whether two targets are the same model at the same upstream.
func (t target) isSamePool(other target) bool {
	return t.upstream == other.upstream && t.model == other.model
}

// isPooled reports whether there is another key for a target.
func isPooled(targets []target, t target) bool {
	for _, other := range targets {
		if other.isSamePool(t) && other.key() != t.key() {
			return true
		}
	}
	return false
}

func (k RestingKey) isOf(t target) bool {
	return k.Upstream == t.upstream && k.Key == t.key() && k.Model == t.model
}

// rests returns until when the key of a target is not used; 0 where nothing is known.
func (h Health) rests(t target, now Millis) (until Millis) {
	for _, k := range h.Keys {
		if k.isOf(t) {
			until = k.Until
		}
	}
	if !h.Hint.isCurrent(now) {
		return until
	}
	for _, k := range h.Hint.Keys {
		if k.isOf(t) && k.Until > now {
			until = max(until, min(k.Until, h.Hint.At+maxHintedRest))
		}
	}
	return until
}

// withKey notes until when the key of a target is not used; 0 forgets it.
func (h Health) withKey(t target, until Millis, now Millis) Health {
	keys := make([]RestingKey, 0, len(h.Keys)+1)
	for _, k := range h.Keys {
		if !k.isOf(t) && k.Until+exhaustedTime > now { // a caller may never come back
			keys = append(keys, k)
		}
	}
	if until > 0 {
		keys = append(keys, RestingKey{Upstream: t.upstream, Model: t.model, Key: t.key(), Until: until})
	}
	for i := 0; len(keys) > maxKnown; i++ { // those of callers make room first
		if i == len(keys) {
			keys = keys[len(keys)-maxKnown:]
		} else if isFingerprint(keys[i].Key) {
			keys = append(keys[:i], keys[i+1:]...)
			i--
		}
	}
	h.Keys = keys
	return h
}

// isFree reports whether the key of a target may be used now. Once it has rested, one
// call tries it; the others wait for that one.
func (h Health) isFree(t target, targets []target, now Millis) (Health, bool) {
	until := h.rests(t, now)
	if until == 0 || !isPooled(targets, t) {
		return h, true
	}
	if until > now {
		return h, false
	}
	return h.withKey(t, now+probeTime, now), true
}

// recordKey updates what is known of the key of an attempt.
func (p Policy) recordKey(in *DecideInput, t target, targets []target) {
	rest := keyTime(in.Outcome)
	switch {
	case in.Outcome.Verdict == nil && len(in.Health.Keys) > 0:
		in.Health = in.Health.withKey(t, 0, in.Moment.Now)
	case rest > 0 && p.Mode == Own && isPooled(targets, t) && mayUseOtherKey(in.Request, in.State, in.Outcome):
		in.Health = in.Health.withKey(t, in.Moment.Now+rest, in.Moment.Now)
	}
}

// mayUseOtherKey reports whether another key may be used instead of the one that was
// refused. A caller that sent a wrong key of its own does not get the deployment's,
// except where both belong to the same program.
func mayUseOtherKey(r Request, s State, o Outcome) bool {
	switch o.Verdict.Class {
	case classify.Authentication, classify.Permission:
		return s.Target > 0 || r.OwnsKeys
	}
	return true
}

// nextKey returns the switch to the next key of the same model, where the failure is
// that of the key; else a decision without an action. No wait and no retry come first.
func (p Policy) nextKey(in *DecideInput, targets []target) (d Decision) {
	if keyTime(in.Outcome) > 0 {
		d = p.switchTarget(in, Decision{Reason: ReasonOtherKey}, targets, true)
	}
	return d
}

// soonestKey returns the index of the key that is due first, where all keys of the
// requested model are throttled, and none for longer than a call may wait; else −1.
func (p Policy) soonestKey(h Health, targets []target, now Millis) int {
	soonest := -1
	for i, t := range targets {
		if !t.isSamePool(targets[0]) || h.breaker(t).open(now) {
			continue
		}
		until := h.rests(t, now)
		if until-now <= p.MaxRetryAfter && (soonest < 0 || until < h.rests(targets[soonest], now)) {
			soonest = i
		}
	}
	return soonest
}

// isFingerprint reports whether a key is a caller's own.
func isFingerprint(key string) bool { return key == "" || key[0] == '#' }

// Fingerprint returns a short hash of a caller's credentials, under which their rest is
// remembered without them.
func Fingerprint(credentials string) string {
	hash := uint64(14695981039346656037) // FNV-1a
	for i := range len(credentials) {
		hash = (hash ^ uint64(credentials[i])) * 1099511628211
	}
	out := []byte{'#'}
	for range 13 {
		out = append(out, "0123456789abcdefghijklmnopqrstuv"[hash&31])
		hash >>= 5
	}
	return string(out)
}
