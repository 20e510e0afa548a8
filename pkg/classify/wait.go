// How long the server asks to be left alone: every signal of the policy's
// table, in its order. Signals 2–6 are lower bounds, of which the largest
// counts; 7–9 speak only where those are silent.

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
	at fact
}

func (b *bound) take(ms Millis, ok bool, source string, at fact) {
	if ok && ms > 0 && ms > b.After {
		b.Wait, b.at = Wait{min(ms, maxWait), source}, at
	}
}

// statedWait finds the wait that an answer states; words tells whether its
// messages count.
func statedWait(rd *reading, words bool) (Wait, fact) {
	var b bound
	for i := range rd.headers {
		if h := &rd.headers[i]; len(h.Name) <= len("grpc-retry-pushback-ms") {
			b.header(h, rd)
		}
	}
	b.members(rd)
	for i := range rd.said {
		if s := &rd.said[i]; words && s.of[inWaits].any() {
			ms, ok := waitInWords(s.lower)
			b.take(ms, ok, "message", s.fact)
		}
	}
	if !b.Stated() {
		ms, name := resetHeaders(rd)
		b.take(ms, name != "", name, fact{path: inHeader, key: name, value: strings.TrimSpace(rd.headers.Get(name))})
	}
	if f := rd.fact("estimated_time"); !b.Stated() && f.value != "" {
		s, ok := parseNumber(f.value)
		b.take(toMillis(s*1000), ok, f.key, f)
	}
	return b.Wait, b.at
}

// header takes signals 2 to 4 of the policy's table.
func (b *bound) header(h *Header, rd *reading) {
	for _, name := range [...]string{"retry-after", "retry-after-ms", "x-ms-retry-after-ms", "x-amz-retry-after", "grpc-retry-pushback-ms"} {
		if !equalFold(h.Name, name) {
			continue
		}
		at := fact{path: inHeader, key: name, value: strings.TrimSpace(h.Value)}
		if name == "retry-after" {
			ms, ok := parseRetryAfter(at.value, rd.clock())
			b.take(ms, ok, name, at)
			return
		}
		ms, ok := parseNumber(at.value)
		b.take(toMillis(ms), ok, name, at)
	}
}

// members takes what JSON members state: signal 5 and its like.
func (b *bound) members(rd *reading) {
	for i := len(rd.layers) - 1; i >= 0; i-- {
		facts := rd.layers[i].facts
		for j := range facts {
			f := &facts[j]
			switch f.key {
			case "retryDelay":
				ms, ok := parseDuration(f.value)
				b.take(ms, ok, "google-retry-info", *f)
			case "seconds":
				s, ok := parseNumber(f.value)
				b.take(toMillis(s*1000), ok && strings.HasSuffix(f.path, "retryDelay"), "google-retry-info", *f)
			case "retry_after", "retryAfter", "retry_after_seconds":
				s, ok := parseNumber(f.value)
				b.take(toMillis(s*1000), ok, f.key, *f)
			case "retry_after_ms":
				ms, ok := parseNumber(f.value)
				b.take(toMillis(ms), ok, f.key, *f)
			}
		}
	}
}

// clock is when the answer was made: its own Date, else the receiver's clock.
func (rd *reading) clock() Millis {
	if t, ok := parseDate(rd.headers.Get("date")); ok {
		return t
	}
	return rd.now
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
	return jsonish.ParseFloat(s)
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
	{"segundos", 1e3}, {"segundo", 1e3}, {"secondes", 1e3}, {"seconde", 1e3}, {"sekunden", 1e3}, {"sekunde", 1e3}, {"secondi", 1e3},
	{"minutos", 60e3}, {"minuto", 60e3}, {"minuten", 60e3}, {"minuti", 60e3}, {"horas", 3600e3}, {"hora", 3600e3}, {"heures", 3600e3}, {"heure", 3600e3}, {"stunden", 3600e3}, {"stunde", 3600e3},
	{"초", 1e3}, {"분", 60e3}, {"시간", 3600e3}, {"時間", 3600e3},
	{"秒", 1e3}, {"分钟", 60e3}, {"分", 60e3}, {"小时", 3600e3}, {"секунд", 1e3}, {"сек", 1e3}, {"минут", 60e3}, {"час", 3600e3},
}

// parseDuration reads "34.07s", "1m47.58s", "2h36m24s", "45 seconds".
func parseDuration(s string) (Millis, bool) {
	ms, n := durationPrefix(s)
	return ms, n > 0
}

// durationPrefix reads a duration at the beginning of s and says how many
// bytes it took; 0 when there is none. A number needs a unit.
func durationPrefix(s string) (total Millis, taken int) {
	if ms, n := clockPrefix(s); n > 0 {
		return ms, n
	}
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

// clockPrefix reads "14:35:47", as Azure API Management writes a wait.
func clockPrefix(s string) (total Millis, taken int) {
	if len(s) < len("0:00:00") {
		return 0, 0
	}
	end := 0
	for end < len(s) && end < 9 && (isDigit(s[end]) || s[end] == ':') {
		end++
	}
	h, rest, _ := strings.Cut(s[:end], ":")
	m, sec, ok := strings.Cut(rest, ":")
	hours, ok1 := atoi(h)
	minutes, ok2 := atoi(m)
	seconds, ok3 := atoi(sec)
	if !ok || !ok1 || !ok2 || !ok3 || len(m) != 2 || len(sec) != 2 {
		return 0, 0
	}
	return Millis(hours*3600+minutes*60+seconds) * 1000, end
}

func unit(s string) (ms float64, size int) {
	for _, u := range units {
		if letters.HasPrefixFold(s, u.name) {
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
const waitWords = "try again in |try again after |retry after |please retry in |reset after |resets in |please wait |" +
	"wait for |wait at least |retry your request after |available again in |retry again in |retry again after |wait about |reset in |" +
	"or wait |must wait |have to wait |need to wait |be replenished in |available in |wait another |" +
	"dentro de |espere |intente de nuevo en |inténtelo de nuevo en |tente novamente em |aguarde |réessayer dans |réessayez dans |patientez |versuchen sie es in |erneut in |" +
	"后重试|后再试|后再次|後に再試行|後にもう一度|후에 다시| 후 다시| 뒤에 다시|请在 |请在|请等待|повторите через |попробуйте через |попытку через |снова через |запрос через |retrydelay: "

// waitInWords finds the longest wait that a lowercase message states.
func waitInWords(lower string) (found Millis, ok bool) {
	for list := waitWords; list != ""; {
		var words string
		words, list, _ = strings.Cut(list, "|")
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
	if ms := waitBefore(lower); ms > found {
		return ms, true
	}
	return found, ok
}

// waitBefore reads waits whose words come after them: "15秒后重试".
func waitBefore(lower string) (found Millis) {
	for _, words := range [...]string{"后重试", "后再试", "后再次", "後に再試行", "後にもう一度", "후에 다시", " 후 다시", " 뒤에 다시"} {
		i := strings.Index(lower, words)
		if i < 0 {
			continue
		}
		at := i
		for at > 0 && i-at < 16 && !isDigit(lower[at-1]) {
			at--
		}
		for at > 0 && i-at < 32 && (isDigit(lower[at-1]) || lower[at-1] == '.') {
			at--
		}
		if ms, taken := durationPrefix(lower[at:i]); taken > 0 {
			found = max(found, ms)
		}
	}
	return found
}
