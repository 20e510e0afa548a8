// Package wall is a misbehaving provider: an OpenAI-compatible server whose
// model name chooses the misbehavior. It is the demo that the edge starts in
// front of, and what every test runs against.
//
// A model's script is a list of steps that its calls walk through in a circle:
// demo-500-once fails the first call and answers the second. Each session has
// its own place in the script, so tests do not disturb each other; a session
// is the x-wall-session header, else the Authorization header.
//
// What the wall saw stands at /_wall/log?session=…, so that tests can judge
// what the provider experienced and not only what the caller got.
package wall

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
)

// Wall is the provider. Its zero value is not ready; use New.
type Wall struct {
	mux *http.ServeMux

	mu       sync.Mutex
	sessions map[string]*session
}

// session is what one caller did.
type session struct {
	place map[string]int // calls so far, by model
	seen  []*Seen
}

// Seen is one request as the wall saw it.
type Seen struct {
	Method  string            `json:"method"`
	Path    string            `json:"path"`
	Model   string            `json:"model"`
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body"`
	// Left: the caller went away before the answer was complete.
	Left bool `json:"left"`
}

// maxSessions bounds the memory of a wall that runs for long.
const maxSessions = 10_000

// New returns a provider that has seen nothing yet.
func New() *Wall {
	w := &Wall{mux: http.NewServeMux(), sessions: map[string]*session{}}
	w.mux.HandleFunc("GET /v1/models", w.models)
	w.mux.HandleFunc("GET /v1/models/{model}", w.model)
	for _, path := range []string{"/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/v1/messages", "/v1/files"} {
		w.mux.HandleFunc("POST "+path, w.play)
	}
	w.mux.HandleFunc("GET /_wall/log", w.log)
	w.mux.HandleFunc("/_wall/echo", w.echo)
	w.mux.HandleFunc("/", func(rw http.ResponseWriter, r *http.Request) {
		openAIError(rw, 404, "invalid_request_error", "unknown_url", "Unknown request URL: "+r.Method+" "+r.URL.Path+".")
	})
	return w
}

func (w *Wall) ServeHTTP(rw http.ResponseWriter, r *http.Request) { w.mux.ServeHTTP(rw, r) }

// call is one request to a model.
type call struct {
	model  string
	stream bool
	dim    int
}

// play takes the next step of the model's script.
func (w *Wall) play(rw http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the caller left
	}
	var in struct {
		Model  string `json:"model"`
		Stream bool   `json:"stream"`
	}
	if err := json.Unmarshal(body, &in); err != nil {
		openAIError(rw, 400, "invalid_request_error", "", "We could not parse the JSON body of your request: "+err.Error()+".")
		return
	}
	place, seen := w.note(r, in.Model, body)
	defer func() {
		if r.Context().Err() != nil {
			w.mu.Lock()
			seen.Left = true
			w.mu.Unlock()
		}
	}()
	s := find(in.Model)
	if s == nil {
		openAIError(rw, 404, "invalid_request_error", "model_not_found", "The model `"+in.Model+"` does not exist or you do not have access to it.")
		return
	}
	s.steps[place%len(s.steps)](rw, r, call{model: in.Model, stream: in.Stream})
}

func sessionOf(r *http.Request) string {
	if s := r.Header.Get("x-wall-session"); s != "" {
		return s
	}
	return r.Header.Get("authorization")
}

// note writes a request into the log and returns how many calls of this model
// the session made before, and the line written.
func (w *Wall) note(r *http.Request, model string, body []byte) (place int, line *Seen) {
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
		s = &session{place: map[string]int{}}
		w.sessions[key] = s
	}
	line = &Seen{Method: r.Method, Path: r.URL.RequestURI(), Model: model, Headers: headers, Body: string(body[:min(len(body), 4096)])}
	if len(s.seen) < 1000 {
		s.seen = append(s.seen, line)
	}
	s.place[model]++
	return s.place[model] - 1, line
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

// echo answers with the request, for tests of faithful forwarding.
func (w *Wall) echo(rw http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	w.note(r, "", body)
	rw.Header()["X-Wall-Twice"] = []string{"one", "two"}
	writeJSON(rw, 200, map[string]any{"method": r.Method, "uri": r.URL.RequestURI(), "host": r.Host, "headers": r.Header, "body": string(body)})
}

func (w *Wall) models(rw http.ResponseWriter, r *http.Request) {
	list := make([]map[string]any, len(scripts))
	for i, s := range scripts {
		list[i] = describe(s)
	}
	writeJSON(rw, 200, map[string]any{"object": "list", "data": list})
}

func (w *Wall) model(rw http.ResponseWriter, r *http.Request) {
	if s := find(r.PathValue("model")); s != nil {
		writeJSON(rw, 200, describe(*s))
		return
	}
	openAIError(rw, 404, "invalid_request_error", "model_not_found", "The model `"+r.PathValue("model")+"` does not exist.")
}

func describe(s script) map[string]any {
	return map[string]any{"id": s.model, "object": "model", "created": 1767225600, "owned_by": "ukemi-demo", "description": s.about}
}

func writeJSON(rw http.ResponseWriter, status int, v any) {
	rw.Header().Set("content-type", "application/json")
	rw.WriteHeader(status)
	_ = json.NewEncoder(rw).Encode(v)
}

func openAIError(rw http.ResponseWriter, status int, typ, code, message string) {
	e := map[string]any{"message": message, "type": typ, "param": nil, "code": nil}
	if code != "" {
		e["code"] = code
	}
	rw.Header().Set("x-request-id", "req_wall_"+code)
	writeJSON(rw, status, map[string]any{"error": e})
}
