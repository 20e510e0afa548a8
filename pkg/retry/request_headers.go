// Headers of a request that change the policy for it: those by which an SDK shows
// that it retries itself, so that two layers do not multiply their retries, and
// the caller's x-ukemi-* headers, each bounded by the deployment's policy.

package retry

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/internal/letters"
)

// The headers by which a request chooses for itself.
const (
	HeaderMaxAttempts = "x-ukemi-max-attempts" // 1 … the deployment's
	HeaderTimeout     = "x-ukemi-timeout"      // "20s", "1500ms", "1500": at most the deployment's maxTimeout
	HeaderFirstEvent  = "x-ukemi-first-event-timeout"
	HeaderFallback    = "x-ukemi-fallback" // "model-b, model-c", the same as a JSON list, or "none"
	HeaderMode        = "x-ukemi-mode"     // advise; own only where the deployment owns
)

// ForRequest returns the policy of one request: the deployment's, changed by the
// x-ukemi-* headers of the request within the limits of the deployment. The error
// names an invalid header and what is allowed.
func (p Policy) ForRequest(r Request) (Policy, error) {
	if v := r.Headers.Get(HeaderMaxAttempts); v != "" {
		n, ok := jsonish.ParseInt(v)
		if !ok || n < 1 {
			return p, policyError(HeaderMaxAttempts + ": must be a number of at least 1, the first attempt included")
		}
		p.MaxAttempts = min(p.MaxAttempts, n)
	}
	if err := p.applyTimeoutHeaders(r); err != nil {
		return p, err
	}
	switch v := Mode(letters.Lower(r.Headers.Get(HeaderMode))); v {
	case "", Own:
	case Advise:
		p.Mode = Advise
	default:
		return p, policyError(HeaderMode + `: must be "own" or "advise"`)
	}
	if err := p.applyStreamHeaders(r); err != nil {
		return p, err
	}
	if err := checkCureHeader(r); err != nil {
		return p, err
	}
	_, err := fallbackHeader(r)
	return p, err
}

// readTime reads "20s", "1500ms" or plain milliseconds, above 0.
func readTime(v string) (Millis, bool) {
	unit := 1.0
	if number, ok := strings.CutSuffix(v, "ms"); ok {
		v = number
	} else if number, ok := strings.CutSuffix(v, "s"); ok {
		v, unit = number, 1000
	}
	n, ok := jsonish.ParseFloat(v)
	ms := Millis(n * unit)
	return ms, ok && n*unit >= 1 && n*unit < 1e9
}

// HasRetryingSDK reports whether the SDK above sends the call again by itself. Then
// this layer makes one attempt of each, until the answer has begun: from there
// on no SDK does.
func (r Request) HasRetryingSDK() bool {
	if n, ok := jsonish.ParseInt(r.Headers.Get("x-stainless-retry-count")); ok && n > 0 {
		return true
	}
	// The Vercel AI SDK, "ai-sdk/provider-utils/3.0.1" in older versions,
	// "ai-sdk-provider-utils/5.0.81" in its version 7, retries and heeds no header.
	return strings.Contains(strings.ReplaceAll(r.Headers.Get("user-agent"), "/", "-"), "ai-sdk-provider-utils-")
}

// deadline of the call: MaxElapsed, and never beyond what the caller waits.
func (p Policy) deadline(r Request) Millis {
	d := p.MaxElapsed
	if own := callerTimeout(r); own > 0 {
		d = min(d, own)
	}
	return d
}

// callerTimeout is when an answer must be there for the caller to see it: nine
// tenths of what it waits before it gives up, be it an SDK (x-stainless-timeout,
// in seconds). 0 is not known.
func callerTimeout(r Request) Millis {
	ms := max(0, r.CallerTimeout*9/10)
	for _, name := range [...]string{"x-stainless-timeout", "x-stainless-read-timeout"} {
		if s, ok := jsonish.ParseFloat(r.Headers.Get(name)); ok && s > 0 && s < 1e6 {
			if own := Millis(s * 900); ms == 0 || own < ms {
				ms = own
			}
		}
	}
	return ms
}
