//go:build !js

// The proxy: any path, method and header of the API goes to the upstream
// through the Transport, and comes back as it came or as a contract error.

package edge

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"strings"
	"time"

	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// NewHandler returns the edge: the proxy in front of c.Upstream, and its own
// routes under /_ukemi/. playground is the built page; nil or empty shows how
// to build it. Records of recovered and failed calls go to log.
func NewHandler(c Config, playground fs.FS, log *slog.Logger) http.Handler {
	calls := newMetrics()
	transport := NewTransport(Options{
		Base: upstreamTransport(), Policy: c.Policy, Keys: c.Keys, MaxBody: cmp.Or(c.MaxBody, -1), Details: c.Details, HelpURL: prefix,
		OnCall: func(r Record) {
			calls.count(r)
			r.log(log)
		},
	})
	calls.watch(&transport.health)
	proxy := &httputil.ReverseProxy{
		Transport:     transport,
		FlushInterval: -1, // events of a stream go out as they come
		Rewrite: func(p *httputil.ProxyRequest) {
			p.Out.URL.Scheme, p.Out.URL.Host, p.Out.Host = c.Upstream.Scheme, c.Upstream.Host, ""
			p.Out.URL.Path, p.Out.URL.RawPath = joinPath(c.Upstream, p.In.URL)
			p.Out.URL.RawQuery = p.In.URL.RawQuery
			acceptGzipOnly(p.Out.Header)
			webSocketOnly(p.Out.Header)
		},
		ErrorHandler: proxyError,
		ErrorLog:     slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	routes := http.NewServeMux()
	routes.Handle("GET "+prefix+"metrics", calls.handler())
	routes.Handle("/", Routes(c, playground))
	return impatient(cors(c.CORSOrigins, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch owner := ownerOf(r.URL.EscapedPath()); {
		case owner == nobodys || r.Method == http.MethodConnect || r.Method == http.MethodTrace:
			writeError(w, r, classify.Verdict{Class: classify.InvalidRequest, Rule: "no-such-target", Message: noSuchTarget})
		case owner == ours:
			routes.ServeHTTP(w, r)
		default:
			proxy.ServeHTTP(finalWriter{w}, r)
		}
	})))
}

// noSuchTarget refuses what no API has.
const noSuchTarget = "This request cannot be forwarded: its method is TRACE or CONNECT, or its path has a dot segment, a backslash or a control character, or is /_ukemi/ in disguise."

// finalWriter keeps interim answers back: they belong to an attempt, which may
// yet be thrown away. 101 is one only by its number.
type finalWriter struct{ http.ResponseWriter }

func (w finalWriter) WriteHeader(status int) {
	if status >= 200 || status == http.StatusSwitchingProtocols {
		if h := w.Header(); h.Get("Content-Type") == "" {
			h["Content-Type"] = nil // none is made up
		}
		w.ResponseWriter.WriteHeader(status)
	}
}

// Unwrap lets http.ResponseController reach Flush and Hijack.
func (w finalWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// upstreamTransport keeps what the caller asked for: no compression of its
// own, no proxy from the environment's variables for the loopback.
func upstreamTransport() *http.Transport {
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		TLSHandshakeTimeout: 10 * time.Second,
		ForceAttemptHTTP2:   true,
		MaxIdleConnsPerHost: 256,
		IdleConnTimeout:     90 * time.Second,
		// As much as our own server takes, with room for what providers add.
		MaxResponseHeaderBytes: 128 << 10,
		DisableCompression:     true,
		ExpectContinueTimeout:  time.Second,
	}
}

// acceptGzipOnly narrows what the caller accepts to what the edge can look
// into, should the answer be an error.
func acceptGzipOnly(h http.Header) {
	accept := h.Get("Accept-Encoding")
	h.Del("Accept-Encoding")
	if strings.Contains(accept, "gzip") {
		h.Set("Accept-Encoding", "gzip")
	}
}

// webSocketOnly keeps a caller from changing to a protocol, such as h2c, in which
// the edge would no longer see what is asked.
func webSocketOnly(h http.Header) {
	if !strings.EqualFold(h.Get("Upgrade"), "websocket") {
		h.Del("Upgrade")
		h.Del("Connection")
	}
}

// proxyError answers where not even the Transport could: the caller is gone,
// or its request body broke off.
func proxyError(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil && errors.Is(context.Cause(r.Context()), context.Canceled) {
		w.WriteHeader(499) // nobody reads it; it keeps logs honest
		return
	}
	if r.Header.Get("Upgrade") != "" { // a WebSocket that the upstream did not open
		writeError(w, r, classify.FromFailure(*failureOf(err)))
		return
	}
	writeError(w, r, unreadable(err))
}
