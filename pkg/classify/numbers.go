// Rules that need more than a word: numbers to compare, or several facts of
// one provider that only together say what is meant.

package classify

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/internal/letters"
)

func itoa(n int) string { return strconv.Itoa(n) }

// byNumbers adds what these rules see.
func byNumbers(c *collector) {
	googleQuota(c)
	if c.isGoogleQuota() {
		c.lessen("words-no-credit") // Google names plan and billing for each quota
	}
	cloudflareCode(c)
	cloudflarePage(c)
	tooLargeForWindow(c)
}

// isGoogleQuota reports whether Google refuses for a quota.
func (c *collector) isGoogleQuota() bool {
	for f := quotaPerDay; f <= quotaMetric; f++ {
		if c.place[featureFacts+int(f)] > 0 {
			return true
		}
	}
	return false
}

// lessen lets phrases of a row count a quarter.
func (c *collector) lessen(row string) {
	for i := range c.all {
		if f := int(c.all[i].feature); f >= featureWords && f < featureFailures && certainWords[f-featureWords].id == row {
			c.all[i].share /= 4
		}
	}
}

// googleQuota tells a minute's quota from a day's: both are RESOURCE_EXHAUSTED
// with the words "exceeded your current quota".
func googleQuota(c *collector) {
	if f, at := googleQuotaMember(c.rd); at.value != "" {
		c.addFact(f, at)
		return
	}
	for i := range c.rd.passages {
		if f, ok := c.googleQuotaWords(&c.rd.passages[i]); ok {
			c.addFact(f, c.rd.passages[i].field)
			return
		}
	}
}

// googleQuotaMember reads the window from the member that names it: quotaId of
// google.rpc.QuotaFailure (…PerDay…, …PerMinute…), quota_limit of google.rpc.ErrorInfo.
// A day's quota outranks a minute's.
func googleQuotaMember(rd *parsed) (f fact, at field) {
	for i := range rd.objects {
		for _, list := range [...][]field{rd.objects[i].codes, rd.objects[i].fields} {
			for _, member := range list {
				if !equalFold(member.key, "quotaId") && !equalFold(member.key, "quota_limit") {
					continue
				}
				if strings.Contains(letters.Lower(member.value), "perday") {
					return quotaPerDay, member
				}
				f, at = quotaPerMinute, member
			}
		}
	}
	return f, at
}

// googleQuotaWords reads the window from the sentence that names a metric or a limit. One
// that names no window is refilled soon if a limit above zero and a short wait are stated.
func (c *collector) googleQuotaWords(s *passage) (f fact, ok bool) {
	named := strings.Contains(s.lower, "googleapis.com/") || strings.Contains(s.lower, "quota metric")
	switch {
	case named && (strings.Contains(s.lower, "_per_minute") || strings.Contains(s.lower, "per minute")):
		return quotaPerMinute, true
	case named && strings.Contains(s.value, "Quota exceeded for"),
		strings.Contains(s.value, "ai.google.dev") && strings.Contains(s.value, "quota"),
		strings.Contains(s.value, googleAdvice) && isResourceExhausted(c.rd):
		if limit, stated := numberAfter(s.lower, "limit: "); stated && limit > 0 && c.place[featureFacts+int(waitShort)] > 0 {
			return quotaPerMinute, true
		}
		return quotaMetric, true
	}
	return 0, false
}

// isResourceExhausted reports whether an error object has Google's code for a quota.
func isResourceExhausted(rd *parsed) bool {
	return rd.innermostFirst(func(l *errorObject) bool {
		return slices.ContainsFunc(l.codes, func(code field) bool { return code.value == "RESOURCE_EXHAUSTED" })
	})
}

// cloudflareCode: code 10000 is a bad token under 401 and a missing permission
// under 403 (developers.cloudflare.com, API error codes).
func cloudflareCode(c *collector) {
	if c.rd.leaf("code").value != "10000" && !codeIs(c.rd, "10000") {
		return
	}
	f := cloudflareToken
	if c.rd.status == 403 {
		f = cloudflareScope
	}
	c.addFact(f, field{key: "code", value: "10000"})
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
func cloudflarePage(c *collector) {
	for i := range c.rd.passages {
		s := &c.rd.passages[i]
		if !strings.Contains(s.lower, " 1") {
			continue
		}
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
			for row, p := range cloudflarePages {
				if n >= p.from && n <= p.to {
					c.add(featureCloudflare+row, signal{share: full, at: &s.field})
					return
				}
			}
		}
	}
}

// relayedStatus: one-api and new-api put an upstream's answer that they cannot
// read under a status of their own: "bad response status code 524", or param 524 beside
// the code of that name.
func relayedStatus(rd *parsed) (status int, at field) {
	for i := range rd.objects {
		if l := &rd.objects[i]; l.code == "bad_response_status_code" && statusNumber(l.param) != 0 {
			return statusNumber(l.param), field{key: "param", value: l.param}
		}
	}
	const words = "bad response status code "
	for i := range rd.passages {
		s := &rd.passages[i]
		if n := len(s.lower) - 3; n > 5 && n < 16 && strings.HasPrefix(s.lower, "status") { // "StatusCode: 403" is all that it says
			if status = statusNumber(s.lower[n:]); status != 0 {
				return status, s.field
			}
		}
		if at := strings.Index(s.lower, words); at >= 0 {
			at += len(words)
			if status = statusNumber(s.lower[at:min(len(s.lower), at+3)]); status != 0 {
				return status, s.field
			}
		}
	}
	return 0, field{}
}

func codeIs(rd *parsed, code string) bool {
	return rd.innermostFirst(func(l *errorObject) bool { return l.code == code })
}

// tooLargeForWindow: "Limit 6500, Requested 21874": no wait makes a request fit that is
// larger than the whole window (OpenAI, Groq).
func tooLargeForWindow(c *collector) {
	for i := range c.rd.passages {
		m := &c.rd.passages[i]
		limit, ok1 := numberAfter(m.value, "Limit")
		requested, ok2 := numberAfter(m.value, "Requested")
		if ok1 && ok2 && requested > limit {
			c.addFact(neverFits, m.field)
			return
		}
	}
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
	var few [32]byte
	return string(ms.append(few[:0]))
}

func (ms Millis) append(dst []byte) []byte {
	of, unit := 1.0, " ms"
	switch {
	case ms < 1000:
	case ms < 120_000:
		of, unit = 1000, " s"
	case ms < 2*3_600_000:
		of, unit = 60_000, " min"
	case ms < 48*3_600_000:
		of, unit = 3_600_000, " h"
	default:
		of, unit = 86_400_000, " days"
	}
	return append(jsonish.AppendFloat(dst, math.Round(float64(ms)/of*10)/10), unit...)
}
