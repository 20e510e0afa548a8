// Package nethttp translates the values of net/http (headers, bodies, errors)
// into those of the core, which must not import net/http. The root package and
// pkg/edge share it, so that both reach the same verdict.
package nethttp

import (
	"net/http"

	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// Headers returns the header lines of h, in no fixed order of names.
func Headers(h http.Header) classify.Headers {
	out := make(classify.Headers, 0, len(h))
	for name, values := range h {
		for _, value := range values {
			out = append(out, classify.Header{Name: name, Value: value})
		}
	}
	return out
}
