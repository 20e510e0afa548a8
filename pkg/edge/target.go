// The target of an attempt: the model that the request names, or a fallback,
// at the same or another upstream.

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

// original returns the core's form of the caller's request.
func (b *requestBody) original(req *http.Request, headers classify.Headers) core.OriginalRequest {
	// The escaped path: unescaped twice, %252e would become a dot.
	path := req.URL.EscapedPath()
	o := core.OriginalRequest{
		Method: req.Method, Path: path, Query: req.URL.RawQuery, Headers: headers,
		Upstream: req.URL.Scheme + "://" + req.URL.Host,
	}
	if b.replayable {
		o.Body = b.buffered
	}
	return o
}

// describe adds to r the fields that the body contains. It parses the body once.
func (b *requestBody) describe(req *http.Request, r retry.Request) retry.Request {
	if b.described == nil {
		r = b.original(req, r.Headers).Describe(r)
		if b.secret != nil && r.CallerKey != "" {
			r.CallerKey = keyedFingerprint(b.secret, r.CallerKey)
		}
		b.described = &r
	}
	return *b.described
}

// setTarget gives an attempt its body, and the URL and headers of its target.
func (x *exchange) setTarget(out *http.Request) {
	dropUkemiHeaders(out.Header)
	beginning := ""
	if x.continues = false; x.resume != nil && x.call.State.Continues {
		beginning = x.resume.Beginning()
	}
	if x.target.Model == "" && len(x.call.State.Changes) == 0 && beginning == "" {
		x.body.attach(out, nil)
		return
	}
	route := x.body.original(x.req, x.call.Request.Headers).Reroute(x.target, x.call.State.Changes, beginning)
	x.continues = route.Continues
	x.body.attach(out, route.Body)
	switch {
	case route.URL != "" && !setUpstreamOf(out, route):
		return // cannot happen after Policy.Check; no key may be sent to another host
	case route.URL != "":
	case route.Path != x.req.URL.EscapedPath() || route.Query != x.req.URL.RawQuery:
		u := *out.URL
		u.Path, u.RawPath, u.RawQuery = route.Path, route.Path, route.Query
		if path, err := url.PathUnescape(route.Path); err == nil {
			u.Path = path
		}
		out.URL = &u
	}
	for _, name := range route.Dropped {
		out.Header.Del(name)
	}
	for _, field := range route.Headers {
		out.Header.Set(field.Name, field.Value)
	}
	if key := x.t.options.Keys[x.target.Key]; key != "" {
		for _, field := range route.Auth {
			out.Header.Set(field.Name, field.Value+key)
		}
	}
}

// setUpstreamOf sends an attempt to the upstream of a route, with those of the
// caller's headers that it may see.
func setUpstreamOf(out *http.Request, route core.Route) bool {
	u, err := url.Parse(route.URL)
	if err != nil {
		return false
	}
	out.URL, out.Host, out.Trailer = u, "", nil
	for name := range out.Header {
		if !slices.Contains(route.CallerHeaders, strings.ToLower(name)) {
			out.Header.Del(name)
		}
	}
	return true
}
