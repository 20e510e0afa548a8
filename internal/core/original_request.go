// A caller's request as it came: the model that it names, and the same request for
// a fallback.

package core

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonedit"
	"github.com/ukemi-dev/ukemi/internal/letters"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/cure"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// OriginalRequest is a caller's request as it came.
type OriginalRequest struct {
	Method string
	// Path and Query as they were written, escapes and all.
	Path, Query string
	Headers     classify.Headers
	// Upstream is scheme and host of the call's own upstream.
	Upstream string
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
	src := string(o.Body)
	var body members
	if format == asJSON {
		body = membersOf(src)
	}
	switch {
	case m != nil:
		r.Model = m.name
	case format == asJSON:
		r.Model = body.model()
	case format == asForm:
		r.Model = formModel(o.Body, boundary)
	}
	if len(r.Model) > maxModelName {
		r.Model = ""
	}
	r.CallerKey = o.callerKey()
	stateful := isStateful(o.Path)
	r.ModelFixed = o.isSigned() || stateful
	r.UpstreamBound = stateful || isThread(o.Path)
	if format == asJSON {
		if !o.isSigned() {
			r.Outline = cure.Outline(o.Body)
		}
		r.Stored, r.Thinks = body.askToStore(), body.askToThink()
		r.Deterministic, r.Uncontinuable = body.areDeterministic(), body.isUncontinuable()
		bound, fixed := bindings(o.Path, src)
		r.UpstreamBound, r.ModelFixed = r.UpstreamBound || bound, r.ModelFixed || fixed
	}
	isObject := strings.HasPrefix(strings.TrimLeft(src, " \n\r\t"), "{")
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
	// Path at the call's own upstream, escaped, and the query there.
	Path, Query string
	Body        []byte
	// URL at another upstream; "" at the call's own.
	URL string
	// CallerHeaders are the only headers of the caller that another upstream gets.
	// A list of the secret ones would never be complete.
	CallerHeaders []string
	// Continues: the body has the beginning of the answer, and the answer goes on from it.
	// One that repeats the beginning first is not meant.
	Continues bool
	// Dropped are headers that are not sent, Headers are sent in addition. Auth are
	// sent with the key of the fallback; the values are prefixes.
	Dropped       []string
	Headers, Auth classify.Headers
}

// Reroute returns the route of the request to a fallback, or to its own model where f has
// none. Only the model changes, in the path and in the body, what the fallback's entry
// states, and what a fix changes.
//
// beginning is what was delivered of an answer that was cut, where the fallback is to
// continue it; else "".
func (o OriginalRequest) Reroute(f retry.Fallback, fix []cure.Change, beginning string) Route {
	m := modelInPath(o.Path)
	r := Route{Path: o.Path, Query: o.Query, Body: o.Body}
	if f.Model != "" {
		if r.Body = o.bodyFor(f, m); m != nil && m.name != f.Model {
			r.Path = m.with(o.Path, f.Model)
		}
	}
	r.mend(o, fix)
	if f.Upstream != "" {
		r.URL, r.CallerHeaders = o.urlAt(f.Upstream, r.Path, m), forwardedHeaders
	}
	if f.Model != "" {
		o.authenticate(&r, f)
	}
	if beginning != "" {
		c := retry.ContinuationOf(retry.Request{
			Method: o.Method, Path: o.Path, Model: o.modelName(m), Upstream: o.Upstream}, f)
		r.Continues = c.Form != "" && r.continueFrom(c, beginning) && c.Form != retry.ContinuePrefixRepeated
	}
	return r
}

// bodyFor a fallback: with its model and its parameters.
func (o OriginalRequest) bodyFor(f retry.Fallback, m *pathModel) []byte {
	body := o.bodyWithModel(f, m)
	if format, _ := o.format(); format != asJSON {
		return body
	}
	return withParameters(withoutForeignThinking(body, o.modelName(m), f), f)
}

// modelName is the model in the path, else in the body.
func (o OriginalRequest) modelName(m *pathModel) string {
	if m != nil {
		return m.name
	}
	return ModelOf(o.Body)
}

// withParameters renames, drops and sets the parameters that an entry states. One
// that is not there is neither renamed nor dropped, and a renamed one replaces none.
func withParameters(body []byte, f retry.Fallback) []byte {
	for _, p := range f.Rename {
		body, _ = jsonedit.Rename(body, jsonedit.Pointer(p.Name), jsonedit.Pointer(p.Value))
	}
	for _, p := range f.Drop {
		body, _ = jsonedit.Remove(body, jsonedit.Pointer(p.Name))
	}
	for _, p := range f.Set {
		body, _ = jsonedit.Set(body, jsonedit.Pointer(p.Name), p.Value)
	}
	return body
}

// bodyWithModel is the body for another model; the same body for the same one.
func (o OriginalRequest) bodyWithModel(f retry.Fallback, m *pathModel) []byte {
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
	if ModelOf(o.Body) == f.Model {
		return o.Body
	}
	return WithModel(o.Body, f.Model)
}
