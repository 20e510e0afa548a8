// Retry-After in every spelling that was seen or can be thought up, the hostile
// ones included. A spelling that states a wait states twenty seconds or more.

package demo

import (
	"net/http"
	"time"
)

// spelling of a wait: demo-retry-after-<name> is a 429 with it, for ever.
type spelling struct{ name, value string }

var spellings = []spelling{
	{"seconds", "20"},
	{"fraction", "20.5"},
	{"exponent", "2e1"},
	{"duration", "20s"},
	{"year-9999", "Fri, 31 Dec 9999 23:59:59 GMT"},
	{"overlong", "999999999"},
	{"astronomic", "99999999999999999999"},
	{"date-past", "Sun, 06 Nov 1994 08:49:37 GMT"},
	{"zero", "0"},
	{"negative", "-5"},
	{"nan", "NaN"},
	{"infinity", "Infinity"},
	{"hex", "0x14"},
	{"garbage", "soon"},
	{"empty", ""},
	{"null", "null"},
	{"no-date", "Mon, 99 Foo 2026 25:61:61 GMT"},
}

// layouts of dates, in the words of package time.
var layouts = []spelling{
	{"date", http.TimeFormat},
	{"date-850", "Monday, 02-Jan-06 15:04:05 GMT"},
	{"date-asctime", time.ANSIC},
	{"date-iso", "2006-01-02T15:04:05Z"},
}

// waits are the rows of the spellings, and of waits stated in other places.
func waits() []script {
	rows := []script{
		{"demo-retry-after-both", "429 with Retry-After: 20 and retry-after-ms: 100, for ever", steps(both)},
		{
			"demo-retry-after-skewed",
			"429 with a dated Retry-After by a clock that is an hour slow, for ever",
			steps(dated(http.TimeFormat, -time.Hour)),
		},
		{
			"demo-retry-after-words",
			"429 whose message states the wait, for ever",
			steps(failed(429, "requests", "rate_limit_exceeded", "Rate limit reached for requests. Please try again in 20s.")),
		},
	}
	for _, s := range spellings {
		rows = append(rows, script{
			"demo-retry-after-" + s.name,
			"429 with Retry-After: " + s.value + ", for ever",
			steps(rateLimited("retry-after", s.value)),
		})
	}
	for _, l := range layouts {
		rows = append(rows, script{
			"demo-retry-after-" + l.name,
			"429 with Retry-After as a date such as " + l.value + ", for ever",
			steps(dated(l.value, 0)),
		})
	}
	return rows
}

func both(rw http.ResponseWriter, r *http.Request, c call) {
	rw.Header().Set("retry-after-ms", "100")
	rateLimited("retry-after", "20")(rw, r, c)
}

// dated states a wait of twenty seconds as a time, by a clock that is off.
func dated(layout string, off time.Duration) step {
	return func(rw http.ResponseWriter, r *http.Request, c call) {
		now := time.Now().UTC().Add(off)
		rw.Header().Set("date", now.Format(http.TimeFormat))
		rateLimited("retry-after", now.Add(20*time.Second).Format(layout))(rw, r, c)
	}
}
