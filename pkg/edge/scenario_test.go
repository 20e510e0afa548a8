// The scenarios of test/scenarios on the two Go drivers: the proxy over a real
// socket, and the RoundTripper with a clock of its own.

package edge

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"flag"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ukemi-dev/ukemi/internal/demo"
	"github.com/ukemi-dev/ukemi/internal/nethttp"
)

// scenarioFile is a file of scenarios; test/scenarios/README.md explains the
// fields.
type scenarioFile struct {
	Name      string
	Settings  map[string]string
	Scenarios []scenario
}

// scenario is one call, or several that share its fields.
type scenario struct {
	Name    string
	Drivers []string
	Slow    bool
	Calls   []json.RawMessage
	scenarioCall
}

type scenarioCall struct {
	Method, Path, Model string
	Fault               string
	Refuses             *refuses
	Stream              bool
	Pad                 int
	Headers             map[string]string
	Body                *string
	Times               int
	Every               int // ms
	Expect              expectation
}

// UnmarshalJSON gives each call of a scenario the scenario's fields.
func (s *scenario) UnmarshalJSON(data []byte) error {
	var named struct {
		Name    string
		Drivers []string
		Slow    bool
		Calls   []json.RawMessage
	}
	if err := json.Unmarshal(data, &named); err != nil {
		return err
	}
	*s = scenario{
		Name:         named.Name,
		Drivers:      named.Drivers,
		Slow:         named.Slow,
		Calls:        named.Calls,
		scenarioCall: scenarioCall{Method: "POST", Path: "/v1/chat/completions", Model: "demo-ok", Times: 1},
	}
	return json.Unmarshal(data, &s.scenarioCall)
}

func (s scenario) calls(t *testing.T) []scenarioCall {
	if s.Calls == nil {
		return []scenarioCall{s.scenarioCall}
	}
	calls := make([]scenarioCall, len(s.Calls))
	for i, own := range s.Calls {
		calls[i] = s.scenarioCall
		calls[i].Headers = maps.Clone(s.Headers)
		if err := json.Unmarshal(own, &calls[i]); err != nil {
			t.Fatal(err)
		}
	}
	return calls
}

func readScenarios(t *testing.T) (files []scenarioFile) {
	t.Helper()
	paths, err := filepath.Glob("../../test/scenarios/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		f := scenarioFile{Name: strings.TrimSuffix(filepath.Base(path), ".json")}
		if readJSON(t, path, &f); len(f.Scenarios) > 0 {
			files = append(files, f)
		}
	}
	return files
}

func readJSON(t *testing.T, path string, into any) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// config of a file, with {url}, {second}, {refused} … replaced by the demo provider's.
func (f scenarioFile) config(t *testing.T, sites *demo.Sites) Config {
	t.Helper()
	fill := strings.NewReplacer(
		"{url}",
		sites.URL,
		"{second}",
		sites.Second,
		"{refused}",
		sites.Refused,
		"{halfOpen}",
		sites.HalfOpen,
		"{tls}",
		sites.TLS,
		"{plain}",
		sites.Plain,
	)
	environ := []string{"UKEMI_UPSTREAM=" + sites.URL}
	for name, value := range f.Settings {
		environ = append(environ, name+"="+fill.Replace(value))
	}
	c, err := Load(environ)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// driver is how the calls of a file are made.
type driver struct {
	base      string
	transport http.RoundTripper
	pause     func(time.Duration) // between two calls
}

// TestHandlerScenarios: the proxy, in this process.
func TestHandlerScenarios(t *testing.T) {
	testScenarios(t, "native", func(t *testing.T, w *demo.Provider, c Config) driver {
		edge := httptest.NewServer(NewHandler(c, nil, slog.New(slog.DiscardHandler)))
		t.Cleanup(edge.Close)
		return driver{edge.URL, &http.Transport{DisableCompression: true}, time.Sleep}
	})
}

// TestTransportScenarios: the RoundTripper. Its clock, which is the demo provider's,
// only moves when something waits.
func TestTransportScenarios(t *testing.T) {
	testScenarios(t, "RoundTripper", func(t *testing.T, w *demo.Provider, c Config) driver {
		var waited atomic.Int64
		w.Now = func() time.Time { return time.Now().Add(time.Duration(waited.Load())) }
		transport := NewTransport(
			Options{Base: upstreamTransport(), Policy: c.Policy, Keys: c.Keys, MaxBody: c.MaxBody, Details: c.Details},
		)
		transport.now = w.Now
		transport.wait = func(_ context.Context, d time.Duration) error { waited.Add(int64(d)); return nil }
		return driver{c.Upstream.String(), transport, func(d time.Duration) { waited.Add(int64(d)) }}
	})
}

// TestMain lets more tests run at once than there are cores: most of their time
// scenarios wait.
func TestMain(m *testing.M) {
	_ = flag.Set("test.parallel", "16")
	m.Run()
}

func testScenarios(t *testing.T, name string, start func(*testing.T, *demo.Provider, Config) driver) {
	t.Parallel()
	for _, f := range readScenarios(t) {
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			w := demo.New()
			sites, err := w.Listen()
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(sites.Close)
			d := start(t, w, f.config(t, sites))
			for _, s := range f.Scenarios {
				if s.Drivers != nil && !slices.Contains(s.Drivers, name) || s.Slow && name == "native" {
					continue
				}
				t.Run(s.Name, func(t *testing.T) { s.run(t, w, sites, d) })
			}
		})
	}
}

func (s scenario) run(t *testing.T, w *demo.Provider, sites *demo.Sites, d driver) {
	seen := 0
	for i, c := range s.calls(t) {
		for n := range c.Times {
			if i+n > 0 {
				d.pause(time.Duration(c.Every) * time.Millisecond)
			}
			sent := c.request(t)
			response, body := d.call(t, c, sent)
			c.Expect.checkAnswer(t, response, body)
			log := w.Log(t.Name())
			c.checkUpstream(t, sent, log[seen:], sites)
			if seen = len(log); t.Failed() {
				t.Fatalf("call %d, time %d", i+1, n+1)
			}
		}
	}
}

// refuses is an error that the provider answers with until a request is as expected.
type refuses struct {
	Model  string          `json:"model"`
	Status int             `json:"status"`
	Body   json.RawMessage `json:"body"`
	Wants  map[string]any  `json:"wants"`
}

func (r refuses) header(t *testing.T, e expectation) string {
	t.Helper()
	if e.Status == 200 {
		r.Wants = map[string]any{"body": e.Gets, "headers": map[string]*string{}}
		for name, value := range e.Sees {
			r.Wants["headers"].(map[string]*string)[name] = nil
			if len(value) > 0 {
				r.Wants["headers"].(map[string]*string)[name] = &value[0]
			}
		}
		if n := len(e.Paths); n > 0 {
			r.Wants["path"] = e.Paths[n-1]
		}
	}
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(text)
}

// sentCall is what a call sends.
type sentCall struct {
	headers map[string]string
	body    string
}

func (c scenarioCall) request(t *testing.T) sentCall {
	sent := sentCall{headers: map[string]string{"x-demo-session": t.Name(), "x-client-request-id": t.Name()}}
	switch {
	case c.Method == "GET" || c.Method == "HEAD" || c.Method == "OPTIONS":
	case c.Body != nil:
		sent.body = *c.Body
	default:
		message := map[string]any{"role": "user", "content": "hi" + strings.Repeat(" and so on", c.Pad/10)}
		body, _ := json.Marshal(map[string]any{"model": c.Model, "stream": c.Stream, "messages": []any{message}})
		sent.body = string(body)
	}
	if sent.body != "" {
		sent.headers["content-type"] = "application/json"
	}
	if c.Refuses != nil {
		sent.headers["x-demo-refuses"] = c.Refuses.header(t, c.Expect)
	}
	if c.Fault != "" {
		sent.headers["x-demo-model"] = c.Fault
	}
	for name, value := range c.Headers {
		sent.headers[name] = value
	}
	return sent
}

func (d driver) call(t *testing.T, c scenarioCall, sent sentCall) (*http.Response, []byte) {
	t.Helper()
	req, err := http.NewRequest(c.Method, d.base+c.Path, bytes.NewReader([]byte(sent.body)))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range sent.headers {
		req.Header.Set(name, value)
	}
	response, err := d.transport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatalf("reading the body: %v", err)
	}
	if response.Header.Get("content-encoding") == "gzip" {
		body, _ = nethttp.Decode(body, "gzip")
	}
	return response, body
}

// TestPaths: joinPath, ownerOf and their JavaScript twins agree.
func TestPaths(t *testing.T) {
	var f struct {
		Paths  [][3]string
		Owners [][2]string
	}
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
	for _, p := range f.Owners {
		is(t, "owner of "+p[0], string(destinationOf(p[0])), p[1])
	}
}
