// Rules that need more than a word: numbers to compare, or several facts of
// one provider that only together say what is meant.

package classify

import (
	"math"
	"strconv"
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/internal/letters"
)

func itoa(n int) string { return strconv.Itoa(n) }

// byNumbers tries each of these rules; the first that knows wins.
func byNumbers(rd *reading) (candidate, bool) {
	for _, try := range [...]func(*reading) (candidate, bool){googleQuota, cloudflareCode, cloudflarePage, relayedStatus, neverFits} {
		if c, ok := try(rd); ok {
			return c, true
		}
	}
	return candidate{}, false
}

// googleQuota tells a minute's quota from a day's: both are RESOURCE_EXHAUSTED
// with the words "exceeded your current quota"; google.rpc.QuotaFailure names
// the window in quotaId (…PerDay…, …PerMinute…).
func googleQuota(rd *reading) (candidate, bool) {
	var found fact
	for i := range rd.layers {
		for _, list := range [...][]fact{rd.layers[i].codes, rd.layers[i].facts} {
			for _, f := range list {
				if !equalFold(f.key, "quotaId") {
					continue
				}
				if strings.Contains(letters.Lower(f.value), "perday") {
					return candidate{QuotaExhausted, "google-quota-per-day", Sure, f, unsaid, nil}, true
				}
				found = f
			}
		}
	}
	if found.value != "" {
		return candidate{RateLimit, "google-quota-per-minute", Sure, found, unsaid, nil}, true
	}
	for i := range rd.said {
		m := &rd.said[i]
		if strings.Contains(m.value, "Quota exceeded for") && strings.Contains(m.value, "googleapis.com/") || strings.Contains(m.value, "ai.google.dev") && strings.Contains(m.value, "quota") {
			return candidate{RateLimit, "google-quota-metric", Likely, m.fact, unsaid, nil}, true
		}
	}
	return candidate{}, false
}

// cloudflareCode: code 10000 is a bad token under 401 and a missing permission
// under 403 (developers.cloudflare.com, API error codes).
func cloudflareCode(rd *reading) (candidate, bool) {
	if f := rd.fact("code"); f.value == "10000" || codeIs(rd, "10000") {
		class := Authentication
		if rd.status == 403 {
			class = Permission
		}
		return candidate{class, "cloudflare-10000", Sure, fact{key: "code", value: "10000"}, unsaid, nil}, true
	}
	return candidate{}, false
}

// cloudflarePages are Cloudflare's 1xxx errors by meaning; all others between
// 1000 and 1299 mean that the zone or its origin cannot be reached.
var cloudflarePages = [...]struct {
	from, to int
	class    Class
}{
	{1005, 1012, Permission}, {1020, 1020, Permission}, {1106, 1106, Permission}, // banned, denied, blocked by a rule
	{1015, 1015, RateLimit},
	{1027, 1027, QuotaExhausted}, // a Worker's free requests of the day
	{1101, 1104, ServerError},    // a Worker's own exception or limit
	{1200, 1200, Overloaded},     // too many requests wait for the origin
	{1000, 1299, Unavailable},
}

// cloudflarePage reads "error code: 1015" and "Error 1015".
func cloudflarePage(rd *reading) (candidate, bool) {
	for i := range rd.said {
		s := &rd.said[i]
		for _, before := range [...]string{"error code: 1", "error code 1", "error 1"} {
			at := strings.Index(s.lower, before)
			if at < 0 || at > 0 && strings.Index(s.lower, "cloudflare") < 0 && strings.Index(s.lower, "ray id") < 0 {
				continue
			}
			at += len(before) - 1
			n, ok := atoi(s.lower[at:min(len(s.lower), at+4)])
			if end := at + 4; !ok || n < 1000 || end < len(s.lower) && partOfWord(s.lower[end]) && s.lower[end] != '.' {
				continue
			}
			for _, p := range cloudflarePages {
				if n >= p.from && n <= p.to {
					return candidate{p.class, "cloudflare-1xxx", Sure, s.fact, unsaid, nil}, true
				}
			}
		}
	}
	return candidate{}, false
}

// relayedStatus: one-api and new-api put an upstream's answer that they cannot
// read under a status of their own: "bad response status code 524".
func relayedStatus(rd *reading) (candidate, bool) {
	const words = "bad response status code "
	for i := range rd.said {
		s := &rd.said[i]
		at := strings.Index(s.lower, words)
		if at < 0 {
			continue
		}
		at += len(words)
		status := stated(s.lower[at:min(len(s.lower), at+3)])
		if class, ok := byStatus(status); ok {
			return candidate{class, "relayed-status", Likely, s.fact, unsaid, nil}, true
		}
	}
	return candidate{}, false
}

func codeIs(rd *reading, code string) bool {
	return rd.inner(func(l *layer) bool { return l.code == code })
}

// neverFits: "Limit 6500, Requested 21874": no wait makes a request fit that is
// larger than the whole window (OpenAI, Groq).
func neverFits(rd *reading) (candidate, bool) {
	for i := range rd.said {
		m := &rd.said[i]
		limit, ok1 := numberAfter(m.value, "Limit")
		requested, ok2 := numberAfter(m.value, "Requested")
		if ok1 && ok2 && requested > limit {
			return candidate{RequestTooLarge, "requested-above-limit", Sure, m.fact, no, nil}, true
		}
	}
	return candidate{}, false
}

// numberAfter reads the number after a word, as in "Limit 6500," or "Limit: 6,500".
func numberAfter(s, word string) (float64, bool) {
	i := strings.Index(s, word)
	if i < 0 {
		return 0, false
	}
	s = strings.TrimLeft(s[i+len(word):], " :=")
	end := 0
	for end < len(s) && (isDigit(s[end]) || s[end] == ',' && end+1 < len(s) && isDigit(s[end+1])) {
		end++
	}
	return parseNumber(strings.ReplaceAll(s[:end], ",", ""))
}

// String writes a length of time as people do: "250 ms", "20 s", "2 min", "3 h".
func (ms Millis) String() string {
	switch {
	case ms < 1000:
		return itoa(int(ms)) + " ms"
	case ms < 120_000:
		return trimFloat(float64(ms)/1000) + " s"
	case ms < 2*3_600_000:
		return trimFloat(float64(ms)/60_000) + " min"
	case ms < 48*3_600_000:
		return trimFloat(float64(ms)/3_600_000) + " h"
	}
	return trimFloat(float64(ms)/86_400_000) + " days"
}

func trimFloat(f float64) string {
	return string(jsonish.AppendFloat(nil, math.Round(f*10)/10))
}
