// Fixes: which one changes a request, and the request with it.

package core

import (
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/cure"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// outlineOf is the part of a request that a fix may change, its body in outline.
func outlineOf(r retry.Request) cure.Request {
	return cure.Request{Path: r.Path, Header: r.Headers.Get, Body: []byte(r.Outline)}
}

// fixFor returns the fix of a verdict for a request that was sent with the changes
// so far, and its label. A fix that changes nothing in the request is none: the error
// has another cause.
func fixFor(v *classify.Verdict, r retry.Request, so []cure.Change) (fix cure.Fix, label string) {
	fix = v.Fix
	if fix.IsZero() && v.Class == classify.NotFound {
		fix = cure.Find(cure.Error{Class: string(v.Class), Provider: v.Provider, Message: v.Message, Path: r.Path})
	}
	if fix.IsZero() {
		return fix, ""
	}
	sent := outlineOf(r)
	before, _ := cure.Apply(so, sent)
	sent.Path, sent.Body = before.Path, before.Body
	m, changed := cure.Apply(fix.Changes, sent)
	if !changed && r.Outline != "" && !fix.IsAdvice() && fix.ChangesBody() {
		v.Fix = cure.Fix{}
		return v.Fix, ""
	}
	if !changed {
		v.Fix = fix
		return cure.Fix{}, ""
	}
	v.Fix = fix.Applied()
	return v.Fix, m.Label
}

// mendedBy names what a fix changes in a request, "" for nothing.
func mendedBy(fix []cure.Change, r retry.Request) string {
	if len(fix) == 0 {
		return ""
	}
	m, _ := cure.Apply(fix, outlineOf(r))
	return m.Label
}

// mend makes the changes of a fix.
func (r *Route) mend(o OriginalRequest, fix []cure.Change) {
	if len(fix) == 0 {
		return
	}
	body := r.Body
	if format, _ := o.format(); format != asJSON || o.isSigned() {
		body = nil
	}
	m, _ := cure.Apply(fix, cure.Request{Path: r.Path, Query: r.Query, Header: o.Headers.Get, Body: body})
	r.Path, r.Query = m.Path, m.Query
	if body != nil {
		r.Body = m.Body
	}
	for _, h := range m.Headers {
		if r.Dropped = append(r.Dropped, h.Name); h.Value != "" {
			r.Headers = append(r.Headers, classify.Header{Name: h.Name, Value: h.Value})
		}
	}
}
