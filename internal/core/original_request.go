// A caller's request as it came: the model that it names, and the same request for
// a fallback.

package core

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// OriginalRequest is a caller's request as it came.
type OriginalRequest struct {
	Method string
	// Path and Query as they were written, escapes and all.
	Path, Query string
	Headers     classify.Headers
	// Body, where it is buffered and can be sent again; else empty.
	Body []byte
}

// maxModelName is how many bytes a model's name may have; a longer one is ignored.
const maxModelName = 512

// format of a body.
type format uint8

const (
	opaque format = iota // is neither read nor changed
	asJSON
	asForm
)

// format of the body. Some clients send JSON under another content type: curl -d
// sends application/x-www-form-urlencoded, whose bodies never begin with a brace.
func (o OriginalRequest) format() (f format, boundary string) {
	if e := o.Headers.Get("content-encoding"); e != "" && !letters.EqualFold(e, "identity") {
		return opaque, ""
	}
	full := o.Headers.Get("content-type")
	if boundary = boundaryOf(full); boundary != "" {
		return asForm, boundary
	}
	kind, _, _ := strings.Cut(letters.Lower(full), ";")
	switch kind = strings.TrimSpace(kind); {
	case kind == "", kind == "text/plain", kind == "application/x-www-form-urlencoded",
		strings.HasSuffix(kind, "/json"), strings.HasSuffix(kind, "+json"):
		return asJSON, ""
	}
	return opaque, ""
}

// Describe adds to a request the facts in its path and body: its model, whether its
// answer is stored, and whether it is bound to its upstream. The model in the path
// wins: APIs that name it there ignore the one in the body.
func (o OriginalRequest) Describe(r retry.Request) retry.Request {
	if !letters.EqualFold(o.Method, "POST") {
		return r
	}
	format, boundary := o.format()
	m := modelInPath(o.Path)
	switch {
	case m != nil:
		r.Model = m.name
	case format == asJSON:
		r.Model = ModelOf(o.Body)
	case format == asForm:
		r.Model = formModel(o.Body, boundary)
	}
	if len(r.Model) > maxModelName {
		r.Model = ""
	}
	r.ModelFixed = o.isSigned() || isStateful(o.Path)
	r.UpstreamBound = isStateful(o.Path) || isThread(o.Path)
	if format == asJSON {
		r.Stored, r.Thinks = AsksToStore(o.Body), AsksToThink(o.Body)
		bound, fixed := bindings(o.Path, string(o.Body))
		r.UpstreamBound, r.ModelFixed = r.UpstreamBound || bound, r.ModelFixed || fixed
	}
	isObject := strings.HasPrefix(strings.TrimLeft(string(o.Body), " \n\r\t"), "{")
	if m != nil && m.shape.openAI && (format == opaque || format == asJSON && !isObject) {
		r.UpstreamBound = true // at another upstream its body would have to name the model
	}
	return r
}

// isSigned reports whether a change would break the request's signature or
// digest.
func (o OriginalRequest) isSigned() bool {
	for _, name := range [...]string{"content-md5", "content-digest", "digest", "x-amz-content-sha256"} {
		if o.Headers.Get(name) != "" {
			return true
		}
	}
	return strings.HasPrefix(o.Headers.Get("authorization"), "AWS4-")
}

// Route is how a request reaches another model.
type Route struct {
	// Path at the call's own upstream, escaped.
	Path string
	Body []byte
	// URL at another upstream; "" at the call's own.
	URL string
	// CallerHeaders are the only headers of the caller that another upstream gets.
	// A list of the secret ones would never be complete.
	CallerHeaders []string
	// Auth are the headers for the key of that upstream; the values are prefixes.
	Auth classify.Headers
}

// Reroute returns the route of the request to a fallback. Only the model changes,
// in the path and in the body.
func (o OriginalRequest) Reroute(f retry.Fallback) Route {
	m := modelInPath(o.Path)
	r := Route{Path: o.Path, Body: o.bodyFor(f, m)}
	if m != nil {
		r.Path = m.with(o.Path, f.Model)
	}
	if f.Upstream != "" {
		r.URL, r.CallerHeaders = o.urlAt(f.Upstream, r.Path, m), forwardedHeaders
		r.Auth = authOf(r.URL)
	}
	return r
}

// bodyFor a fallback.
func (o OriginalRequest) bodyFor(f retry.Fallback, m *pathModel) []byte {
	format, boundary := o.format()
	add := m != nil && m.shape.openAI && f.Upstream != ""
	switch {
	case format == asForm && (m == nil || m.shape.openAI):
		return formWithModel(o.Body, boundary, f.Model, add)
	case format != asJSON:
		return o.Body
	case add:
		return withModelAdded(o.Body, f.Model)
	case m != nil && !m.shape.openAI:
		return withModelRepeated(o.Body, m.name, f.Model)
	}
	return WithModel(o.Body, f.Model)
}
