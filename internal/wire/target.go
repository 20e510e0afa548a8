// Other models: what a request asks for, and how it reaches a fallback.

package wire

import (
	"github.com/ukemi-dev/ukemi/internal/core"
	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// readOriginal reads {request: {method, path, query, headers}} and its body.
func readOriginal(args jsonish.Value, body string) core.OriginalRequest {
	r := args.Get("request")
	return core.OriginalRequest{
		Method: r.Get("method").Text, Path: r.Get("path").Text, Query: r.Get("query").Text,
		Headers: readHeaders(r.Get("headers")), Body: []byte(body),
	}
}

// describe what a request asks for.
func describe(o core.OriginalRequest) []byte {
	r := o.Describe(retry.Request{})
	b := jsonish.Begin(nil)
	b.String("model", r.Model)
	b.Bool("kept", r.Stored)
	b.Bool("bound", r.UpstreamBound)
	b.Bool("sealed", r.ModelFixed)
	b.Bool("thinks", r.Thinks)
	return append(b.End(), '\n')
}

// reroute a request to a fallback: {path, url, keep, auth} of core.Route, and
// the body. auth is a list of [name, what stands before the key].
func reroute(o core.OriginalRequest, f jsonish.Value) []byte {
	route := o.Reroute(retry.Fallback{Model: f.Get("model").Text, Upstream: f.Get("upstream").Text})
	b := jsonish.Begin(nil)
	b.String("path", route.Path)
	b.String("url", route.URL)
	b.Append("keep", func(dst []byte) []byte {
		return jsonish.AppendArray(dst, len(route.CallerHeaders), func(dst []byte, i int) []byte { return jsonish.AppendString(dst, route.CallerHeaders[i]) })
	})
	b.Append("auth", func(dst []byte) []byte { return route.Auth.AppendJSON(dst) })
	return append(append(b.End(), '\n'), route.Body...)
}

// appendFallback: null, or {model, upstream, key}: what to ask, and where.
func appendFallback(o *jsonish.Builder, f retry.Fallback) {
	if f.Model == "" {
		o.Raw("fallback", "null")
		return
	}
	o.Append("fallback", func(dst []byte) []byte {
		e := jsonish.Begin(dst)
		e.String("model", f.Model)
		e.String("upstream", f.Upstream)
		e.String("key", f.Key)
		return e.End()
	})
}
