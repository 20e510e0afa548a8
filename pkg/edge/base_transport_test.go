// What Options.Base may do, and what http.Client makes of it.

package edge

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"
)

// roundTripFunc is an http.RoundTripper as a function.
type roundTripFunc func(*http.Request) (*http.Response, error)

func (f roundTripFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// newTestTransport returns a Transport over another one, which does not really wait.
func newTestTransport(f roundTripFunc, o Options) *Transport {
	o.Base = f
	t := NewTransport(o)
	t.wait = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	return t
}

func chat(t *testing.T, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(
		t.Context(), "POST", "https://api.example/v1/chat/completions", strings.NewReader(body),
	)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestIncompleteAnswers: a transport that leaves out the body or the headers, as
// tests and mocks do, is coped with as http.Client copes.
func TestIncompleteAnswers(t *testing.T) {
	for name, c := range map[string]struct {
		answer http.Response
		status int
		asked  int
	}{
		"200 without a body":                 {http.Response{StatusCode: 200, Header: http.Header{}}, 200, 1},
		"200 without headers":                {http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader("{}"))}, 200, 1},
		"200 without either":                 {http.Response{StatusCode: 200}, 200, 1},
		"204 without either":                 {http.Response{StatusCode: 204}, 204, 1},
		"301 without either":                 {http.Response{StatusCode: 301}, 301, 1},
		"400 without either":                 {http.Response{StatusCode: 400}, 400, 1},
		"401 without headers":                {http.Response{StatusCode: 401, Body: io.NopCloser(strings.NewReader("no"))}, 401, 1},
		"429 without either":                 {http.Response{StatusCode: 429}, 429, 4},
		"500 without either":                 {http.Response{StatusCode: 500}, 500, 4},
		"no status at all":                   {http.Response{}, 0, 1},
		"200 in JSON without a body":         {http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Request: &http.Request{}, ContentLength: -1}, 502, 4},
		"a stream without a body, unwatched": {http.Response{StatusCode: 206, Header: http.Header{"Content-Type": {"text/event-stream"}}}, 206, 1},
	} {
		asked := 0
		transport := newTestTransport(func(*http.Request) (*http.Response, error) {
			asked++
			answer := c.answer
			return &answer, nil
		}, Options{})
		answer, err := (&http.Client{Transport: transport, CheckRedirect: noRedirect}).Do(chat(t, `{"model":"m"}`))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if _, err := io.ReadAll(answer.Body); err != nil {
			t.Errorf("%s: reading: %v", name, err)
		}
		if _ = answer.Body.Close(); answer.StatusCode != c.status || asked != c.asked {
			t.Errorf("%s: %d after %d attempts, want %d after %d", name, answer.StatusCode, asked, c.status, c.asked)
		}
	}
}

func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// TestWrongUse: what http.Client says without us it says with us, and nothing is
// sent again.
func TestWrongUse(t *testing.T) {
	provider := httptest.NewServer(
		http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) }),
	)
	defer provider.Close()
	broken := errors.New("the caller's own reader failed")
	type change func(*http.Request)
	for name, c := range map[string]struct {
		change change
		base   roundTripFunc // nil is net/http's
	}{
		"an unknown scheme":     {func(r *http.Request) { r.URL.Scheme = "gopher" }, nil},
		"no scheme":             {func(r *http.Request) { r.URL.Scheme = "" }, nil},
		"no host":               {func(r *http.Request) { r.URL.Host = "" }, nil},
		"no URL":                {func(r *http.Request) { r.URL = nil }, nil},
		"a method that is none": {func(r *http.Request) { r.Method = "PO ST" }, nil},
		"a header's name":       {func(r *http.Request) { r.Header["a b"] = []string{"c"} }, nil},
		"a header's value":      {func(r *http.Request) { r.Header.Set("authorization", "Bearer key\n") }, nil},
		"a trailer's value":     {func(r *http.Request) { r.Trailer = http.Header{"A": {"b\r\nc"}} }, nil},
		"a body that is shorter than stated": {func(r *http.Request) {
			r.Body, r.ContentLength = io.NopCloser(strings.NewReader("12345")), 100
		}, nil},
		"a body that is longer than stated": {func(r *http.Request) {
			r.Body, r.ContentLength = io.NopCloser(strings.NewReader("12345")), 3
		}, nil},
		"a long body that is shorter than stated": {func(r *http.Request) {
			r.Body, r.ContentLength = io.NopCloser(strings.NewReader("12345")), 5<<20
		}, nil},
		"a body that breaks": {func(r *http.Request) {
			r.Body, r.ContentLength = io.NopCloser(io.MultiReader(strings.NewReader("12345"), failing{broken})), -1
		}, nil},
		"a long body that breaks": {func(r *http.Request) {
			r.Body, r.ContentLength = io.NopCloser(io.MultiReader(strings.NewReader("12345"), failing{broken})), 5<<20
		}, nil},
		"a transport without an answer": {func(*http.Request) {}, func(*http.Request) (*http.Response, error) { return nil, nil }},
		"a transport that forgets the body it states": {func(*http.Request) {}, func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, ContentLength: 5}, nil
		}},
	} {
		calls := 0
		call := func(wrap func(http.RoundTripper) http.RoundTripper) error {
			plain := &http.Transport{}
			defer plain.CloseIdleConnections()
			var base http.RoundTripper = roundTripFunc(func(r *http.Request) (*http.Response, error) {
				calls++
				if c.base != nil {
					return c.base(r)
				}
				return plain.RoundTrip(r)
			})
			r, _ := http.NewRequest("POST", provider.URL+"/v1/chat/completions", strings.NewReader(`{"model":"m"}`))
			c.change(r)
			answer, err := (&http.Client{Transport: wrap(base)}).Do(r)
			if err == nil {
				_ = answer.Body.Close()
			}
			return err
		}
		want := call(func(b http.RoundTripper) http.RoundTripper { return b })
		without := calls
		calls = 0
		got := call(func(b http.RoundTripper) http.RoundTripper { return NewTransport(Options{Base: b}) })
		if want == nil {
			t.Errorf("%s: http.Client takes it", name)
		} else if got == nil || cause.ReplaceAllString(got.Error(), "") != cause.ReplaceAllString(want.Error(), "") {
			t.Errorf("%s: %v, without us %v", name, got, want)
		}
		if calls > without {
			t.Errorf("%s: sent %d times, without us %d", name, calls, without)
		}
	}
}

// cause: what net/http adds depends on how much of the request had gone out.
var cause = regexp.MustCompile(`net/http: HTTP/1.x transport connection broken: |readfrom tcp [^ ]+: `)

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// TestBodyIsClosed: RoundTrip closes the request's body, whatever comes of it.
func TestBodyIsClosed(t *testing.T) {
	answers := func(status int) roundTripFunc {
		return func(r *http.Request) (*http.Response, error) {
			_, _ = io.Copy(io.Discard, r.Body)
			_ = r.Body.Close()
			return &http.Response{StatusCode: status}, nil
		}
	}
	left, leave := context.WithCancel(t.Context())
	leave()
	for name, c := range map[string]struct {
		base   roundTripFunc
		change func(*http.Request)
	}{
		"an answer":              {answers(200), func(*http.Request) {}},
		"an error":               {answers(503), func(*http.Request) {}},
		"a long body":            {answers(503), func(r *http.Request) { r.ContentLength = 5 << 20 }},
		"a wish that is refused": {answers(200), func(r *http.Request) { r.Header.Set("x-ukemi-mode", "other") }},
		"refused, a long body": {answers(200), func(r *http.Request) {
			r.Header.Set("x-ukemi-mode", "other")
			r.ContentLength = 5 << 20
		}},
		"an upgrade":         {answers(200), func(r *http.Request) { r.Header.Set("Upgrade", "websocket") }},
		"wrong use":          {answers(200), func(r *http.Request) { r.URL.Scheme = "x" }},
		"a caller that left": {answers(200), func(r *http.Request) { *r = *r.WithContext(left) }},
		"a broken body":      {answers(200), func(r *http.Request) { r.Body.(*closing).Reader = failing{io.ErrUnexpectedEOF} }},
	} {
		r := chat(t, "")
		body := &closing{Reader: strings.NewReader(`{"model":"m"}`)}
		r.Body, r.ContentLength, r.GetBody = body, 13, nil
		c.change(r)
		if answer, err := newTestTransport(c.base, Options{}).RoundTrip(r); err == nil && answer.Body != nil {
			_ = answer.Body.Close()
		}
		if !body.closed {
			t.Errorf("%s: it is left open", name)
		}
	}
}

// TestAbort: who no longer waits gets an error and no answer, and nothing more
// is sent.
func TestAbort(t *testing.T) {
	why := errors.New("changed their mind")
	for name, by := range map[string]func(r *http.Request, abort <-chan struct{}) *http.Request{
		"the context": func(r *http.Request, abort <-chan struct{}) *http.Request {
			ctx, cancel := context.WithCancelCause(r.Context())
			context.AfterFunc(r.Context(), func() { cancel(nil) })
			go func() { <-abort; cancel(why) }()
			return r.WithContext(ctx)
		},
		"Request.Cancel": func(r *http.Request, abort <-chan struct{}) *http.Request {
			r.Cancel = abort //nolint:staticcheck // http.Client still sets it
			return r
		},
	} {
		for when, during := range map[string]func(abort chan struct{}) (roundTripFunc, func(context.Context, time.Duration) error){
			"while it is asked": func(abort chan struct{}) (roundTripFunc, func(context.Context, time.Duration) error) {
				return func(r *http.Request) (*http.Response, error) {
					close(abort)
					select {
					case <-r.Context().Done():
					case <-r.Cancel: //nolint:staticcheck // as above
					}
					return nil, errors.New("net/http: request canceled")
				}, wait
			},
			"while it waits": func(abort chan struct{}) (roundTripFunc, func(context.Context, time.Duration) error) {
				return func(*http.Request) (*http.Response, error) { return &http.Response{StatusCode: 503}, nil }, func(ctx context.Context, _ time.Duration) error {
					close(abort)
					<-ctx.Done()
					return context.Cause(ctx)
				}
			},
			"while an error's body is read": func(abort chan struct{}) (roundTripFunc, func(context.Context, time.Duration) error) {
				return func(*http.Request) (*http.Response, error) {
					return &http.Response{StatusCode: 503, Body: &endless{onRead: func() { close(abort) }, until: make(chan struct{})}}, nil
				}, wait
			},
		} {
			abort, asked := make(chan struct{}), 0
			base, pause := during(abort)
			transport := NewTransport(
				Options{Base: roundTripFunc(func(r *http.Request) (*http.Response, error) { asked++; return base(r) })},
			)
			transport.wait = pause
			answer, err := transport.RoundTrip(by(chat(t, `{"model":"m"}`), abort))
			want := why
			if name == "Request.Cancel" {
				want = errCanceled
			}
			if answer != nil || !errors.Is(err, want) || asked != 1 {
				t.Errorf("%s, %s: %v, %v after %d attempts", name, when, answer, err, asked)
			}
		}
	}
}

// endless is a body that sends nothing more and heeds nobody until it is closed.
type endless struct {
	first  string
	onRead func()
	until  chan struct{}
}

func (e *endless) Read(p []byte) (int, error) {
	if e.first != "" {
		n := copy(p, e.first)
		e.first = e.first[n:]
		return n, nil
	}
	if e.onRead != nil {
		e.onRead()
		e.onRead = nil
	}
	<-e.until
	return 0, http.ErrBodyReadAfterClose
}

func (e *endless) Close() error {
	close(e.until)
	return nil
}

// TestOrigin: an answer that is made of an upstream's says how that came.
func TestOrigin(t *testing.T) {
	state := &tls.ConnectionState{ServerName: "api.example"}
	for name, c := range map[string]struct {
		proto        string
		major, minor int
		want         string
	}{
		"HTTP/2":   {"HTTP/2.0", 2, 0, "HTTP/2.0"},
		"HTTP/1.0": {"HTTP/1.0", 1, 0, "HTTP/1.0"},
		"a mock":   {"", 0, 0, "HTTP/1.1"},
	} {
		transport := newTestTransport(func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 400, Proto: c.proto, ProtoMajor: c.major, ProtoMinor: c.minor, TLS: state}, nil
		}, Options{})
		r := chat(t, `{"model":"m"}`)
		answer, err := transport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		is(t, name+": Proto", answer.Proto, c.want)
		is(t, name+": is HTTP/2", answer.ProtoAtLeast(2, 0), c.major == 2)
		is(t, name+": TLS", answer.TLS, state)
		is(t, name+": Request", answer.Request, r)
	}
}

// TestTrailers of a request reach the upstream with every attempt, also from the
// proxy's callers; and only there.
func TestTrailers(t *testing.T) {
	for name, size := range map[string]int{"kept": 10, "sent once": 5 << 20} {
		var seen []string
		provider := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			if seen = append(seen, r.Trailer.Get("x-checksum")); len(seen) == 1 && size == 10 {
				w.WriteHeader(503)
			}
		}))
		proxy := proxyTo(t, provider.URL)
		for by, target := range map[string]string{"RoundTripper": provider.URL, "proxy": proxy.URL} {
			seen = nil
			r, _ := http.NewRequest("POST", target+"/v1/chat/completions", nil)
			r.Trailer = http.Header{"X-Checksum": nil}
			r.Body = io.NopCloser(io.MultiReader(
				strings.NewReader(strings.Repeat("x", size)), &whenRead{func() { r.Trailer.Set("x-checksum", "abc") }},
			))
			transport := http.RoundTripper(http.DefaultTransport)
			if by == "RoundTripper" {
				transport = NewTransport(Options{})
			}
			answer, err := transport.RoundTrip(r)
			if err != nil {
				t.Fatal(err)
			}
			_ = answer.Body.Close()
			for _, one := range seen {
				is(t, name+", "+by, one, "abc")
			}
		}
		provider.Close()
	}
}

// whenRead does something at the end of a body.
type whenRead struct{ do func() }

func (w *whenRead) Read([]byte) (int, error) {
	w.do()
	return 0, io.EOF
}

// TestIdleConnections of Options.Base can be closed through us, and what
// was read to its end holds nothing.
func TestIdleConnections(t *testing.T) {
	base := &idle{}
	client := &http.Client{Transport: NewTransport(Options{Base: base})}
	client.CloseIdleConnections()
	is(t, "closed", base.closed, true)
}

type idle struct {
	roundTripFunc
	closed bool
}

func (i *idle) CloseIdleConnections() { i.closed = true }

// TestNoBody: where a request has none, Options.Base gets none.
func TestNoBody(t *testing.T) {
	for name, given := range map[string]io.ReadCloser{"nil": nil, "NoBody": http.NoBody} {
		r, _ := http.NewRequestWithContext(t.Context(), "GET", "https://api.example/v1/models", nil)
		r.Body = given
		answer, err := newTestTransport(func(out *http.Request) (*http.Response, error) {
			is(t, name, out.Body, given)
			return &http.Response{StatusCode: 200}, nil
		}, Options{}).RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
	}
}

// TestRequestStaysAsItWas: RoundTrip does not change the request.
func TestRequestStaysAsItWas(t *testing.T) {
	r := chat(t, `{"model":"m"}`)
	r.Header = http.Header{"x-ukemi-mode": {"advise"}, "X-Ukemi-Timeout": {"20s"}, "Authorization": {"Bearer k"}}
	for _, upgrade := range []string{"", "websocket"} {
		if upgrade != "" {
			r.Header.Set("Upgrade", upgrade)
		}
		before := r.Header.Clone()
		var sent http.Header
		answer, err := newTestTransport(func(out *http.Request) (*http.Response, error) {
			sent = out.Header
			return &http.Response{StatusCode: 200}, nil
		}, Options{}).RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		if answer.Body != nil {
			_ = answer.Body.Close()
		}
		if len(r.Header) != len(before) {
			t.Errorf("the request's headers are now %v", r.Header)
		}
		for name := range sent {
			if strings.HasPrefix(strings.ToLower(name), "x-ukemi-") {
				t.Errorf("upgrade %q: %s was sent", upgrade, name)
			}
		}
		is(t, "authorization", sent.Get("Authorization"), "Bearer k")
	}
}
