// CORS: which pages may call the edge, and which headers they may read.

package edge

import (
	"net/http"
	"slices"
)

// exposed are the headers that a page may read, besides those it always may.
const exposed = "x-request-id, x-ukemi-class, x-ukemi-rule, x-ukemi-upstream-status, x-ukemi-attempts, x-ukemi-ambiguous, x-ukemi-model, x-should-retry, retry-after, retry-after-ms, link, " +
	"x-ratelimit-limit-requests, x-ratelimit-limit-tokens, x-ratelimit-remaining-requests, x-ratelimit-remaining-tokens, x-ratelimit-reset-requests, x-ratelimit-reset-tokens"

// cors answers preflights and marks answers for the origins in the list. With
// an empty list it changes nothing: the upstream's own headers pass.
func cors(origins []string, next http.Handler) http.Handler {
	if len(origins) == 0 {
		return next
	}
	all := slices.Contains(origins, "*")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		if origin == "" || !all && !slices.Contains(origins, origin) {
			next.ServeHTTP(w, r)
			return
		}
		if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {
			allowOrigin(w.Header(), origin)
			h := w.Header()
			h.Set("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")
			h.Set("Access-Control-Allow-Headers", r.Header.Get("Access-Control-Request-Headers"))
			h.Set("Access-Control-Max-Age", "7200")
			w.WriteHeader(http.StatusNoContent)
			return
		}
		next.ServeHTTP(&corsWriter{ResponseWriter: w, origin: origin}, r)
	})
}

func allowOrigin(h http.Header, origin string) {
	h.Set("Access-Control-Allow-Origin", origin)
	h.Add("Vary", "Origin")
}

// corsWriter sets the headers last, over whatever the upstream sent.
type corsWriter struct {
	http.ResponseWriter
	origin string
	done   bool
}

func (w *corsWriter) WriteHeader(status int) {
	if !w.done && status >= 200 {
		w.done = true
		allowOrigin(w.Header(), w.origin)
		w.Header().Set("Access-Control-Expose-Headers", exposed)
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *corsWriter) Write(b []byte) (int, error) {
	if !w.done {
		w.WriteHeader(http.StatusOK)
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach Flush and Hijack.
func (w *corsWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
