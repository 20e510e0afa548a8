// The response that the caller gets.

package edge

import (
	"bytes"
	"io"
	"net/http"
	"strconv"

	"github.com/ukemi-dev/ukemi/internal/core"
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
	headers := http.Header{}
	if upstream != nil {
		headers = upstream.Header.Clone()
		for name := range headers {
			if !core.SurvivesRewrite(name) {
				headers.Del(name)
			}
		}
	}
	setHeaders(headers, from.Headers)
	body := from.Body
	headers.Set("Content-Length", strconv.Itoa(len(body)))
	if req.Method == http.MethodHead {
		body = nil
	}
	made := &http.Response{
		StatusCode: from.Status, Status: strconv.Itoa(from.Status) + " " + http.StatusText(from.Status),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: headers,
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
	for _, field := range add {
		if field.Name == "server-timing" { // a list to which every server on the way appends
			h.Add(field.Name, field.Value)
			continue
		}
		h.Set(field.Name, field.Value)
	}
}
