//go:build !js

// The proxy: a request of any path, method and header goes to the upstream
// through the Transport. Its answer is the upstream's own or in the error format.

package edge

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// NewHandler returns the proxy in front of c.Upstream, which must not be nil, and
// the routes under /_ukemi/. playground is the built page; if it is nil or empty,
// a page states how to build it. Recovered and failed calls are logged to log.
func NewHandler(c Config, playground fs.FS, log *slog.Logger) http.Handler {
	calls := newMetrics()
	transport := NewTransport(Options{
		Base: upstreamTransport(), Policy: c.Policy, Keys: c.Keys,
		MaxBody: c.MaxBody, Details: c.Details, HelpURL: prefix, Tracer: c.Tracer, Fleet: c.Fleet,
		OnCall: func(r Record) {
			calls.count(r)
			r.log(log)
		},
	})
	transport.hasCallers = true
	calls.observe(&transport.health)
	if c.Fleet != nil {
		calls.observeFleet(c.Fleet)
	}
	proxy := &httputil.ReverseProxy{
		Transport:     transport,
		FlushInterval: -1, // each event of a stream is sent at once
		BufferPool:    new(copyBuffers),
		Rewrite: func(p *httputil.ProxyRequest) {
			p.Out.URL.Scheme, p.Out.URL.Host, p.Out.Host = c.Upstream.Scheme, c.Upstream.Host, ""
			p.Out.URL.Path, p.Out.URL.RawPath = joinPath(c.Upstream, p.In.URL)
			p.Out.URL.RawQuery = p.In.URL.RawQuery
			p.Out.Trailer = p.In.Trailer // the reader of the body fills it in
			acceptGzipOnly(p.Out.Header)
			webSocketOnly(p.Out.Header)
		},
		ErrorHandler: proxyError,
		ErrorLog:     slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	routes := http.NewServeMux()
	routes.Handle("GET "+prefix+"metrics", calls.handler())
	routes.Handle("/", Routes(c, playground))
	return withDeadlines(cors(c.CORSOrigins, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch to := destinationOf(r.URL.EscapedPath()); {
		case to == refused || r.Method == http.MethodConnect || r.Method == http.MethodTrace:
			writeError(w, r, classify.Verdict{Class: classify.InvalidRequest, Rule: "no-such-target", Message: noSuchTarget})
		case to == toEdge:
			routes.ServeHTTP(w, r)
		default:
			proxy.ServeHTTP(finalWriter{w}, r)
		}
	})))
}

// copyBuffers is a httputil.BufferPool. Without one, each answer allocates 32 KB.
type copyBuffers struct{ pool sync.Pool }

func (b *copyBuffers) Get() []byte {
	if kept, ok := b.pool.Get().(*[32 << 10]byte); ok {
		return kept[:]
	}
	return make([]byte, 32<<10)
}

func (b *copyBuffers) Put(buffer []byte) { b.pool.Put((*[32 << 10]byte)(buffer)) }

// noSuchTarget is the message for requests that no API has.
const noSuchTarget = "This request cannot be forwarded: its method is TRACE or CONNECT, or its path has a dot " +
	"segment, " +
	"a backslash or a control character, or is /_ukemi/ in disguise."

// finalWriter drops interim answers (1xx), because they belong to an attempt that
// may be discarded. 101 is no interim answer: it ends the exchange.
type finalWriter struct{ http.ResponseWriter }

func (w finalWriter) WriteHeader(status int) {
	if status >= 200 || status == http.StatusSwitchingProtocols {
		if h := w.Header(); h.Get("Content-Type") == "" {
			h["Content-Type"] = nil // otherwise net/http adds one of its own
		}
		w.ResponseWriter.WriteHeader(status)
	}
}

// Unwrap lets http.ResponseController reach Flush and Hijack.
func (w finalWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// upstreamTransport returns the Transport's base. It adds no compression to what
// the caller accepts.
func upstreamTransport() *http.Transport {
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		TLSHandshakeTimeout: 10 * time.Second,
		ForceAttemptHTTP2:   true,
		// Calls share a connection of HTTP/2. One that is silent gets a ping, which any server answers at once, also
		// while a model thinks; otherwise each call over a connection that is dead would wait for its whole timeout.
		HTTP2:               &http.HTTP2Config{SendPingTimeout: 30 * time.Second, PingTimeout: 15 * time.Second},
		ReadBufferSize:      16 << 10, // a burst of tokens in few reads
		MaxIdleConnsPerHost: 256,
		IdleConnTimeout:     90 * time.Second,
		// Twice what our own server accepts, because providers add headers.
		MaxResponseHeaderBytes: 128 << 10,
		DisableCompression:     true,
		ExpectContinueTimeout:  time.Second,
	}
}

// acceptGzipOnly removes the codings that the edge cannot decode in a stream.
func acceptGzipOnly(h http.Header) {
	lists := h["Accept-Encoding"]
	if len(lists) == 0 || len(lists) == 1 && lists[0] == "gzip" {
		return
	}
	accepts := acceptsGzip(lists)
	h.Del("Accept-Encoding")
	if accepts {
		h.Set("Accept-Encoding", "gzip")
	}
}

// acceptsGzip reports whether a list of Accept-Encoding names gzip with a weight above 0.
func acceptsGzip(lists []string) bool {
	for _, item := range strings.Split(strings.ToLower(strings.Join(lists, ",")), ",") {
		name, weight, _ := strings.Cut(item, ";")
		if name = strings.TrimSpace(name); name != "gzip" && name != "x-gzip" {
			continue
		}
		_, q, weighted := strings.Cut(strings.ReplaceAll(weight, " ", ""), "q=")
		if value, err := strconv.ParseFloat(q, 64); !weighted || err != nil || value > 0 {
			return true
		}
	}
	return false
}

// webSocketOnly drops the upgrade to any other protocol, such as h2c, in which the
// edge would not see the requests.
func webSocketOnly(h http.Header) {
	if !strings.EqualFold(h.Get("Upgrade"), "websocket") {
		h.Del("Upgrade")
		h.Del("Connection")
	}
}

// proxyError answers when the Transport returned an error: the caller left, or its
// request body broke off.
func proxyError(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil && errors.Is(context.Cause(r.Context()), context.Canceled) {
		w.WriteHeader(499) // nginx's status for "client closed request", which only logs see
		return
	}
	if r.Header.Get("Upgrade") != "" { // a WebSocket that the upstream did not open
		writeError(w, r, classify.FromFailure(*failureOf(err)))
		return
	}
	writeError(w, r, unreadableRequest(err))
}
