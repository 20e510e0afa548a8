// How long the server asks to be left alone: every signal of the policy's
// table, in its order. Signals 2–6 are lower bounds, of which the largest
// counts; 7–9 speak only where those are silent.

package classify

import (
	"math"
	"strconv"
	"strings"
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

// statedWait finds the wait that an answer states; words tells whether its
// messages count.
func statedWait(rd *reading, words bool) (Wait, fact) {
	var w Wait
	var at fact
	bound := func(ms Millis, ok bool, source string, f fact) {
		if ok && ms > 0 && ms > w.After {
			w, at = Wait{min(ms, maxWait), source}, f
		}
	}
	header := func(name string) (string, fact) {
		value := strings.TrimSpace(rd.headers.Get(name))
		return value, fact{field: "header " + name, value: value}
	}
	for _, name := range [...]string{"retry-after-ms", "x-ms-retry-after-ms", "x-amz-retry-after", "grpc-retry-pushback-ms"} {
		value, f := header(name)
		ms, ok := parseNumber(value)
		bound(toMillis(ms), ok, name, f)
	}
	value, f := header("retry-after")
	ms, ok := parseRetryAfter(value, rd.clock())
	bound(ms, ok, "retry-after", f)
	if f := rd.fact("retryDelay"); f.value != "" {
		ms, ok := parseDuration(f.value)
		bound(ms, ok, "google-retry-info", f)
	}
	if f := rd.fact("seconds"); strings.HasSuffix(f.field, "retryDelay.seconds") {
		s, ok := parseNumber(f.value)
		bound(toMillis(s*1000), ok, "google-retry-info", f)
	}
	for _, name := range [...]string{"retry_after", "retryAfter", "retry_after_seconds", "retry_after_ms"} {
		if f := rd.fact(name); f.value != "" {
			s, ok := parseNumber(f.value)
			if name != "retry_after_ms" {
				s *= 1000
			}
			bound(toMillis(s), ok, name, f)
		}
	}
	for _, f := range rd.allMessages() {
		if !words {
			break
		}
		ms, ok := waitInWords(f.value)
		bound(ms, ok, "message", f)
	}
	if w.Source == "" {
		ms, name := resetHeaders(rd)
		_, f := header(name)
		bound(ms, name != "", name, f)
	}
	if f := rd.fact("estimated_time"); w.Source == "" && f.value != "" {
		s, ok := parseNumber(f.value)
		bound(toMillis(s*1000), ok, "estimated_time", f)
	}
	return w, at
}

// clock is when the answer was made: its own Date, else the receiver's clock.
func (rd *reading) clock() Millis {
	if t, ok := parseDate(rd.headers.Get("date")); ok {
		return t
	}
	return rd.now
}

// allMessages are the words of every error object, and what stood outside.
func (rd *reading) allMessages() (all []fact) {
	for i := range rd.layers {
		if m := rd.layers[i].message; m.value != "" {
			all = append(all, m)
		}
		for _, f := range rd.layers[i].facts {
			if strings.IndexByte(f.value, ' ') > 0 {
				all = append(all, f)
			}
		}
	}
	return append(all, fact{field: "text", value: rd.words})
}

// parseRetryAfter reads seconds, an HTTP date, or what providers put there
// besides: epoch seconds, epoch milliseconds, Go durations.
func parseRetryAfter(s string, now Millis) (Millis, bool) {
	if s == "" {
		return 0, false
	}
	if n, ok := parseNumber(s); ok {
		return fromNow(n, now)
	}
	if t, ok := parseDate(s); ok {
		return t - now, now != 0
	}
	return parseDuration(s)
}

// fromNow takes a bare number as delta seconds below 10⁹, as epoch seconds
// below 10¹¹, and as epoch milliseconds above.
func fromNow(n float64, now Millis) (Millis, bool) {
	switch {
	case n < 1e9:
		return toMillis(n * 1000), true
	case n < 1e11:
		return toMillis(n*1000) - now, now != 0
	}
	return toMillis(n) - now, now != 0
}

func parseNumber(s string) (float64, bool) {
	s = strings.TrimSpace(s)
	if s == "" || !(isDigit(s[0]) || s[0] == '.') { // no sign, no NaN, no Inf
		return 0, false
	}
	n, err := strconv.ParseFloat(s, 64)
	return n, err == nil && n >= 0 && !math.IsInf(n, 0)
}

// toMillis rounds up: a wait is never undercut.
func toMillis(ms float64) Millis {
	if !(ms < float64(maxWait)*10000) {
		return maxWait
	}
	return Millis(math.Ceil(ms - 1e-6))
}

// units of durations, in milliseconds; longer names before their beginnings.
var units = [...]struct {
	name string
	ms   float64
}{
	{"milliseconds", 1}, {"millisecond", 1}, {"msec", 1}, {"ms", 1},
	{"minutes", 60e3}, {"minute", 60e3}, {"mins", 60e3}, {"min", 60e3}, {"m", 60e3},
	{"seconds", 1e3}, {"second", 1e3}, {"secs", 1e3}, {"sec", 1e3}, {"s", 1e3},
	{"hours", 3600e3}, {"hour", 3600e3}, {"hrs", 3600e3}, {"hr", 3600e3}, {"h", 3600e3},
	{"days", 86400e3}, {"day", 86400e3}, {"d", 86400e3},
	{"秒", 1e3}, {"分钟", 60e3}, {"分", 60e3}, {"小时", 3600e3}, {"секунд", 1e3}, {"сек", 1e3}, {"минут", 60e3},
}

// parseDuration reads "34.07s", "1m47.58s", "2h36m24s", "45 seconds".
func parseDuration(s string) (Millis, bool) {
	ms, n := durationPrefix(s)
	return ms, n > 0
}

// durationPrefix reads a duration at the beginning of s and says how many
// bytes it took; 0 when there is none. A number needs a unit.
func durationPrefix(s string) (total Millis, taken int) {
	sum := 0.0
	for i := 0; ; {
		j := i
		for j < len(s) && j < i+24 && (isDigit(s[j]) || s[j] == '.' && j+1 < len(s) && isDigit(s[j+1])) {
			j++
		}
		n, ok := parseNumber(s[i:j])
		if !ok {
			break
		}
		for j < len(s) && s[j] == ' ' {
			j++
		}
		ms, size := unit(s[j:])
		if size == 0 {
			break
		}
		sum += n * ms
		i = j + size
		taken = i
		for i < len(s) && (s[i] == ' ' || s[i] == ',') {
			i++
		}
	}
	return toMillis(sum), taken
}

func unit(s string) (ms float64, size int) {
	for _, u := range units {
		if len(s) >= len(u.name) && strings.EqualFold(s[:len(u.name)], u.name) {
			if n := len(u.name); n < len(s) && (s[n]|0x20 >= 'a' && s[n]|0x20 <= 'z') {
				continue
			}
			return u.ms, len(u.name)
		}
	}
	return 0, 0
}

// waitWords come right before a duration in a server's message. A client's
// own "Retrying in 5 seconds" is none of them.
var waitWords = [...]string{
	"try again in ", "try again after ", "retry after ", "please retry in ", "reset after ", "resets in ", "please wait ",
	"wait for ", "wait at least ", "retry your request after ", "available again in ", "retry again in ", "retry again after ", "wait about ", "reset in ",
	"请在 ", "请在", "请等待", "повторите через ", "попробуйте через ", "retrydelay: ",
}

// waitInWords finds the wait that a message states.
func waitInWords(message string) (found Millis, ok bool) {
	if len(message) > maxWords*4 {
		message = message[:maxWords*4]
	}
	lower := strings.ToLower(message)
	for _, words := range waitWords {
		for rest := lower; ; {
			i := strings.Index(rest, words)
			if i < 0 {
				break
			}
			rest = rest[i+len(words):]
			if ms, taken := durationPrefix(strings.TrimLeft(rest[:min(len(rest), 80)], " ~\"'`")); taken > 0 && ms > found {
				found, ok = ms, true
			}
		}
	}
	return found, ok
}
