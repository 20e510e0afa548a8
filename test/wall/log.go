// What the wall saw of each session.

package wall

import (
	"net/http"
	"strings"
	"time"
)

// session is what one caller did.
type session struct {
	place map[string]int       // calls so far, by model
	began map[string]time.Time // of the first call, by model
	seen  []*Seen
}

// Seen is one request as the wall saw it.
type Seen struct {
	Method  string            `json:"method"`
	Host    string            `json:"host"`
	Path    string            `json:"path"`
	Model   string            `json:"model"`
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body"`   // its first 4 KiB
	Length  int               `json:"length"` // of the whole body
	// Left: the caller went away before the answer was complete.
	Left bool `json:"left"`
	// Sent are the bytes of a stream that the caller's side has taken so far;
	// SHA256 is what they come to.
	Sent   int    `json:"sent"`
	SHA256 string `json:"sha256"`
}

// maxSessions bounds the memory of a wall that runs for long.
const maxSessions = 10_000

func sessionOf(r *http.Request) string {
	for _, name := range [...]string{"x-wall-session", "x-client-request-id"} { // the second goes to other upstreams, too
		if s := r.Header.Get(name); s != "" {
			return s
		}
	}
	return r.Header.Get("authorization")
}

// note writes a request into the log and returns how many calls of this model
// the session made before, when the first was, and the line written.
func (w *Wall) note(r *http.Request, model string, body []byte) (place int, began time.Time, line *Seen) {
	headers := map[string]string{}
	for name, values := range r.Header {
		headers[strings.ToLower(name)] = strings.Join(values, ", ")
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	key := sessionOf(r)
	s := w.sessions[key]
	if s == nil {
		if len(w.sessions) >= maxSessions {
			clear(w.sessions)
		}
		s = &session{place: map[string]int{}, began: map[string]time.Time{}}
		w.sessions[key] = s
	}
	line = &Seen{Method: r.Method, Host: r.Host, Path: r.URL.RequestURI(), Model: model, Headers: headers, Body: string(body[:min(len(body), 4096)]), Length: len(body)}
	if len(s.seen) < 1000 {
		s.seen = append(s.seen, line)
	}
	if s.place[model]++; s.place[model] == 1 {
		s.began[model] = w.Now()
	}
	return s.place[model] - 1, s.began[model], line
}

// Log returns what a session did, oldest first.
func (w *Wall) Log(session string) []Seen {
	w.mu.Lock()
	defer w.mu.Unlock()
	seen := []Seen{}
	if s := w.sessions[session]; s != nil {
		for _, line := range s.seen {
			seen = append(seen, *line)
		}
	}
	return seen
}

func (w *Wall) log(rw http.ResponseWriter, r *http.Request) {
	writeJSON(rw, 200, w.Log(r.URL.Query().Get("session")))
}
