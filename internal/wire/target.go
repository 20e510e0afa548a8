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
		Headers: readHeaders(r.Get("headers")), Body: []byte(body), Upstream: r.Get("upstream").Text,
	}
}

// describe what a request asks for: its model, and what is set of the rest.
func describe(o core.OriginalRequest) []byte {
	r := o.Describe(retry.Request{})
	b := jsonish.Begin(nil)
	b.String("model", r.Model)
	b.SetBool("kept", r.Stored)
	b.SetBool("bound", r.UpstreamBound)
	b.SetBool("sealed", r.ModelFixed)
	b.SetBool("thinks", r.Thinks)
	b.SetString("caller", r.CallerKey)
	b.SetBool("same", r.Deterministic)
	b.SetBool("whole", r.Uncontinuable)
	b.SetString("outline", r.Outline)
	return append(b.End(), '\n')
}

// reroute a request to a fallback: {path, url, keep, drop, set, auth, continues} of
// core.Route, and the body. path has its query. auth is a list of [name, what stands before the key].
func reroute(o core.OriginalRequest, f retry.Fallback, args jsonish.Value) []byte {
	route := o.Reroute(f, readChanges(args.Get("changes")), args.Get("beginning").Text)
	b := jsonish.Begin(nil)
	if route.Query != "" {
		route.Path += "?" + route.Query
	}
	b.String("path", route.Path)
	b.String("url", route.URL)
	appendNames(&b, "keep", route.CallerHeaders)
	appendNames(&b, "drop", route.Dropped)
	b.Append("set", func(dst []byte) []byte { return route.Headers.AppendJSON(dst) })
	b.Append("auth", func(dst []byte) []byte { return route.Auth.AppendJSON(dst) })
	b.Bool("continues", route.Continues)
	return append(append(b.End(), '\n'), route.Body...)
}

func appendNames(o *jsonish.Builder, member string, names []string) {
	o.Append(member, func(dst []byte) []byte {
		return jsonish.AppendArray(dst, len(names), func(dst []byte, i int) []byte { return jsonish.AppendString(dst, names[i]) })
	})
}

// appendFallback: null, or the entry of the policy, with its model: what to ask, and where.
func appendFallback(o *jsonish.Builder, f retry.Fallback) {
	if f.Model == "" {
		o.Raw("fallback", "null")
		return
	}
	o.Append("fallback", f.AppendJSON)
}
