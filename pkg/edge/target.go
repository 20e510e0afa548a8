// What a request asks for, and where an attempt goes: to the model that the
// request names, or to a fallback, here or at another upstream.

package edge

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/ukemi-dev/ukemi/internal/core"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// original is the caller's request, as the core looks at it.
func (b *requestBody) original(req *http.Request, headers classify.Headers) core.OriginalRequest {
	// The path as it was written: read twice, %252e would be a dot.
	o := core.OriginalRequest{Method: req.Method, Path: req.URL.EscapedPath(), Query: req.URL.RawQuery, Headers: headers}
	if b.replayable {
		o.Body = b.kept
	}
	return o
}

// look at what a call asks for, once.
func (b *requestBody) look(req *http.Request, r retry.Request) retry.Request {
	if b.asks == nil {
		r = b.original(req, r.Headers).Describe(r)
		b.asks = &r
	}
	return *b.asks
}

// aim an attempt at what is asked now.
func (x *exchange) aim(out *http.Request) {
	dropOwn(out.Header) // they were for us
	if x.target.Model == "" {
		x.body.attach(out, nil)
		return
	}
	route := x.body.original(x.req, x.call.Request.Headers).Reroute(x.target)
	x.body.attach(out, route.Body)
	switch {
	case route.URL != "":
		elsewhere(out, route, x.t.o.Keys[x.target.Key])
	case route.Path != x.req.URL.EscapedPath():
		here := *out.URL
		here.Path, here.RawPath = route.Path, route.Path
		if path, err := url.PathUnescape(route.Path); err == nil {
			here.Path = path
		}
		out.URL = &here
	}
}

// elsewhere sends an attempt to another upstream, with what it needs there.
func elsewhere(out *http.Request, route core.Route, key string) {
	u, err := url.Parse(route.URL)
	if err != nil {
		return // never: the settings were checked when they were read; but no key may go elsewhere
	}
	out.URL, out.Host, out.Trailer = u, "", nil
	for name := range out.Header {
		if !slices.Contains(route.CallerHeaders, strings.ToLower(name)) {
			out.Header.Del(name)
		}
	}
	for _, field := range route.Auth {
		if key != "" {
			out.Header.Set(field.Name, field.Value+key)
		}
	}
}
