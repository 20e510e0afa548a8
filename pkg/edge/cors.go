// CORS: which pages may call the edge, and which headers they may read.

package edge

import (
	"net/http"
	"slices"
)

// CORSRequest is what matters of a page's request. On the Worker it comes over
// the byte interface, so that both edges answer from here.
type CORSRequest struct {
	Origins   []string `json:"origins"` // that are allowed; "*" is all
	Origin    string   `json:"origin"`  // of the page
	Preflight bool     `json:"preflight"`
	Headers   string   `json:"headers"` // that a preflight asks for
}

// CORSAnswer says whether the page may read the answer, and by which headers
// it learns that.
type CORSAnswer struct {
	Allowed bool        `json:"allowed"`
	Headers [][2]string `json:"headers"`
}

// Answer a page's request.
func (r CORSRequest) Answer() CORSAnswer {
	if r.Origin == "" || !slices.Contains(r.Origins, "*") && !slices.Contains(r.Origins, r.Origin) {
		return CORSAnswer{}
	}
	origin := r.Origin
	if slices.Contains(r.Origins, "*") {
		origin = "*" // with which no browser sends or shows what needs cookies
	}
	h := [][2]string{{"Access-Control-Allow-Origin", origin}, {"Vary", "Origin"}}
	if r.Preflight {
		h = append(h, [2]string{"Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"},
			[2]string{"Access-Control-Allow-Headers", r.Headers}, [2]string{"Access-Control-Max-Age", "7200"})
	} else {
		h = append(h, [2]string{"Access-Control-Expose-Headers", readable()})
	}
	return CORSAnswer{Allowed: true, Headers: h}
}

// write the headers over whatever the upstream sent.
func (a CORSAnswer) write(h http.Header) {
	for _, field := range a.Headers {
		if field[0] == "Vary" {
			h.Add("Vary", field[1])
		} else {
			h.Set(field[0], field[1])
		}
	}
}

// cors answers preflights and marks answers for the origins in the list. With
// an empty list it changes nothing: the upstream's own headers pass.
func cors(origins []string, next http.Handler) http.Handler {
	if len(origins) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		preflight := r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != ""
		answer := CORSRequest{origins, r.Header.Get("Origin"), preflight, r.Header.Get("Access-Control-Request-Headers")}.Answer()
		switch {
		case !answer.Allowed:
			next.ServeHTTP(w, r)
		case preflight:
			answer.write(w.Header())
			w.WriteHeader(http.StatusNoContent)
		default:
			next.ServeHTTP(&corsWriter{ResponseWriter: w, answer: answer}, r)
		}
	})
}

// corsWriter sets the headers last, over whatever the upstream sent.
type corsWriter struct {
	http.ResponseWriter
	answer CORSAnswer
	done   bool
}

func (w *corsWriter) WriteHeader(status int) {
	if !w.done && status >= 200 {
		w.done = true
		w.answer.write(w.Header())
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
