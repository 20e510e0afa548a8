// The body of a request: buffered up to a limit, so that it can be sent again,
// or else streamed once.

package edge

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// requestBody is a request's body.
type requestBody struct {
	buffered   []byte         // the whole body, or nil
	unbuffered io.ReadCloser  // the whole body, where it was not buffered, or nil
	sent       *singleUseBody // unbuffered, once it is sent
	length     int64
	replayable bool
	streams    bool           // the request has "stream": true
	described  *retry.Request // the fields that the core reads from the body, once they are parsed
	secret     []byte         // see Transport.fleetSecret
}

// takeBody buffers a body of at most limit bytes. A larger one will be streamed.
// isServed: see readAhead.
func takeBody(req *http.Request, limit int64, isServed bool) (*requestBody, error) {
	b := &requestBody{length: req.ContentLength, replayable: true}
	if req.Body == nil || req.Body == http.NoBody {
		return b, nil
	}
	if req.ContentLength > limit {
		b.unbuffered, b.replayable = req.Body, false
		return b, nil
	}
	buffered, rest, err := readAhead(req, limit, isServed)
	if err != nil {
		_ = req.Body.Close()
		return nil, err
	}
	// net/http refuses a body whose length is not the stated one.
	isWrongLength := req.ContentLength > 0 && req.ContentLength != int64(len(buffered))
	if isWrongLength && rest == nil {
		rest = readCloser{bytes.NewReader(buffered), req.Body}
	}
	if rest != nil {
		b.unbuffered, b.replayable = rest, false
		return b, nil
	}
	b.buffered, b.length = buffered, int64(len(buffered))
	b.streams = asksForStream(req.URL.Path, buffered)
	return b, req.Body.Close()
}

// asksForStream reports whether a request asks for a stream: by its path, or by
// "stream": true in its body. It also finds the member inside a message; that
// request only has the timeouts of a stream. wasm/src/request.js has the same
// rule; test/scenarios/suspect.json holds both.
func asksForStream(path string, body []byte) bool {
	if strings.Contains(path, ":streamGenerateContent") {
		return true
	}
	for {
		_, after, found := bytes.Cut(body, []byte(`"stream"`))
		if !found {
			return false
		}
		body = bytes.TrimLeft(after, " :\n\t\r")
		if bytes.HasPrefix(body, []byte("true")) {
			return true
		}
	}
}

// attach sets the body of one attempt: replacement for a fallback, or, where
// that is nil, the caller's own.
func (b *requestBody) attach(out *http.Request, replacement []byte) {
	out.ContentLength, out.GetBody = b.length, nil
	if out.Body != nil { // a nil body stays nil: some transports distinguish it from NoBody
		out.Body = http.NoBody
	}
	switch {
	case b.unbuffered != nil:
		// The transport closes it, which may be after the answer's headers.
		b.sent = &singleUseBody{Reader: b.unbuffered, source: b.unbuffered, length: b.length}
		out.Body = b.sent
	case len(b.buffered) > 0:
		body := b.buffered
		if replacement != nil {
			body = replacement
			out.ContentLength = int64(len(body))
		}
		getBody := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
		out.Body, _ = getBody()
		// With GetBody net/http repeats a request that a closing connection
		// (HTTP/2's GOAWAY) refused unread. With an idempotency key it would also
		// repeat requests that may have been read, and no attempt would be counted.
		if out.Header.Get("Idempotency-Key") == "" && out.Header.Get("X-Idempotency-Key") == "" {
			out.GetBody = getBody
		}
	}
}

// failed reports whether the request failed because of its own body.
func (b *requestBody) failed() bool { return b.sent != nil && b.sent.failed() }

func (b *requestBody) close() {
	if b.unbuffered != nil {
		_ = b.unbuffered.Close()
	}
}

// singleUseBody is a body that is sent while it is read, and so only once. It
// records whether the body itself caused a failure.
type singleUseBody struct {
	io.Reader
	source io.Closer
	length int64 // as stated; 0 or less: unknown

	mu     sync.Mutex
	read   int64
	ended  bool
	closed bool
	broken bool
}

func (s *singleUseBody) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.read += int64(n)
	if !s.closed { // a read after Close fails because of Close
		s.ended, s.broken = err == io.EOF, err != nil && err != io.EOF
	}
	return n, err
}

func (s *singleUseBody) Close() error {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	return s.source.Close()
}

// failed reports whether the body broke off or has not the stated length.
func (s *singleUseBody) failed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.broken || s.length > 0 && (s.read > s.length || s.ended && s.read < s.length)
}

// readCloser puts bytes back that were read of a body.
type readCloser struct {
	io.Reader
	io.Closer
}
