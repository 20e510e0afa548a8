// Package demo is a misbehaving provider: an OpenAI-compatible server whose
// model name chooses the misbehavior. The edge starts in front of it unless
// UKEMI_UPSTREAM names a real API, and all tests run against it.
//
// A model's script is a list of steps that its calls walk through in a circle:
// demo-500-once fails the first call and answers the second. Each session has
// its own place in the script, so tests do not disturb each other; a session
// is the x-demo-session or x-client-request-id header, else Authorization.
//
// A + in a model's name and the text after it are ignored here: demo-503+b is
// another model for a caller and the same misbehavior. The header x-demo-model
// takes the place of the model that a request names (places.go lists where).
// The header x-demo-refuses refuses a request until it is changed (refusal.go).
// The header x-demo-ms replaces every pause, in milliseconds.
//
// GET /_demo/log?session=… lists the requests of a session as they arrived, so
// that tests can check the attempts as well as the answer.
//
// scripts.go is the table of misbehaviors. Its steps are in steps.go (HTTP
// answers), waits.go (stated waits), stream.go and streams.go (event streams),
// keys.go (which key and which parameters are accepted), limited.go (rate limits) and wire.go (broken HTTP).
// answers.go holds the successes, dialects.go the shapes of a stream, log.go the
// sessions, sites.go failures below HTTP.
package demo

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Provider is the http.Handler. Its zero value is not ready; use New.
type Provider struct {
	// Now is the clock, so that a test can use virtual time.
	Now func() time.Time

	mux *http.ServeMux

	mu       sync.Mutex
	sessions map[string]*session
}

// New returns a provider without any session.
func New() *Provider {
	p := &Provider{Now: time.Now, mux: http.NewServeMux(), sessions: map[string]*session{}}
	p.mux.HandleFunc("GET /v1/models", p.models)
	p.mux.HandleFunc("GET /v1/models/{model}", p.model)
	for _, path := range []string{
		"/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/v1/messages", "/v1/responses", "/v1/files",
	} {
		p.mux.HandleFunc("POST "+path, p.play)
	}
	for _, path := range places {
		p.mux.HandleFunc("POST "+path, p.play)
	}
	p.mux.HandleFunc("GET /_demo/log", p.log)
	p.mux.HandleFunc("/_demo/echo", p.echo)
	p.mux.HandleFunc("/", func(rw http.ResponseWriter, r *http.Request) {
		openAIError(rw, 404, "invalid_request_error", "unknown_url", "Unknown request URL: "+r.Method+" "+r.URL.Path+".")
	})
	return p
}

func (p *Provider) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	if r.Header.Get("x-demo-model") != "" || r.Header.Get("x-demo-refuses") != "" {
		p.play(rw, r)
		return
	}
	p.mux.ServeHTTP(rw, r)
}

// call is one request to a model.
type call struct {
	model  string
	stream bool
	// prefill: the conversation ends with the assistant's words.
	prefill bool
	// maxTokens: the request has that older limit.
	maxTokens bool
	body      []byte
	since     time.Duration // the session's first call to this model
	ms        time.Duration // what x-demo-ms says; −1 when it says nothing
	left      func()        // notes that the caller left, where the server cannot see it
	log       func(change func(*Seen))
	now       func() time.Time
	limits    *limits
}

// delay is how long a step that takes d takes for this call.
func (c call) delay(d time.Duration) time.Duration {
	if c.ms >= 0 {
		return c.ms
	}
	return d
}

// pause and report whether the caller is still there.
func (c call) pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(c.delay(d)):
		return true
	}
}

// play takes the next step of the model's script.
func (p *Provider) play(rw http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the caller left
	}
	c := call{model: r.Header.Get("x-demo-model"), ms: -1, body: body}
	if c.model == "" && !c.modelOf(r, body) {
		openAIError(rw, 400, "invalid_request_error", "", "We could not parse the JSON body of your request.")
		return
	}
	if ms, err := strconv.Atoi(r.Header.Get("x-demo-ms")); err == nil {
		c.ms = time.Duration(ms) * time.Millisecond
	}
	place, began, seen := p.note(r, c.model, body)
	ctx, left := context.WithCancel(r.Context())
	c.log = func(change func(*Seen)) {
		p.mu.Lock()
		defer p.mu.Unlock()
		change(seen)
	}
	defer func() {
		c.log(func(seen *Seen) { seen.Left = ctx.Err() != nil })
		left()
	}()
	c.since, c.left, c.now = p.Now().Sub(began), left, p.Now
	if model, _, _ := strings.Cut(c.model, "+"); model == "demo-limited" {
		c.limits = p.limitsOf(r, c.model)
	}
	if f := refusalOf(r, c.model); f != nil {
		if !f.lets(r, body) {
			f.answer(rw)
			return
		}
		if r.Header.Get("x-demo-model") == "" {
			c.model = "demo-ok"
		}
	}
	s := find(c.model)
	if s == nil {
		openAIError(
			rw,
			404,
			"invalid_request_error",
			"model_not_found",
			"The model `"+c.model+"` does not exist or you do not have access to it.",
		)
		return
	}
	s.steps[place%len(s.steps)](rw, r.WithContext(ctx), c)
}

// read the model and what is asked of it from a JSON body.
func (c *call) read(body []byte) bool {
	var in struct {
		Model  string `json:"model"`
		Stream bool   `json:"stream"`

		Messages  []struct{ Role string }
		MaxTokens *int `json:"max_tokens"`
	}
	err := json.Unmarshal(body, &in)
	c.model, c.stream = in.Model, in.Stream
	c.maxTokens = in.MaxTokens != nil
	c.prefill = len(in.Messages) > 0 && in.Messages[len(in.Messages)-1].Role == "assistant"
	return err == nil
}

// echo answers with the request, for tests of faithful forwarding.
func (p *Provider) echo(rw http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	p.note(r, "", body)
	rw.Header()["X-Demo-Twice"] = []string{"one", "two"}
	writeJSON(rw, 200, map[string]any{
		"method":  r.Method,
		"uri":     r.URL.RequestURI(),
		"host":    r.Host,
		"headers": r.Header,
		"body":    string(body),
	})
}

func (p *Provider) models(rw http.ResponseWriter, r *http.Request) {
	list := make([]map[string]any, len(scripts))
	for i, s := range scripts {
		list[i] = describe(s)
	}
	writeJSON(rw, 200, map[string]any{"object": "list", "data": list})
}

func (p *Provider) model(rw http.ResponseWriter, r *http.Request) {
	if s := find(r.PathValue("model")); s != nil {
		writeJSON(rw, 200, describe(*s))
		return
	}
	openAIError(
		rw, 404, "invalid_request_error", "model_not_found", "The model `"+r.PathValue("model")+"` does not exist.",
	)
}

func describe(s script) map[string]any {
	return map[string]any{
		"id":          s.model,
		"object":      "model",
		"created":     1767225600,
		"owned_by":    "ukemi-demo",
		"description": s.about + faultsOf(s.model),
	}
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
	rw.Header().Set("x-request-id", "req_demo_"+code)
	writeJSON(rw, status, map[string]any{"error": e})
}
