// What a request's body asks for: its model, the same for another one, and
// whether what comes of it is to be kept.

package core

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// ModelOf returns the model that a JSON body asks for, "" when it names none.
func ModelOf(body []byte) string {
	src := string(body)
	spans := jsonish.Members(src, "model")
	if len(spans) == 0 {
		return ""
	}
	last := spans[len(spans)-1] // which is what most parsers take
	v, _, ok := jsonish.Read(src[last.Start:last.End], 0)
	if !ok || v.Kind != jsonish.String {
		return ""
	}
	return v.Text
}

// KeptOf reports whether a JSON body has "background" or "store" set.
func KeptOf(body []byte) bool {
	src := string(body)
	for _, name := range [...]string{"background", "store"} {
		for _, span := range jsonish.Members(src, name) {
			if src[span.Start:span.End] == "true" {
				return true
			}
		}
	}
	return false
}

// WithModel returns the body with another model; every other byte stays.
func WithModel(body []byte, model string) []byte {
	src := string(body)
	out := make([]byte, 0, len(src)+len(model))
	from := 0
	for _, span := range jsonish.Members(src, "model") {
		out = jsonish.AppendString(append(out, src[from:span.Start]...), model)
		from = span.End
	}
	return append(out, src[from:]...)
}

// Detour is how a request reaches a fallback at another upstream.
type Detour struct {
	// URL without the query; "" when the upstream is the call's own.
	URL string
	// Keep are the only headers of the caller that go there. A list of what is
	// secret would never be complete: credentials and whatever else names the
	// caller, the query included, are for the first upstream alone.
	Keep []string
}

// harmless headers, which say what is asked and not who asks.
var harmless = []string{"accept", "accept-encoding", "accept-language", "content-type", "content-length", "content-encoding", "user-agent", "anthropic-version", "anthropic-beta", "openai-beta", "idempotency-key", "traceparent", "tracestate", "x-client-request-id"}

// DetourOf returns how a request for a path, escaped as it came, reaches a
// fallback. The fallback's upstream is a base URL as SDKs take it, with its
// /v1; without any path /v1 is meant.
func DetourOf(f retry.Fallback, path string) Detour {
	if f.Upstream == "" {
		return Detour{}
	}
	base := f.Upstream
	if _, rest, _ := strings.Cut(base, "://"); strings.IndexByte(rest, '/') < 0 {
		base += "/v1"
	}
	if i := strings.Index(path, "/v1/"); i >= 0 {
		path = path[i+len("/v1"):]
	}
	return Detour{base + path, harmless}
}
