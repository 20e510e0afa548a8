// Scripted streams: the acts of which a streamed answer consists. streams.go is the
// table of streams that misbehave, dialects.go has the shapes of their events.

package demo

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"net/http"
	"time"
)

// streaming is a stream that is being sent.
type streaming struct {
	rw      http.ResponseWriter
	r       *http.Request
	c       call
	dialect dialect
	sent    int // tokens so far
	hash    hash.Hash
}

// act is one step of a stream. It returns false to end the stream.
type act func(*streaming) bool

// stream returns a step that runs acts in order.
func stream(acts ...act) step {
	return func(rw http.ResponseWriter, r *http.Request, c call) {
		s := &streaming{rw: rw, r: r, c: c, dialect: dialectOf(r), hash: sha256.New()}
		defer s.sign()
		for _, do := range acts {
			if !do(s) {
				return
			}
		}
	}
}

// headers sends the status and the headers.
func headers(s *streaming) bool {
	s.rw.Header().Set("content-type", "text/event-stream")
	s.rw.Header().Set("cache-control", "no-cache")
	s.rw.Header().Set("x-request-id", "req_demo_ok")
	return s.flush()
}

// role sends the beginning of an answer, which has no text.
func role(s *streaming) bool { return headers(s) && s.send(s.dialect.begin(s.c.model)) }

// tokens sends the next n words of the canonical answer, which repeats.
func tokens(n int) act {
	return func(s *streaming) bool {
		for range n {
			if !text(Words[s.sent%len(Words)])(s) {
				return false
			}
			s.sent++
		}
		return true
	}
}

// finish sends the finish.
func finish(s *streaming) bool { return s.send(s.dialect.finish(s.c.model, s.sent)) }

// done sends the terminator.
func done(s *streaming) bool { return s.send(s.dialect.end()) }

// text sends an event with this content.
func text(content string) act {
	return func(s *streaming) bool { return s.send(s.dialect.content(s.c.model, content)) }
}

// fail sends an in-band error.
func fail(typ, code, words string) act {
	return func(s *streaming) bool { return s.send(s.dialect.fail(typ, code, words)) }
}

// raw sends bytes as they are.
func raw(text string) act {
	return func(s *streaming) bool { return s.send(text) }
}

// data is an event, whatever the dialect.
func data(json string) act { return raw("data: " + json + "\n\n") }

// pause sends nothing for d, or for the milliseconds of x-demo-ms.
func pause(d time.Duration) act {
	return func(s *streaming) bool { return s.c.pause(s.r.Context(), d) }
}

// cut resets the connection.
func cut(s *streaming) bool {
	reset(s.rw, s.r, s.c)
	return false
}

func (s *streaming) send(text string) bool {
	_, err := io.WriteString(s.rw, text)
	_, _ = io.WriteString(s.hash, text)
	s.c.log(func(seen *Seen) { seen.Sent += len(text) })
	return err == nil && s.flush()
}

// sign writes the hash of the sent bytes into the log.
func (s *streaming) sign() {
	s.c.log(func(seen *Seen) { seen.SHA256 = fmt.Sprintf("%x", s.hash.Sum(nil)) })
}

func (s *streaming) flush() bool { return http.NewResponseController(s.rw).Flush() == nil }
