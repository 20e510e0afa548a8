//go:build !js

package edge

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"github.com/ukemi-dev/ukemi/internal/nethttp"
	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// zstdWindow is the largest window, in bytes, that RFC 9659 allows.
const zstdWindow = 8 << 20

// proxyTo an upstream, with the settings given.
func proxyTo(t *testing.T, upstream string, settings ...string) *httptest.Server {
	t.Helper()
	config, err := Load(
		append([]string{"UKEMI_UPSTREAM=" + upstream, "UKEMI_INITIAL_BACKOFF=1ms", "UKEMI_MAX_BACKOFF=1ms"}, settings...),
	)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(NewHandler(config, nil, slog.New(slog.DiscardHandler)))
	t.Cleanup(server.Close)
	return server
}

// encoders of every encoding that is decoded.
var encoders = map[string]func(io.Writer) io.WriteCloser{
	"gzip":    func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) },
	"x-gzip":  func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) },
	"deflate": func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) },
	"br":      func(w io.Writer) io.WriteCloser { return brotli.NewWriter(w) },
	"zstd": func(w io.Writer) io.WriteCloser {
		z, _ := zstd.NewWriter(w, zstd.WithEncoderConcurrency(1))
		return z
	},
}

func encode(t testing.TB, body []byte, encodings ...string) []byte {
	t.Helper()
	for _, name := range encodings {
		var out bytes.Buffer
		z := encoders[name](&out)
		if _, err := z.Write(body); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		body = out.Bytes()
	}
	return body
}

func TestDecoded(t *testing.T) {
	text := []byte(strings.Repeat(`{"error":{"message":"The model is overloaded."}}`, 50))
	var raw bytes.Buffer
	z, _ := flate.NewWriter(&raw, 5)
	_, _ = z.Write(text)
	_ = z.Close()
	for name, c := range map[string]struct {
		body     []byte
		encoding string
		want     []byte // nil is a beginning of the text
		whole    bool
	}{
		"none":                       {text, "", text, true},
		"identity":                   {text, "identity", text, true},
		"gzip":                       {encode(t, text, "gzip"), "gzip", text, true},
		"in capitals":                {encode(t, text, "gzip"), "GZIP", text, true},
		"deflate":                    {encode(t, text, "deflate"), "deflate", text, true},
		"deflate without its header": {raw.Bytes(), "deflate", text, true},
		"br":                         {encode(t, text, "br"), "br", text, true},
		"zstd":                       {encode(t, text, "zstd"), "zstd", text, true},
		"two":                        {encode(t, text, "gzip", "br"), "gzip, br", text, true},
		"two with a gap":             {encode(t, text, "zstd", "gzip"), "zstd,,identity, gzip", text, true},
		"too many":                   {encode(t, text, "gzip", "gzip", "gzip", "gzip"), "gzip,gzip,gzip,gzip", encode(t, text, "gzip", "gzip", "gzip", "gzip"), false},
		"unknown":                    {text, "utf-8", text, false},
		"a lie":                      {text, "gzip", text, false},
		"br, a lie":                  {[]byte("\xff\xff\xff"), "br", []byte("\xff\xff\xff"), false},
		"zstd, a lie":                {text, "zstd", text, false},
		"zstd, a window too large":   {[]byte("\x28\xb5\x2f\xfd\x00\xb0\x01\x00\x00"), "zstd", []byte("\x28\xb5\x2f\xfd\x00\xb0\x01\x00\x00"), false},
	} {
		got, whole := nethttp.Decode(c.body, c.encoding)
		if !bytes.Equal(got, c.want) || whole != c.whole {
			t.Errorf("%s: %.80q, whole %v", name, got, whole)
		}
	}
	noise := make([]byte, 64<<10) // does not compress, so that half of it is there
	for i := range noise {
		noise[i] = byte(i*i>>3 ^ i>>5)
	}
	for name := range encoders {
		coded := encode(t, noise, name)
		got, whole := nethttp.Decode(coded[:len(coded)-5], name)
		if whole || name != "zstd" && (len(got) == len(coded)-5 || !bytes.HasPrefix(noise, got)) {
			t.Errorf("%s that breaks off: %d bytes, whole %v", name, len(got), whole)
		}
	}
}

// TestEncodedErrors are read through both drivers, whatever their encoding.
func TestEncodedErrors(t *testing.T) {
	text := []byte(
		`{"error":{"message":"This model's maximum context length is 8192 tokens.","code":"context_length_exceeded"}}`,
	)
	for name := range encoders {
		provider := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("content-encoding", name)
			w.WriteHeader(400)
			_, _ = w.Write(encode(t, text, name))
		}))
		for by, base := range map[string]string{"RoundTripper": provider.URL, "proxy": proxyTo(t, provider.URL).URL} {
			transport := http.RoundTripper(&http.Transport{DisableCompression: true})
			if by == "RoundTripper" {
				transport = NewTransport(Options{Base: transport})
			}
			r, _ := http.NewRequest("POST", base+"/v1/chat/completions", strings.NewReader(`{"model":"m"}`))
			r.Header.Set("accept-encoding", name)
			answer, err := transport.RoundTrip(r)
			if err != nil {
				t.Fatal(err)
			}
			body, _ := io.ReadAll(answer.Body)
			_ = answer.Body.Close()
			is(t, name+" by the "+by, answer.Header.Get("x-ukemi-class"), "context_length")
			is(t, name+" by the "+by+": encoding", answer.Header.Get("content-encoding"), "")
			if !bytes.Contains(body, []byte("maximum context length")) {
				t.Errorf("%s by the %s: %s", name, by, body)
			}
		}
		provider.Close()
	}
}

// TestEncodedSuccesses are delivered as they came, also where nobody can tell
// what they are.
func TestEncodedSuccesses(t *testing.T) {
	text := []byte(`{"choices":[{"message":{"content":"hi"}}]}`)
	for name, c := range map[string]struct {
		encoding string
		body     []byte
	}{
		"brotli":                  {"br", encode(t, text, "br")},
		"zstd":                    {"zstd", encode(t, text, "zstd")},
		"deflate":                 {"deflate", encode(t, text, "deflate")},
		"unknown":                 {"aws-chunked", text},
		"unknown, no JSON at all": {"compress", []byte("\x1f\x9d\x90")},
		"a lie":                   {"gzip", text},
		"half of it":              {"gzip", encode(t, text, "gzip")[:20]},
		"a charset":               {"utf-8", text},
	} {
		asked := 0
		transport := newTestTransport(func(*http.Request) (*http.Response, error) {
			asked++
			h := http.Header{
				"Content-Type":     {"application/json"},
				"Content-Encoding": {c.encoding},
				"Content-Length":   {strconv.Itoa(len(c.body))},
			}
			return &http.Response{
				StatusCode:    200,
				Header:        h,
				ContentLength: int64(len(c.body)),
				Body:          io.NopCloser(bytes.NewReader(c.body)),
			}, nil
		}, Options{})
		answer, err := transport.RoundTrip(chat(t, `{"model":"m"}`))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		if err != nil || answer.StatusCode != 200 || asked != 1 || !bytes.Equal(body, c.body) ||
			answer.Header.Get("content-encoding") != c.encoding {
			t.Errorf("%s: %d, asked %d times: %q, %v", name, answer.StatusCode, asked, body, err)
		}
	}
}

// TestEncodedBombs: what decodes to a gigabyte costs what an error may cost, and
// what the decoder must keep.
func TestEncodedBombs(t *testing.T) {
	zeros := make([]byte, 64<<20)
	for name := range encoders {
		bomb := encode(t, zeros, name)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		text, _ := nethttp.Decode(bomb, name)
		runtime.ReadMemStats(&after)
		is(t, name, len(text), classify.MaxBody)
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 12*classify.MaxBody+2*zstdWindow {
			t.Errorf("%s: %d MB were allocated", name, grown>>20)
		}
	}
}

// TestErrorBodyThatNeverEnds is judged by what came of it in time.
func TestErrorBodyThatNeverEnds(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		first  string
		class  string
		took   time.Duration
	}{
		"nothing comes":    {503, "", "unavailable", errorBodyTime},
		"its beginning":    {400, `{"error":{"code":"context_length_exceeded","message":"too long"`, "context_length", errorBodyTime},
		"a rate limit":     {429, `{"error":{"message":"slow down"}}` + "\n", "rate_limit", errorBodyTime},
		"more than enough": {500, strings.Repeat("x", 2*classify.MaxBody), "server_error", 0},
	} {
		synctest.Test(t, func(t *testing.T) {
			transport := NewTransport(Options{Base: roundTripFunc(func(r *http.Request) (*http.Response, error) {
				return &http.Response{
					StatusCode: c.status,
					Header:     http.Header{"Content-Type": {"application/json"}},
					Body:       &endless{first: c.first, until: make(chan struct{})},
				}, nil
			})})
			transport.options.Policy.MaxAttempts = 1
			began := time.Now()
			answer, err := transport.RoundTrip(chat(t, `{"model":"m"}`))
			if err != nil {
				t.Fatal(err)
			}
			_ = answer.Body.Close()
			is(t, name+": class", answer.Header.Get("x-ukemi-class"), c.class)
			is(t, name+": took", time.Since(began), c.took)
		})
	}
}

func TestAcceptsGzip(t *testing.T) {
	for value, want := range map[string]string{
		"gzip": "gzip", "gzip, br": "gzip", "br;q=1, GZIP ; q=0.5": "gzip", "x-gzip": "gzip", "gzip;q=1.0;x=y": "gzip", "gzip;q=much": "gzip",
		"gzip;q=0": "", "gzip; q=0.000, br": "", "gzip ;Q=0": "", "br": "", "": "", "identity": "", "gzipped": "", "*": "", "br, notgzip": "",
	} {
		h := http.Header{"Accept-Encoding": {value}}
		acceptGzipOnly(h)
		is(t, value, h.Get("Accept-Encoding"), want)
	}
}
