// Members that state a wait, found by the words in their names: retryDelay,
// retryAfterSeconds, resets_in_seconds, retry_in, wait_ms, reset_at.

package classify

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
)

// Parts of members' names, in the form of keyNames: of those that hold a length
// of time, and of those that hold a point in time.
const (
	lengthNames = "retryafter|retryin|retrydelay|retrywait|resetafter|resetin|resetsin|waitfor|waittime|waits|waitms|waitmin|" +
		"cooldown|availablein|tryagainin|clearsin|untilreset|untilretry|untilavailable|refreshin|refreshesin"
	pointNames = "resetat|resetsat|resettime|resetdate|retryat|availableat|nextreset|retryuntil|resetson|refreshat|refreshesat"
)

// members takes what JSON members state: signal 5 and its like.
func (b *bound) members(rd *parsed) {
	for i := len(rd.objects) - 1; i >= 0; i-- {
		facts := rd.objects[i].fields
		for j := range facts {
			b.member(&facts[j], rd)
		}
	}
}

func (b *bound) member(f *field, rd *parsed) {
	if len(f.key) > 40 || len(f.value) > 40 || f.value == "" || !isDigit(f.value[0]) {
		return
	}
	var plain [40]byte
	name := string(appendKey(plain[:0], f.key))
	switch {
	case name == "seconds":
		s, ok := parseNumber(f.value)
		b.take(toMillis(s*1000), ok && strings.HasSuffix(plainKey(f.path), "retrydelay"), googleRetryInfo, *f)
	case name == "retrydelay":
		ms, ok := lengthOfWait(name, f.value, rd)
		b.take(ms, ok, googleRetryInfo, *f)
	case strings.HasPrefix(name, "max"), strings.HasPrefix(name, "total"), strings.HasPrefix(name, "initial"): // what a client has set or done
	case holdsOne(name, lengthNames):
		ms, ok := lengthOfWait(name, f.value, rd)
		b.take(ms, ok, f.key, *f)
	case holdsOne(name, pointNames):
		ms, ok := parseReset(f.value, &rd.clock)
		b.take(ms, ok, f.key, *f)
	}
}

// googleRetryInfo is the public name of google.rpc.RetryInfo's wait.
const googleRetryInfo = "google-retry-info"

// holdsOne reports whether one of the parts occurs in a name.
func holdsOne(name, parts string) bool {
	for parts != "" {
		var part string
		part, parts = letters.CutBar(parts)
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}

// lengthOfWait reads a member's value in the unit that its name ends with, else
// in the one that its size suggests.
func lengthOfWait(name, value string, rd *parsed) (Millis, bool) {
	n, ok := parseNumber(value)
	if !ok {
		return parseRetryAfter(value, &rd.clock)
	}
	switch {
	case hasOneSuffix(name, "ms|millis|milliseconds|msec"):
		return toMillis(n), true
	case hasOneSuffix(name, "minutes|mins|min"):
		return toMillis(n * 60e3), true
	case hasOneSuffix(name, "hours"):
		return toMillis(n * 3600e3), true
	case hasOneSuffix(name, "seconds|secs|sec"):
		return toMillis(n * 1000), true
	case n >= 5000 && n < 1e7 && int(n)%1000 == 0 && int(n)%3600 != 0: // 30000: nobody rounds seconds to thousands
		return toMillis(n), true
	}
	return fromNow(n, &rd.clock)
}

func hasOneSuffix(name, suffixes string) bool {
	for suffixes != "" {
		var s string
		s, suffixes = letters.CutBar(suffixes)
		if strings.HasSuffix(name, s) {
			return true
		}
	}
	return false
}

// lostMember looks for a member in structures that broke on the way, so that no
// object was read: lost escapes, boxes around lines, protobuf's text format.
func (b *bound) lostMember(rd *parsed) {
	lower := rd.excerpt().lower
	for _, name := range [...]string{"retrydelay", "retry_delay", "retryafter", "retry_after"} {
		i := strings.LastIndex(lower, name)
		if i < 0 {
			continue
		}
		rest := betweenValues(lower[i+len(name):])
		unit, _ := strings.CutPrefix(rest, "seconds")
		seconds := len(unit) < len(rest)
		if rest = betweenValues(unit); rest == "" || !isDigit(rest[0]) {
			continue
		}
		at := field{key: name, value: letters.Clip(rest, 24)}
		ms, taken := durationPrefix(rest[:min(len(rest), 40)])
		if end := numberEnd(rest); taken == 0 && (seconds || strings.HasPrefix(name, "retry") && strings.HasSuffix(name, "after")) {
			n, _ := parseNumber(rest[:end])
			ms, taken = toMillis(n*1000), end
		}
		at.value = rest[:taken]
		b.take(ms, taken > 0, name, at)
	}
}

// betweenValues skips what stands between a member's name and its value.
func betweenValues(s string) string {
	s = s[:min(len(s), 320)]
	return strings.TrimLeft(s, " \t\r\n\"'`\\:={│|┃")
}

func numberEnd(s string) (end int) {
	for end < len(s) && (isDigit(s[end]) || s[end] == '.' && end+1 < len(s) && isDigit(s[end+1])) {
		end++
	}
	return end
}
