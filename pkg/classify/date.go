// Dates as milliseconds since 1970: the three forms of RFC 9110 section 5.6.7
// and RFC 3339. (time.Parse would cost the browser 88 KB.)

package classify

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
)

const months = "janfebmaraprmayjunjulaugsepoctnovdec"

// parseDate reads "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37
// GMT", "Sun Nov  6 08:49:37 1994" or "1994-11-06T08:49:37.5Z".
func parseDate(s string) (unix Millis, ok bool) {
	s = strings.TrimSpace(s)
	if len(s) >= 19 && s[4] == '-' && s[7] == '-' {
		return parseRFC3339(s)
	}
	if comma := strings.IndexByte(s, ','); comma >= 0 {
		var few [4]string
		f := appendFields(few[:0], s[comma+1:], " -")
		if len(f) < 4 {
			return 0, false
		}
		return compose(f[2], f[1], f[0], f[3])
	}
	var few [5]string
	if f := appendFields(few[:0], s, " "); len(f) == 5 {
		return compose(f[4], f[1], f[2], f[3])
	}
	return 0, false
}

// appendFields splits a text at any of the separators.
func appendFields(parts []string, s, separators string) []string {
	from := 0
	for i := 0; i <= len(s); i++ {
		if i < len(s) && strings.IndexByte(separators, s[i]) < 0 {
			continue
		}
		if i > from {
			parts = append(parts, s[from:i])
		}
		from = i + 1
	}
	return parts
}

func compose(year, month, day, clock string) (Millis, bool) {
	y, ok := atoi(year)
	if !ok || y > 9999 {
		return 0, false
	}
	if len(year) == 2 { // RFC 850: the year nearest to now that is not 50 years ahead
		y += 1900
		if y < 1970 {
			y += 100
		}
	}
	if len(month) < 3 {
		return 0, false
	}
	m := 0
	for m < len(months) && !equalFold(months[m:m+3], month[:3]) {
		m += 3
	}
	d, ok1 := atoi(day)
	t, ok2 := parseClock(clock)
	if m == len(months) || !ok1 || d < 1 || d > 31 || !ok2 {
		return 0, false
	}
	return daysSince1970(y, m/3+1, d)*86_400_000 + t, true
}

// atoi reads a number without a sign.
func atoi(s string) (n int, ok bool) {
	if len(s) > 9 || !isNumber(s) {
		return 0, false
	}
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

// parseClock reads "08:49:37" or "08:49:37.25".
func parseClock(s string) (Millis, bool) {
	if len(s) < 8 || s[2] != ':' || s[5] != ':' {
		return 0, false
	}
	h, ok1 := atoi(s[:2])
	m, ok2 := atoi(s[3:5])
	sec, ok3 := jsonish.ParseFloat(s[6:])
	if !ok1 || !ok2 || !ok3 || h > 24 || m > 59 || !(sec >= 0 && sec < 61) {
		return 0, false
	}
	return Millis(h)*3_600_000 + Millis(m)*60_000 + Millis(sec*1000), true
}

func parseRFC3339(s string) (Millis, bool) {
	clock, zone := s[11:], Millis(0)
	if i := strings.LastIndexAny(clock, "Z+-"); i > 0 {
		if rest := clock[i:]; len(rest) == 6 && rest[3] == ':' {
			h, ok1 := atoi(rest[1:3])
			m, ok2 := atoi(rest[4:6])
			if !ok1 || !ok2 {
				return 0, false
			}
			zone = Millis(h*60+m) * 60_000
			if rest[0] == '-' {
				zone = -zone
			}
		}
		clock = clock[:i]
	}
	m, ok := atoi(s[5:7])
	if !ok || m < 1 || m > 12 {
		return 0, false
	}
	t, ok := compose(s[:4], months[m*3-3:m*3], s[8:10], clock)
	return t - zone, ok
}

// daysSince1970 counts the days of the proleptic Gregorian calendar.
func daysSince1970(y, m, d int) Millis {
	if m <= 2 { // the year begins in March, so that the leap day is its last
		y--
		m += 12
	}
	days := 365*y + y/4 - y/100 + y/400 + (153*(m-3)+2)/5 + d - 1
	return Millis(days - 719_468)
}
