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
	rest       io.ReadCloser // what was not kept; nil when all was
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
	kept, err := io.ReadAll(io.LimitReader(req.Body, max+1))
	if err != nil {
		_ = req.Body.Close()
		return nil, err
	}
	b.kept = kept
	if int64(len(kept)) > max {
		b.rest, b.replayable = req.Body, false
		return b, nil
	}
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
	out.Body, out.ContentLength, out.GetBody = http.NoBody, b.length, nil
	switch {
	case b.rest != nil:
		// Sent once, so the attempt closes it: it may still be read when the
		// headers of the answer are here.
		out.Body = struct {
			io.Reader
			io.Closer
		}{io.MultiReader(bytes.NewReader(b.kept), b.rest), b.rest}
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

func (b *requestBody) close() {
	if b.rest != nil {
		_ = b.rest.Close()
	}
}
