package ukemi

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/ukemi-dev/ukemi/pkg/classify"
)

const overloaded = `{"error":{"message":"The engine is overloaded","type":"server_error","code":"overloaded"}}`

func responseWith(status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}}, ContentLength: int64(len(body)),
		Body: io.NopCloser(strings.NewReader(body)), Request: httptest.NewRequest("POST", "/v1/chat/completions", nil),
	}
}

func TestFromHTTP(t *testing.T) {
	for about, c := range map[string]struct {
		response *http.Response
		class    classify.Class
	}{
		"no response":              {nil, ""},
		"an error":                 {responseWith(503, overloaded), classify.Overloaded},
		"an error under 200":       {responseWith(200, overloaded), classify.Overloaded},
		"half an answer under 200": {responseWith(200, `{"id":"1","choices":[`), classify.Connection},
		"an answer":                {responseWith(200, `{"id":"1","choices":[]}`), ""},
		"a redirect":               {responseWith(307, ""), ""},
		"no body":                  {&http.Response{StatusCode: 429}, classify.RateLimit},
		"no request":               {&http.Response{StatusCode: 200, Body: http.NoBody}, ""},
	} {
		if v := FromHTTP(c.response); v.Class != c.class {
			t.Errorf("%s: %q, want %q", about, v.Class, c.class)
		}
	}
}

// TestBodyIsPutBack: whole, encoded as it arrived, and with the error at its end.
func TestBodyIsPutBack(t *testing.T) {
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	_, _ = io.WriteString(z, overloaded)
	_ = z.Close()
	long := overloaded + strings.Repeat(" ", 2*classify.MaxBody)
	for about, body := range map[string]string{"short": overloaded, "gzip": zipped.String(), "longer than MaxBody": long} {
		r := responseWith(503, body)
		if about == "gzip" {
			r.Header.Set("content-encoding", "gzip")
		}
		v := FromHTTP(r)
		if back, err := io.ReadAll(r.Body); v.Class != classify.Overloaded || err != nil || string(back) != body {
			t.Errorf("%s: %s, then %d of %d bytes and %v", about, v.Class, len(back), len(body), err)
		}
	}
	broke := errors.New("broke off")
	r := responseWith(503, "")
	r.Body = io.NopCloser(io.MultiReader(strings.NewReader(overloaded), failing{broke}))
	v := FromHTTP(r)
	if back, err := io.ReadAll(r.Body); v.Class != classify.Overloaded || !errors.Is(err, broke) ||
		string(back) != overloaded {
		t.Errorf("a body that breaks off: %s, then %q and %v", v.Class, back, err)
	}
}

// responseError has the fields of an official SDK's error.
type responseError struct{ Response *http.Response }

func (e *responseError) Error() string { return "an error" }

func TestFromError(t *testing.T) {
	var none *responseError
	for about, c := range map[string]struct {
		err   error
		class classify.Class
	}{
		"no error":   {nil, ""},
		"a response": {&responseError{responseWith(503, overloaded)}, classify.Overloaded},
		"a response, joined": {
			errors.Join(errors.New("first"), &responseError{responseWith(503, overloaded)}), classify.Overloaded,
		},
		"a pointer that is nil": {fmt.Errorf("wrapped: %w", none), classify.Unknown},
		"an error without one":  {&responseError{}, classify.Unknown},
		"a text": {
			errors.New("API returned unexpected status code: 429: Rate limit reached"), classify.RateLimit,
		},
		"the end of the stream":  {io.ErrUnexpectedEOF, classify.Connection},
		"the handler's deadline": {http.ErrHandlerTimeout, classify.Timeout},
	} {
		if v := FromError(c.err); v.Class != c.class {
			t.Errorf("%s: %q, want %q", about, v.Class, c.class)
		}
	}
}
