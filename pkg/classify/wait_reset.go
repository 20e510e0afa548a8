// Reset headers: they tell when a bucket refills, which is a wait only where
// the bucket is empty.

package classify

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
)

// resetHeaders finds the wait of the IETF's RateLimit fields, then of the
// vendors' reset headers; of several empty buckets the last to refill counts.
func resetHeaders(rd *parsed) (wait Millis, name string) {
	if value := rd.headers.Get("ratelimit"); value != "" {
		if ms, ok := rateLimitField(value); ok {
			return ms, "ratelimit"
		}
	}
	for _, h := range rd.headers {
		lower := letters.Lower(h.Name)
		i := strings.Index(lower, "reset")
		if i < 0 {
			continue
		}
		if used, ok := parseNumber(rd.headers.Get(lower[:i] + "used-percent")); ok { // of Codex: x-codex-primary-reset-after-seconds
			if s, ok := parseNumber(h.Value); ok && used >= 100 && s > 0 && strings.HasSuffix(lower, "-after-seconds") && toMillis(s*1000) > wait {
				wait, name = toMillis(s*1000), lower
			}
			continue
		}
		if strings.Index(lower, "rate") < 0 {
			continue
		}
		of := strings.TrimPrefix(lower[i+len("reset"):], "-after")
		remaining := rd.headers.Get(lower[:i] + "remaining" + of)
		if n, ok := parseNumber(remaining); (!ok || n > 0) && !(remaining == "" && rd.realStatus() == 429) { // Azure sends the reset alone
			continue
		}
		if ms, ok := parseReset(h.Value, &rd.clock); ok && ms > wait {
			wait, name = ms, lower
		}
	}
	return wait, name
}

// parseReset reads "6m0s", "12ms", plain seconds, RFC 3339, epoch s or ms.
func parseReset(s string, now *clock) (Millis, bool) {
	s = strings.TrimSpace(s)
	if n, ok := parseNumber(s); ok {
		return fromNow(n, now)
	}
	if t, ok := parseDate(s); ok {
		return now.until(t)
	}
	return parseDuration(s)
}

// rateLimitField reads draft-ietf-httpapi-ratelimit-headers: `"default";r=0;t=55`
// and the older `limit=10, remaining=0, reset=55`.
func rateLimitField(s string) (Millis, bool) {
	param := func(name string) (float64, bool) {
		for _, part := range appendFields(nil, s, ";, ") {
			if value, ok := strings.CutPrefix(part, name+"="); ok {
				return parseNumber(value)
			}
		}
		return 0, false
	}
	for _, names := range [...][2]string{{"r", "t"}, {"remaining", "reset"}} {
		left, ok1 := param(names[0])
		seconds, ok2 := param(names[1])
		if ok1 && ok2 && left == 0 {
			return toMillis(seconds * 1000), true
		}
	}
	return 0, false
}

// limits reports whether an answer with this status can be a limiter's; others
// bear its headers, too.
func limits(status int) bool {
	return status < 400 || status >= 500 || status == 402 || status == 403 || status == 429
}
