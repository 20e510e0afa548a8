// A request's body: kept up to a limit, so that it can be sent again.

package edge

import (
	"bytes"
	"io"
	"net/http"
	"strings"

	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// requestBody is a request's body, kept so that it can be sent again.
type requestBody struct {
	kept       []byte
	rest       io.ReadCloser // the whole body where it was not kept, else nil
	sent       *once         // the body, where it is sent as it comes
	length     int64
	replayable bool
	streams    bool           // it asks for a streamed answer
	asks       *retry.Request // what it asks for, once somebody has looked
}

// takeBody keeps a body up to max bytes; a larger one will be streamed.
func takeBody(req *http.Request, max int64) (*requestBody, error) {
	b := &requestBody{length: req.ContentLength, replayable: true}
	if req.Body == nil || req.Body == http.NoBody {
		return b, nil
	}
	if req.ContentLength > max {
		b.rest, b.replayable = req.Body, false
		return b, nil
	}
	kept, rest, err := readAhead(req, max)
	if err != nil {
		_ = req.Body.Close()
		return nil, err
	}
	// A length that is not the body's is for net/http to refuse.
	if wrong := req.ContentLength > 0 && req.ContentLength != int64(len(kept)); wrong && rest == nil {
		rest = prefixed{bytes.NewReader(kept), req.Body}
	}
	if rest != nil {
		b.rest, b.replayable = rest, false
		return b, nil
	}
	b.kept = kept
	b.length, b.streams = int64(len(kept)), asksForStream(kept) || strings.Contains(req.URL.Path, ":streamGenerateContent")
	return b, req.Body.Close()
}

// asksForStream reports whether a JSON body has "stream": true. A body that
// mentions it inside a message is taken for one too; it then merely gets the
// timeouts of a stream.
func asksForStream(body []byte) bool {
	s := string(body)
	for {
		i := strings.Index(s, `"stream"`)
		if i < 0 {
			return false
		}
		s = strings.TrimLeft(s[i+len(`"stream"`):], " :\n\t\r")
		if strings.HasPrefix(s, "true") {
			return true
		}
	}
}

// attach the body to one attempt, or what stands in its place for another
// model; nil is none.
func (b *requestBody) attach(out *http.Request, instead []byte) {
	out.ContentLength, out.GetBody = b.length, nil
	if out.Body != nil { // where there is none, a transport may see so
		out.Body = http.NoBody
	}
	switch {
	case b.rest != nil:
		// Sent once, so the attempt closes it: it may still be read when the
		// headers of the answer are here.
		b.sent = &once{Reader: b.rest, from: b.rest, length: b.length}
		out.Body = b.sent
	case len(b.kept) > 0:
		kept := b.kept
		if instead != nil {
			kept = instead
			out.ContentLength = int64(len(kept))
		}
		again := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(kept)), nil }
		out.Body, _ = again()
		// By it net/http sends again, at once, what a connection about to close
		// (HTTP/2's GOAWAY) has refused unread. With a key it would resend, and
		// nobody would count that, what may have been read as well.
		if out.Header.Get("Idempotency-Key") == "" && out.Header.Get("X-Idempotency-Key") == "" {
			out.GetBody = again
		}
	}
}

// failed reports whether a request failed by its own body.
func (b *requestBody) failed() bool { return b.sent != nil && b.sent.failed() }

func (b *requestBody) close() {
	if b.rest != nil {
		_ = b.rest.Close()
	}
}
