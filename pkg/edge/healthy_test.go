// Exchanges that are right and odd, each asked directly and through the two Go
// drivers: nothing may differ. test/healthy asks the drivers in JavaScript and
// the edge as a process.

package edge

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestHandlerHealthy: the proxy, in this process.
func TestHandlerHealthy(t *testing.T) {
	testHealthy(t, func(t *testing.T, c Config) (string, http.RoundTripper) {
		edge := httptest.NewServer(NewHandler(c, nil, slog.New(slog.DiscardHandler)))
		t.Cleanup(edge.Close)
		return edge.URL, plainTransport(t)
	})
}

// TestTransportHealthy: the RoundTripper.
func TestTransportHealthy(t *testing.T) {
	testHealthy(t, func(t *testing.T, c Config) (string, http.RoundTripper) {
		return c.Upstream.String(), NewTransport(Options{Base: plainTransport(t), Policy: c.Policy})
	})
}

func plainTransport(t *testing.T) *http.Transport {
	transport := upstreamTransport()
	t.Cleanup(transport.CloseIdleConnections)
	return transport
}

// healthySettings: as they come, but for what makes one exchange's failure
// another one's.
var healthySettings = []string{
	"UKEMI_RETRY_BUDGET=0", "UKEMI_BREAKER_FAILURES=0", "UKEMI_INITIAL_BACKOFF=1ms", "UKEMI_MAX_BACKOFF=2ms",
}

func testHealthy(t *testing.T, start func(*testing.T, Config) (string, http.RoundTripper)) {
	t.Parallel()
	upstream := newHealthyUpstream(t)
	c, err := Load(append(healthySettings, "UKEMI_UPSTREAM="+upstream.URL))
	if err != nil {
		t.Fatal(err)
	}
	base, through := start(t, c)
	direct := plainTransport(t)
	for _, e := range readHealthy(t) {
		t.Run(e.File+"/"+e.Name, func(t *testing.T) {
			t.Parallel()
			want := upstream.ask(t, e, "directly", upstream.URL, direct)
			got := upstream.ask(t, e, "through ukemi", base, through)
			got.check(t, want, e.streams())
		})
	}
}

// healthyAnswer is what the caller got, and what the upstream saw of it.
type healthyAnswer struct {
	status          int
	length          int64
	header, trailer http.Header
	body            []byte
	asked           []healthyAsked
}

// healthyPatience is how long an answer may take before it counts as lost. It is
// no deadline, which ukemi would see and keep to.
const healthyPatience = 20 * time.Second

func (u *healthyUpstream) ask(
	t *testing.T, e healthyExchange, way, base string, transport http.RoundTripper,
) healthyAnswer {
	t.Helper()
	id := url.PathEscape(t.Name() + ": " + way)
	run := &healthyRun{exchange: e}
	u.runs.Store(id, run)
	defer u.runs.Delete(id)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	defer time.AfterFunc(healthyPatience, cancel).Stop()
	method, sent := e.Request.method(), bytes.NewReader(e.Request.body())
	req, err := http.NewRequestWithContext(ctx, method, base+e.Request.Path, sent)
	if err != nil {
		t.Fatal(err)
	}
	req.Header = e.Request.header()
	req.Header.Set("x-run", id)
	response, err := transport.RoundTrip(req)
	if err != nil {
		t.Fatalf("%s: %v", way, err)
	}
	defer response.Body.Close()
	run.arrived(0)
	body := &bytes.Buffer{}
	if _, err := io.Copy(body, arriving{response.Body, run}); err != nil {
		t.Fatalf("%s: status %d, then the body broke: %v", way, response.StatusCode, err)
	}
	run.mu.Lock()
	defer run.mu.Unlock()
	return healthyAnswer{
		status: response.StatusCode, length: response.ContentLength,
		header: response.Header, trailer: response.Trailer, body: body.Bytes(), asked: run.asked,
	}
}

// arriving tells the run of every byte.
type arriving struct {
	io.Reader
	run *healthyRun
}

func (a arriving) Read(p []byte) (int, error) {
	n, err := a.Reader.Read(p)
	if n > 0 {
		a.run.arrived(n)
	}
	return n, err
}

var (
	// ofHop is of one connection, not of the message.
	ofHop = regexp.MustCompile(`^(connection|keep-alive|te|trailer|transfer-encoding|upgrade|proxy-.*)$`)
	// ofWay is what a proxy tells of the way, and what the tests themselves send.
	ofWay = regexp.MustCompile(`^(host|accept-encoding|x-forwarded-.*|forwarded|via|x-real-ip|content-length|x-run)$`)
	// ofUkemi is what ukemi may add to an answer.
	ofUkemi = regexp.MustCompile(`^(x-ukemi-.*|server-timing|x-request-id|content-length)$`)
	// ofBytes is what a driver that watches a stream may have to leave out.
	ofBytes = regexp.MustCompile(`^(content-length|content-encoding|etag)$`)
)

func (got healthyAnswer) check(t *testing.T, want healthyAnswer, streams bool) {
	t.Helper()
	if got.status != want.status {
		t.Fatalf("status %d, not %d, asked %d times: %.200s", got.status, want.status, len(got.asked), got.body)
	}
	got.checkBody(t, want, streams)
	has, wanted := joinedHeaders(got.header, ofHop), joinedHeaders(want.header, ofHop)
	for name, value := range wanted {
		if has[name] != value && !(streams && ofBytes.MatchString(name) && has[name] == "") {
			t.Errorf("header %s: %s, not %s", name, cmp.Or(has[name], "missing"), value)
		}
	}
	for name := range has {
		if _, ok := wanted[name]; !ok && !ofUkemi.MatchString(name) {
			t.Errorf("header %s was added: %s", name, has[name])
		}
	}
	if !streams && want.length >= 0 && got.length != want.length {
		t.Errorf("ContentLength %d, not %d", got.length, want.length)
	}
	if a, b := joinedHeaders(got.trailer), joinedHeaders(want.trailer); !maps.Equal(a, b) {
		t.Errorf("trailers: %v, not %v", a, b)
	}
	got.checkRequest(t, want)
}

// checkBody: byte for byte; a stream that a driver had to unpack in order to
// watch it is compared unpacked.
func (got healthyAnswer) checkBody(t *testing.T, want healthyAnswer, streams bool) {
	t.Helper()
	a, b := got.body, want.body
	if streams && !bytes.Equal(a, b) {
		a, b = got.plain(), want.plain()
	}
	if bytes.Equal(a, b) {
		return
	}
	at := 0
	for at < min(len(a), len(b)) && a[at] == b[at] {
		at++
	}
	around := func(s []byte) []byte { return s[max(0, at-30):min(len(s), at+60)] }
	t.Errorf("body of %d bytes, not %d, differs at %d: %q, not %q", len(a), len(b), at, around(a), around(b))
}

func (got healthyAnswer) plain() []byte {
	if got.header.Get("Content-Encoding") != "gzip" {
		return got.body
	}
	r, err := gzip.NewReader(bytes.NewReader(got.body))
	if err != nil {
		return got.body
	}
	out, _ := io.ReadAll(r)
	return out
}

func (got healthyAnswer) checkRequest(t *testing.T, want healthyAnswer) {
	t.Helper()
	if len(got.asked) != 1 {
		t.Errorf("asked %d times", len(got.asked))
		return
	}
	a, b := got.asked[0], want.asked[0]
	if a.Line != b.Line {
		t.Errorf("%s upstream, not %s", a.Line, b.Line)
	}
	has, wanted := joinedHeaders(a.Header, ofHop, ofWay), joinedHeaders(b.Header, ofHop, ofWay)
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		if has[name] != wanted[name] {
			t.Errorf("header %s upstream: %s, not %s", name, cmp.Or(has[name], "missing"), wanted[name])
		}
	}
	for name := range has {
		if _, ok := wanted[name]; !ok {
			t.Errorf("header %s was added upstream: %s", name, has[name])
		}
	}
	if a.Body != b.Body || a.Length != b.Length {
		t.Errorf("body upstream of %d bytes (%d), not %d (%d), or another",
			len(a.Body), a.Length, len(b.Body), b.Length)
	}
}

// joinedHeaders by name in lower case, without some. One that is given twice
// means what its values joined mean, but for cookies.
func joinedHeaders(h http.Header, without ...*regexp.Regexp) map[string]string {
	all := map[string]string{}
	for name, values := range h {
		name = strings.ToLower(name)
		if len(values) == 0 || slices.ContainsFunc(without, func(r *regexp.Regexp) bool { return r.MatchString(name) }) {
			continue
		}
		between := ", "
		if name == "set-cookie" {
			between = "\n"
		}
		all[name] = strings.Join(values, between)
	}
	return all
}
