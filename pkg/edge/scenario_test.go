// The scenarios of test/scenarios on the two Go drivers: the proxy over a real
// socket, and the RoundTripper with a clock of its own.

package edge

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ukemi-dev/ukemi/test/wall"
)

type scenario struct {
	Name, Model, Path string
	Stream            bool
	Headers           map[string]string
	Expect            struct {
		Status      int
		Upstream    int
		Trail       *string
		Class, Code string
		Type        string
		Says, Never string
		Headers     map[string]*string
		Waits       []float64
		Mode        string // "own": does not hold where the mode is chosen per request
	}
}

type scenarioFile struct {
	Settings  map[string]string
	Scenarios []scenario
}

func readScenarios(t *testing.T) (f scenarioFile, c Config) {
	t.Helper()
	readJSON(t, "../../test/scenarios/basics.json", &f)
	var environ []string
	for name, value := range f.Settings {
		environ = append(environ, name+"="+value)
	}
	c, err := Load(environ)
	if err != nil {
		t.Fatal(err)
	}
	return f, c
}

func readJSON(t *testing.T, path string, into any) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

// request of a scenario, in a session of its own.
func (s scenario) request(t *testing.T, base string) *http.Request {
	t.Helper()
	body, _ := json.Marshal(map[string]any{"model": s.Model, "stream": s.Stream, "messages": []any{map[string]any{"role": "user", "content": "hi"}}})
	path := s.Path
	if path == "" {
		path = "/v1/chat/completions"
	}
	req, err := http.NewRequest("POST", base+path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("content-type", "application/json")
	req.Header.Set("x-wall-session", t.Name())
	for name, value := range s.Headers {
		req.Header.Set(name, value)
	}
	return req
}

var trailWait = regexp.MustCompile(`;wait=(\d+);src=[a-z-]+`)

// check an answer and what the provider saw of it.
func (s scenario) check(t *testing.T, w *wall.Wall, response *http.Response, body []byte) {
	t.Helper()
	is := func(what string, got, want any) {
		t.Helper()
		if got != want {
			t.Errorf("%s: got %v, want %v", what, got, want)
		}
	}
	e := s.Expect
	is("status", response.StatusCode, e.Status)
	if e.Upstream > 0 {
		is("calls upstream", len(w.Log(t.Name())), e.Upstream)
	}
	trail := response.Header.Get("x-ukemi-attempts")
	if e.Trail != nil {
		is("trail", trailWait.ReplaceAllString(trail, ""), *e.Trail)
	}
	waits := trailWait.FindAllStringSubmatch(trail, -1)
	for i, least := range e.Waits {
		if got, _ := strconv.ParseFloat(waits[i][1], 64); got < least || got > least*1.1 {
			t.Errorf("wait %d: got %v, want %v to a tenth more", i, got, least)
		}
	}
	for name, want := range e.Headers {
		if got := response.Header.Values(name); want == nil && len(got) > 0 {
			t.Errorf("header %s: got %q, want none", name, got)
		} else if want != nil {
			is("header "+name, strings.Join(got, ", "), *want)
		}
	}
	is("class", response.Header.Get("x-ukemi-class"), e.Class)
	if e.Class != "" {
		var answer struct {
			Error struct{ Message, Type, Code string }
		}
		if err := json.Unmarshal(body, &answer); err != nil || answer.Error.Message == "" {
			t.Errorf("not in the contract's format: %s", body)
		}
		if e.Code != "" {
			is("code", answer.Error.Code, e.Code)
		}
		if e.Type != "" {
			is("type", answer.Error.Type, e.Type)
		}
		is("content-length", response.Header.Get("content-length"), strconv.Itoa(len(body)))
	}
	if !strings.Contains(string(body), e.Says) {
		t.Errorf("the body does not say %q: %s", e.Says, body)
	}
	if e.Never != "" && strings.Contains(string(body), e.Never) {
		t.Errorf("the body says %q: %s", e.Never, body)
	}
}

func TestHandlerScenarios(t *testing.T) {
	w := wall.New()
	provider := httptest.NewServer(w)
	defer provider.Close()
	f, c := readScenarios(t)
	c.Upstream, _ = url.Parse(provider.URL)
	edge := httptest.NewServer(NewHandler(c, nil, slog.New(slog.DiscardHandler)))
	defer edge.Close()
	for _, s := range f.Scenarios {
		t.Run(s.Name, func(t *testing.T) {
			s.run(t, w, edge.URL, http.DefaultTransport)
		})
	}
}

func TestTransportScenarios(t *testing.T) {
	w := wall.New()
	provider := httptest.NewServer(w)
	defer provider.Close()
	f, c := readScenarios(t)
	for _, s := range f.Scenarios {
		t.Run(s.Name, func(t *testing.T) {
			transport := NewTransport(Options{Base: upstreamTransport(), Policy: c.Policy})
			transport.wait = func(context.Context, time.Duration) error { return nil }
			s.run(t, w, provider.URL, transport)
		})
	}
}

func (s scenario) run(t *testing.T, w *wall.Wall, base string, transport http.RoundTripper) {
	response, err := transport.RoundTrip(s.request(t, base))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if response.Header.Get("content-encoding") == "gzip" {
		body = decoded(body, "gzip")
	}
	s.check(t, w, response, body)
}

// TestPaths: joinPath and its JavaScript twin agree.
func TestPaths(t *testing.T) {
	var f struct{ Paths [][3]string }
	readJSON(t, "../../test/scenarios/paths.json", &f)
	for _, p := range f.Paths {
		base, _ := url.Parse("http://upstream" + p[0])
		in, err := url.ParseRequestURI(p[1])
		if err != nil {
			t.Fatal(err)
		}
		if in.Host != "" { // as net/http's server reads a path of two slashes
			in = &url.URL{Path: p[1]}
		}
		out := url.URL{Scheme: "http", Host: "upstream"}
		out.Path, out.RawPath = joinPath(base, in)
		if got := out.EscapedPath(); got != p[2] {
			t.Errorf("%q + %q: got %q, want %q", p[0], p[1], got, p[2])
		}
	}
}
