// The stated wait of an answer. A new wait header belongs into header; the order
// of all sources is that of statedWait. Members, phrases and reset headers are in
// wait_*.go. The longest wait counts; a reset header and estimated_time count only
// if nothing else states one.

package classify

import (
	"math"
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/internal/letters"
)

// maxWait is where a stated wait stops making sense: 400 days. What is longer
// is a mistake or hostile, and is cut.
const maxWait = Millis(400 * 86_400_000)

// waiting reports whether time alone may mend an error of this class. Elsewhere
// "try again in 15 minutes" means: once you have done something.
func (c Class) waiting() bool {
	switch c {
	case InvalidRequest, ContextLength, RequestTooLarge, ContentFiltered, Authentication, Permission, ModelNotFound, NotFound:
		return false
	}
	return true
}

// bound keeps the largest of several lower bounds, and where it stood.
type bound struct {
	Wait
	at    field
	known bool // it was looked for
}

func (b *bound) take(ms Millis, ok bool, source string, at field) {
	if ok && ms > 0 && ms > b.After {
		b.Wait, b.at = Wait{min(ms, maxWait), source}, at
	}
}

// statedWait finds the wait that an answer states; words tells whether its messages
// count. It is asked for twice, mostly for the same.
func statedWait(rd *parsed, words bool) *bound {
	b := &rd.waits[pick(words, 1, 0)]
	if b.known {
		return b
	}
	b.known = true
	for i := range rd.headers {
		b.header(&rd.headers[i], rd)
	}
	b.members(rd)
	for i := range rd.passages {
		if s := &rd.passages[i]; words {
			ms, ok := waitInWords(s.lower)
			b.take(ms, ok, "message", s.field)
		}
	}
	if !b.Stated() && rd.paste {
		b.lostMember(rd)
	}
	if !b.Stated() && words && limits(rd.realStatus()) {
		ms, name := resetHeaders(rd)
		b.take(ms, name != "", name, field{path: inHeader, key: name, value: strings.TrimSpace(rd.headers.Get(name))})
	}
	if f := rd.leaf("estimated_time"); !b.Stated() && f.value != "" {
		s, ok := parseNumber(f.value)
		b.take(toMillis(s*1000), ok, f.key, f)
	}
	return b
}

// header takes signals 2 to 4 of the policy's table, and retry-after as a part of
// a vendor's name: x-ratelimit-retry-after.
func (b *bound) header(h *Header, rd *parsed) {
	for _, name := range [...]string{"retry-after-ms", "x-ms-retry-after-ms", "x-amz-retry-after", "grpc-retry-pushback-ms"} {
		if equalFold(h.Name, name) {
			at := field{path: inHeader, key: name, value: strings.TrimSpace(h.Value)}
			ms, ok := parseNumber(at.value)
			b.take(toMillis(ms), ok, name, at)
			return
		}
	}
	if holdsFold(h.Name, "retry-after") {
		at := field{path: inHeader, key: letters.Lower(h.Name), value: strings.TrimSpace(h.Value)}
		ms, ok := parseRetryAfter(at.value, &rd.clock)
		b.take(ms, ok, at.key, at)
	}
}

// holdsFold reports whether a name holds a part, whatever the case of its letters.
func holdsFold(name, part string) bool {
	for i := 0; i+len(part) <= len(name); i++ {
		if name[i]|0x20 == part[0] && letters.HasPrefixFold(name[i:], part) {
			return true
		}
	}
	return false
}

// clock is when an answer was made: its own Date, else the receiver's clock.
type clock struct {
	headers Headers // of the HTTP answer
	now     Millis  // the receiver's, 0 when unknown
}

// until returns the time from then to another time.
func (c *clock) until(then Millis) (Millis, bool) {
	made, ok := parseDate(c.headers.Get("date"))
	if !ok {
		made = c.now
	}
	return then - made, made != 0
}

// parseRetryAfter reads seconds, an HTTP date, or what providers put there
// besides: epoch seconds, epoch milliseconds, Go durations.
func parseRetryAfter(s string, now *clock) (Millis, bool) {
	if s == "" {
		return 0, false
	}
	if n, ok := parseNumber(s); ok {
		return fromNow(n, now)
	}
	if t, ok := parseDate(s); ok {
		return now.until(t)
	}
	if ms, ok := parseDuration(s); ok {
		return ms, true
	}
	number, _, remark := strings.Cut(s, "  ") // what a person wrote beside it
	if n, ok := parseNumber(number); ok && remark {
		return fromNow(n, now)
	}
	return 0, false
}

// fromNow takes a bare number as delta seconds below 10⁹, as epoch seconds
// below 10¹¹, and as epoch milliseconds above.
func fromNow(n float64, now *clock) (Millis, bool) {
	switch {
	case n < 1e9:
		return toMillis(n * 1000), true
	case n < 1e11:
		return now.until(toMillis(n * 1000))
	}
	return now.until(toMillis(n))
}

func parseNumber(s string) (float64, bool) {
	s = strings.TrimSpace(s)
	if s == "" || !(isDigit(s[0]) || s[0] == '.') { // no sign, no NaN, no Inf
		return 0, false
	}
	return jsonish.ParseFloat(s)
}

// toMillis rounds up: a wait is never undercut.
func toMillis(ms float64) Millis {
	if !(ms < float64(maxWait)*10000) {
		return maxWait
	}
	return Millis(math.Ceil(ms - 1e-6))
}
