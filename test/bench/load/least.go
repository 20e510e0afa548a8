// The floor of an edge: Go's reverse proxy that does the least that any edge must which
// resends and answers errors in its own words. It keeps the request's body, reads an answer
// that is not streamed before it delivers it, and answers each error with the same words.

package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httputil"
	"strconv"
	"strings"
)

const sameError = `{"error":{"message":"Unsupported parameter: 'max_1' is not supported with this model. Use ` +
	`'max_completion_tokens' instead. (request 1)","type":"invalid_request_error","param":"max_1",` +
	`"code":"invalid_request"}}`

func addLeast(p *httputil.ReverseProxy) {
	rewrite := p.Rewrite
	p.Rewrite = func(r *httputil.ProxyRequest) {
		rewrite(r)
		body := readAll(r.Out.Body, r.Out.ContentLength)
		r.Out.Body = io.NopCloser(bytes.NewReader(body))
	}
	p.ModifyResponse = func(r *http.Response) error {
		if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
			return nil
		}
		body := readAll(r.Body, r.ContentLength)
		_ = r.Body.Close()
		if r.StatusCode >= 400 {
			body = []byte(sameError)
			r.ContentLength = int64(len(body))
			r.Header.Set("Content-Length", strconv.Itoa(len(body)))
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		return nil
	}
}

// readAll reads a body whose length is stated into one piece of memory.
func readAll(r io.Reader, length int64) []byte {
	if length < 0 {
		body, _ := io.ReadAll(r)
		return body
	}
	body := make([]byte, length)
	n, _ := io.ReadFull(r, body)
	return body[:n]
}
