// What a request says of its own retries: the hints of the SDK above, so that
// two layers that retry do not multiply, and the caller's wishes in x-ukemi-*
// headers, each bounded by the deployment's policy.

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
	HeaderFallback    = "x-ukemi-fallback" // "model-b, model-c", or "none"
	HeaderMode        = "x-ukemi-mode"     // advise; own only where the deployment owns
)

// For is the policy of one request: the deployment's, changed by the request's
// own x-ukemi-* headers within what that allows. wrong names a header that cannot be understood.
func (p Policy) For(r Request) (_ Policy, wrong string) {
	if v := r.Headers.Get(HeaderMaxAttempts); v != "" {
		n, ok := jsonish.ParseInt(v)
		if !ok || n < 1 {
			return p, HeaderMaxAttempts + ": must be a number of at least 1, the first attempt included"
		}
		p.MaxAttempts = min(p.MaxAttempts, n)
	}
	if wrong := p.forTime(r); wrong != "" {
		return p, wrong
	}
	switch v := Mode(letters.Lower(r.Headers.Get(HeaderMode))); v {
	case "", Own:
	case Advise:
		p.Mode = Advise
	default:
		return p, HeaderMode + `: must be "own" or "advise"`
	}
	if wrong := p.forStream(r); wrong != "" {
		return p, wrong
	}
	for _, model := range wished(r) {
		if !isModel(model) {
			return p, HeaderFallback + `: must be model names separated by commas, or "none"`
		}
	}
	return p, ""
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

// wished are the models that a request names for itself; nil when it names
// none, which leaves the deployment's.
func wished(r Request) []string {
	v := strings.TrimSpace(r.Headers.Get(HeaderFallback))
	if v == "" {
		return nil
	}
	models := strings.Split(v, ",")
	models = models[:min(len(models), maxFallbacks)]
	for i := range models {
		models[i] = strings.TrimSpace(models[i])
	}
	return models
}

// fallbacks of a request.
func (p Policy) fallbacks(r Request) (list []Fallback) {
	models := wished(r)
	if models == nil {
		return p.Fallbacks.of(r.Model)
	}
	if len(models) == 1 && models[0] == "none" {
		return nil
	}
	for _, model := range models {
		list = append(list, p.Fallbacks.find(model))
	}
	return list
}

// attempts that this call may make in all, switches aside. Where the SDK above
// retries it is one, until its answer has begun: then no SDK does.
func (p Policy) attempts(s State, r Request, begun bool) int {
	if s.Single {
		return 1
	}
	if begun {
		return p.MaxAttempts
	}
	if n, ok := jsonish.ParseInt(r.Headers.Get("x-stainless-retry-count")); ok && n > 0 {
		return 1 // the SDK is retrying already
	}
	// The Vercel AI SDK, "ai-sdk/provider-utils/3.0.1" in older versions,
	// "ai-sdk-provider-utils/5.0.81" in its version 7, retries and heeds no header.
	if strings.Contains(strings.ReplaceAll(r.Headers.Get("user-agent"), "/", "-"), "ai-sdk-provider-utils-") {
		return 1
	}
	return p.MaxAttempts
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
	ms := max(0, r.Timeout*9/10)
	for _, name := range [...]string{"x-stainless-timeout", "x-stainless-read-timeout"} {
		if s, ok := jsonish.ParseFloat(r.Headers.Get(name)); ok && s > 0 && s < 1e6 {
			if own := Millis(s * 900); ms == 0 || own < ms {
				ms = own
			}
		}
	}
	return ms
}
