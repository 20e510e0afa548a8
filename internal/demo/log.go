// The log: the requests of each session as they arrived.

package demo

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
	// limits by model and key.
	limits map[string]*limits
}

// Seen is one request as it arrived.
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

// maxSessions bounds the memory of a provider that runs for weeks.
const maxSessions = 10_000

func sessionOf(r *http.Request) string {
	for _, name := range [...]string{"x-demo-session", "x-client-request-id"} { // the second goes to other upstreams, too
		if s := r.Header.Get(name); s != "" {
			return s
		}
	}
	return r.Header.Get("authorization")
}

// note writes a request into the log and returns how many calls of this model
// the session made before, when the first was, and the line written.
func (p *Provider) note(r *http.Request, model string, body []byte) (place int, began time.Time, line *Seen) {
	headers := map[string]string{}
	for name, values := range r.Header {
		headers[strings.ToLower(name)] = strings.Join(values, ", ")
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	key := sessionOf(r)
	s := p.sessions[key]
	if s == nil {
		if len(p.sessions) >= maxSessions {
			clear(p.sessions)
		}
		s = &session{place: map[string]int{}, began: map[string]time.Time{}}
		p.sessions[key] = s
	}
	line = &Seen{
		Method:  r.Method,
		Host:    r.Host,
		Path:    r.URL.RequestURI(),
		Model:   model,
		Headers: headers,
		Body:    string(body[:min(len(body), 4096)]),
		Length:  len(body),
	}
	if len(s.seen) < 1000 {
		s.seen = append(s.seen, line)
	}
	if s.place[model]++; s.place[model] == 1 {
		s.began[model] = p.Now()
	}
	return s.place[model] - 1, s.began[model], line
}

// Log returns what a session did, oldest first.
func (p *Provider) Log(session string) []Seen {
	p.mu.Lock()
	defer p.mu.Unlock()
	seen := []Seen{}
	if s := p.sessions[session]; s != nil {
		for _, line := range s.seen {
			seen = append(seen, *line)
		}
	}
	return seen
}

func (p *Provider) log(rw http.ResponseWriter, r *http.Request) {
	writeJSON(rw, 200, p.Log(r.URL.Query().Get("session")))
}
