//go:build !js

// CORS on the native server. internal/headers decides, for the Worker as well.

package edge

import (
	"net/http"

	"github.com/ukemi-dev/ukemi/internal/headers"
)

// cors answers preflights and adds CORS headers to answers for the origins in the
// list. With an empty list the upstream's own headers pass unchanged.
func cors(origins []string, next http.Handler) http.Handler {
	if len(origins) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		preflight := r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != ""
		answer := headers.CORS{
			Origins: origins, Origin: r.Header.Get("Origin"), Preflight: preflight,
			Headers: r.Header.Get("Access-Control-Request-Headers"),
		}.Answer()
		switch {
		case !answer.Allowed:
			next.ServeHTTP(w, r)
		case preflight:
			setCORS(w.Header(), answer)
			w.WriteHeader(http.StatusNoContent)
		default:
			next.ServeHTTP(&corsWriter{ResponseWriter: w, answer: answer}, r)
		}
	})
}

func setCORS(h http.Header, a headers.CORSAnswer) {
	for _, field := range a.Headers {
		if field[0] == "Vary" {
			h.Add("Vary", field[1])
		} else {
			h.Set(field[0], field[1])
		}
	}
}

// corsWriter replaces the upstream's CORS headers.
type corsWriter struct {
	http.ResponseWriter
	answer headers.CORSAnswer
	done   bool
}

func (w *corsWriter) WriteHeader(status int) {
	if !w.done && status >= 200 {
		w.done = true
		setCORS(w.Header(), w.answer)
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
