// Windows: the limits that an answer states, be it a success, in headers that have
// three parts: limit, remaining, reset.

package classify

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
)

// Window is one limit of an upstream, of requests or tokens.
type Window struct {
	// Name is the part of the headers' names that states what is counted: requests,
	// tokens, input-tokens, requests-day; "" where a header has no such part.
	Name string
	// Limit is what the full window holds, Remaining what it held when the request
	// arrived.
	Limit, Remaining float64
	// Reset is how long it takes until the window is full again.
	Reset Millis
}

// maxLimit is above what any provider grants. More is a mistake or hostile.
const maxLimit = 1e12

// MaxWindows bounds the windows of one answer. OpenAI states up to four, Anthropic five.
const MaxWindows = 6

// Windows reads the limits of an answer: x-ratelimit-remaining-requests and the like of
// OpenAI, Azure and Groq, anthropic-ratelimit-tokens-remaining, ratelimit-remaining.
// A window that does not make sense is left out: Azure states −1 for none. Where the
// reset is missing, the limit is one per minute, as Azure documents.
func Windows(headers Headers, now Millis) (list []Window) {
	made := clock{headers, now}
	for _, h := range headers {
		const word = "remaining"
		name := letters.Lower(h.Name)
		i := strings.Index(name, word)
		if i < 0 || len(list) == MaxWindows {
			continue
		}
		before, after := name[:i], name[i+len(word):]
		_, kind, found := strings.Cut(before, "ratelimit")
		left, ok := parseNumber(h.Value)
		limit, stated := parseNumber(headers.Get(before + "limit" + after))
		if !found || !ok || !stated || limit < 1 || limit > maxLimit {
			continue
		}
		w := Window{Name: strings.Trim(kind+after, "-"), Limit: limit, Remaining: min(left, limit)}
		text := headers.Get(before + "reset" + after)
		reset, ok := parseReset(text, &made)
		if ok && reset > 0 && strings.IndexByte(text, 'T') > 0 {
			reset += 1000 // a time of Anthropic's has whole seconds, rounded down
		}
		switch {
		case ok && reset > 0:
			w.Reset = min(reset, maxWait)
		case ok && left == 0:
			continue // an empty window that is full already
		default:
			w.Reset = toMillis(60_000 * (limit - w.Remaining) / limit)
		}
		list = append(list, w)
	}
	return list
}
