// A caller's request as it came: what it asks for, and the same request for
// another model, wherever it names its own.

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
	// Body that is at hand to be sent again, else empty.
	Body []byte
}

// maxName is how long a model's name may be to be remembered.
const maxName = 512

// format of a body.
type format uint8

const (
	opaque format = iota // nothing of it is understood, or changed
	asJSON
	asForm
)

// format of the body. Some clients send JSON under other names, curl -d as a
// form of the web, whose texts never begin with a brace.
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

// Describe adds to a request what its path and body say: its model, whether what
// comes of it is kept, and what ties it to its upstream. The path has the last
// word on the model: APIs that name it there ignore the body's.
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
	if len(r.Model) > maxName {
		r.Model = ""
	}
	r.Sealed = o.signed() || keeps(o.Path)
	r.Bound = keeps(o.Path) || isThread(o.Path)
	if format == asJSON {
		r.Kept, r.Thinks = KeptOf(o.Body), ThinksOf(o.Body)
		bound, fixed := ties(o.Path, string(o.Body))
		r.Bound, r.Sealed = r.Bound || bound, r.Sealed || fixed
	}
	isObject := strings.HasPrefix(strings.TrimLeft(string(o.Body), " \n\r\t"), "{")
	if m != nil && m.shape.openAI && (format == opaque || format == asJSON && !isObject) {
		r.Bound = true // elsewhere its body would have to name the model
	}
	return r
}

// signed reports whether a change would break the request's signature or
// digest.
func (o OriginalRequest) signed() bool {
	for _, name := range [...]string{"content-md5", "content-digest", "digest", "x-amz-content-sha256"} {
		if o.Headers.Get(name) != "" {
			return true
		}
	}
	return strings.HasPrefix(o.Headers.Get("authorization"), "AWS4-")
}

// Route is how a request reaches another model.
type Route struct {
	// Path at the call's own upstream, as it is to be written.
	Path string
	Body []byte
	// URL where the model is, if that is another upstream; else "".
	URL string
	// CallerHeaders are the only headers of the caller that go there. A list of what is
	// secret would never be complete: credentials and whatever else names the
	// caller are for the first upstream alone.
	CallerHeaders []string
	// Auth are the headers in which that upstream takes its key, with what
	// stands in front of it.
	Auth classify.Headers
}

// Reroute returns how the request reaches a fallback. Nothing but the model
// changes, wherever the request names it.
func (o OriginalRequest) Reroute(f retry.Fallback) Route {
	m := modelInPath(o.Path)
	r := Route{Path: o.Path, Body: o.bodyFor(f, m)}
	if m != nil {
		r.Path = m.with(o.Path, f.Model)
	}
	if f.Upstream != "" {
		r.URL, r.CallerHeaders = o.elsewhere(f.Upstream, r.Path, m), harmless
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
