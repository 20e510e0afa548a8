// Misuse: errors of the caller or of Options.Base, which are no failures of the
// upstream. They are returned in the words of net/http, and nothing is retried.

package edge

import (
	"fmt"
	"net/http"
	"strings"
)

// isSendable reports whether net/http would send a request. Any other is passed
// to Options.Base unchanged, which refuses it or knows its scheme.
func isSendable(req *http.Request) bool {
	u := req.URL
	return u != nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" &&
		(req.Method == "" || isToken(req.Method)) &&
		req.Header != nil && isValidHeader(req.Header) && isValidHeader(req.Trailer)
}

func isValidHeader(h http.Header) bool {
	isControl := func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }
	for name, values := range h {
		if !isToken(name) {
			return false
		}
		for _, value := range values {
			if strings.ContainsFunc(value, isControl) {
				return false
			}
		}
	}
	return true
}

// isToken reports whether s is a token of RFC 9110, section 5.6.2.
func isToken(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune(`()<>@,;:\"/[]?={}`, r)
	})
}

// misuseOf returns the misuse that an attempt met, or nil.
func (x *exchange) misuseOf(response *http.Response, err error) error {
	const implementation = "http: RoundTripper implementation (%T) returned a "
	switch base := x.t.options.Base; {
	case err != nil && x.body.failed():
		return err
	case err == nil && response == nil:
		return fmt.Errorf(implementation+"nil *Response with a nil error", base)
	case err == nil && response.Body == nil && response.ContentLength > 0 && x.req.Method != http.MethodHead:
		return fmt.Errorf(implementation+"*Response with content length %d but a nil Body", base, response.ContentLength)
	}
	return nil
}

// fillIn sets the fields of a response that Options.Base may leave out, as tests
// do and http.Client accepts.
func fillIn(response *http.Response) {
	if response.Body == nil {
		response.Body = http.NoBody
	}
	if response.Header == nil {
		response.Header = http.Header{}
	}
}

// hasInvalidStatus reports whether a response off the wire has a status below
// 200, which net/http accepts (it reads 007 as 7). A response that a test made
// has no Proto and may have any status.
func hasInvalidStatus(r *http.Response) bool {
	return r.StatusCode < 200 && r.StatusCode != http.StatusSwitchingProtocols && r.Proto != ""
}

// forwardTrailers sends the caller's trailers. The map itself is passed on,
// because the reader of the body fills it in. net/http sends trailers only after
// a body without a stated length.
func forwardTrailers(out, req *http.Request) {
	if req.Trailer == nil {
		return
	}
	out.Trailer = req.Trailer
	if req.ContentLength <= 0 && out.Body != nil && out.Body != http.NoBody {
		out.ContentLength = -1
	}
}
