// Wrong use, by the caller or by the transport below: no failure of the
// upstream. It is told in net/http's own words, and nothing is sent again.

package edge

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
)

// sendable reports whether net/http would send a request. Any other goes to the
// transport below as it is: that refuses it, or knows its scheme.
func sendable(req *http.Request) bool {
	u := req.URL
	return u != nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && (req.Method == "" || isToken(req.Method)) &&
		req.Header != nil && isHeader(req.Header) && isHeader(req.Trailer)
}

func isHeader(h http.Header) bool {
	for name, values := range h {
		if !isToken(name) {
			return false
		}
		for _, value := range values {
			if strings.ContainsFunc(value, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
				return false
			}
		}
	}
	return true
}

func isToken(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune(`()<>@,;:\"/[]?={}`, r)
	})
}

// misused is what is wrong with how an attempt was made, nil when nothing is.
func (x *exchange) misused(response *http.Response, err error) error {
	switch base := x.t.o.Base; {
	case err != nil && x.body.failed():
		return err
	case err == nil && response == nil:
		return fmt.Errorf("http: RoundTripper implementation (%T) returned a nil *Response with a nil error", base)
	case err == nil && response.Body == nil && response.ContentLength > 0 && x.req.Method != http.MethodHead:
		return fmt.Errorf("http: RoundTripper implementation (%T) returned a *Response with content length %d but a nil Body", base, response.ContentLength)
	}
	return nil
}

// complete gives an answer what http.Client does without.
func complete(response *http.Response) {
	if response.Body == nil {
		response.Body = http.NoBody
	}
	if response.Header == nil {
		response.Header = http.Header{}
	}
}

// malformed reports whether a status is none. net/http reads 007 as one; an
// answer that was never on a wire may have what it likes.
func malformed(r *http.Response) bool {
	return r.StatusCode < 200 && r.StatusCode != http.StatusSwitchingProtocols && r.Proto != ""
}

// errCanceled is net/http's word for a closed Request.Cancel.
var errCanceled = errors.New("net/http: request canceled")

// gone is why the caller waits no longer, nil while it does.
func (x *exchange) gone() error {
	ctx := x.req.Context()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	select {
	case <-x.req.Cancel:
		return errCanceled
	default:
		return nil
	}
}

// untilGone is the caller's context, which ends by Request.Cancel as well.
func (x *exchange) untilGone() (context.Context, context.CancelFunc) {
	if x.req.Cancel == nil {
		return x.req.Context(), func() {}
	}
	ctx, cancel := context.WithCancelCause(x.req.Context())
	go func() {
		select {
		case <-x.req.Cancel:
			cancel(errCanceled)
		case <-ctx.Done():
		}
	}()
	return ctx, func() { cancel(nil) }
}

// once is a body that is sent while it is read, and so only once. It knows
// whether it was itself at fault when that failed.
type once struct {
	io.Reader
	from   io.Closer
	length int64 // as stated; 0 and less is not known

	mu     sync.Mutex
	read   int64
	ended  bool
	closed bool
	broke  bool
}

func (o *once) Read(p []byte) (int, error) {
	n, err := o.Reader.Read(p)
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.read += int64(n); !o.closed { // what is read of a closed body fails by that
		o.ended, o.broke = err == io.EOF, err != nil && err != io.EOF
	}
	return n, err
}

func (o *once) Close() error {
	o.mu.Lock()
	o.closed = true
	o.mu.Unlock()
	return o.from.Close()
}

// failed reports whether the body broke off, or was not as long as stated.
func (o *once) failed() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.broke || o.length > 0 && (o.read > o.length || o.ended && o.read < o.length)
}

// trailers of a request follow its body, whose reader fills them in: the map is
// the caller's own. net/http sends them after a body of unstated length alone.
func trailers(out, req *http.Request) {
	if req.Trailer == nil {
		return
	}
	if out.Trailer = req.Trailer; req.ContentLength <= 0 && out.Body != nil && out.Body != http.NoBody {
		out.ContentLength = -1
	}
}
