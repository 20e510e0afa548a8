// What the SDK above says of itself, so that two layers that retry do not
// multiply: x-stainless-* (OpenAI and Anthropic SDKs) and the User-Agent of
// the Vercel AI SDK, which heeds no header of the answer.

package retry

import (
	"strconv"
	"strings"
)

// attempts that this call may make in all.
func (p Policy) attempts(r Request) int {
	if n, err := strconv.Atoi(r.Headers.Get("x-stainless-retry-count")); err == nil && n > 0 {
		return 1 // the SDK is retrying already
	}
	if strings.Contains(r.Headers.Get("user-agent"), "ai-sdk/provider-utils/") {
		return 1
	}
	return p.MaxAttempts
}

// deadline of the call: MaxElapsed, and never beyond nine tenths of what the
// SDK waits before it gives up (x-stainless-timeout, in seconds).
func (p Policy) deadline(r Request) Millis {
	d := p.MaxElapsed
	for _, name := range [...]string{"x-stainless-timeout", "x-stainless-read-timeout"} {
		if s, err := strconv.ParseFloat(r.Headers.Get(name), 64); err == nil && s > 0 && s < 1e6 {
			d = min(d, Millis(s*900))
		}
	}
	return d
}
