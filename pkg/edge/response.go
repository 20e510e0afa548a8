// The response that the caller gets.

package edge

import (
	"bytes"
	"io"
	"net/http"
	"strconv"

	"github.com/ukemi-dev/ukemi/internal/core"
	"github.com/ukemi-dev/ukemi/internal/headers"
	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// responseFor returns the upstream's own response for a success, and the error
// format for a failure.
func (a attempt) responseFor(req *http.Request, r core.Reaction) *http.Response {
	if r.Verdict == nil {
		setHeaders(a.response.Header, r.Headers)
		return a.response
	}
	a.discard()
	return newResponse(req, a.response, r.Answer)
}

// newResponse makes a response of the core's answer. It keeps the headers of the
// upstream's response that do not describe the replaced body.
func newResponse(req *http.Request, upstream *http.Response, from classify.Answer) *http.Response {
	header := http.Header{}
	if upstream != nil {
		header = make(http.Header, len(from.Headers)+len(upstream.Header))
		for name, values := range upstream.Header {
			if core.SurvivesRewrite(name) {
				header[name] = values[:len(values):len(values)] // what is appended shall be its own
			}
		}
	}
	setHeaders(header, from.Headers)
	body := from.Body
	header.Set("Content-Length", strconv.Itoa(len(body)))
	if req.Method == http.MethodHead {
		body = nil
	}
	made := &http.Response{
		StatusCode: from.Status, Status: strconv.Itoa(from.Status) + " " + http.StatusText(from.Status),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: header,
		Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(from.Body)), Request: req,
	}
	if upstream != nil {
		made.TLS = upstream.TLS
		if upstream.Proto != "" {
			made.Proto, made.ProtoMajor, made.ProtoMinor = upstream.Proto, upstream.ProtoMajor, upstream.ProtoMinor
		}
	}
	return made
}

func setHeaders(h http.Header, add classify.Headers) {
	values := make([]string, len(add))
	for i, field := range add {
		name, ok := canonicalNames[field.Name]
		if !ok {
			name = http.CanonicalHeaderKey(field.Name)
		}
		if values[i] = field.Value; field.Name == "server-timing" { // every server on the way appends to it
			h[name] = append(h[name], field.Value)
			continue
		}
		h[name] = values[i : i+1 : i+1]
	}
}

// canonicalNames are the names of the headers that an error has, in the form of net/http,
// which would allocate each of them for each error.
var canonicalNames = func() map[string]string {
	names := map[string]string{}
	for _, h := range headers.Own {
		names[h.Name] = http.CanonicalHeaderKey(h.Name)
	}
	return names
}()
