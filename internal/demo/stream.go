// Scripted streams: what a step of the kind is made of. streams.go has the
// misbehaviors; a good stream is one of these as well. dialects.go has the
// words.

package demo

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"net/http"
	"time"
)

// streaming is a stream under way.
type streaming struct {
	rw      http.ResponseWriter
	r       *http.Request
	c       call
	dialect dialect
	sent    int // tokens so far
	hash    hash.Hash
}

// act is one thing that a scripted stream does. Where it returns false the
// stream ends there.
type act func(*streaming) bool

// stream plays acts one after another, then ends the answer.
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

// headers go out at once.
func headers(s *streaming) bool {
	s.rw.Header().Set("content-type", "text/event-stream")
	s.rw.Header().Set("cache-control", "no-cache")
	s.rw.Header().Set("x-request-id", "req_demo_ok")
	return s.flush()
}

// role is the beginning of an answer, which bears no text.
func role(s *streaming) bool { return headers(s) && s.send(s.dialect.begin(s.c.model)) }

// tokens are the next n words of the canonical answer, over and over.
func tokens(n int) act {
	return func(s *streaming) bool {
		for range n {
			if !said(Words[s.sent%len(Words)])(s) {
				return false
			}
			s.sent++
		}
		return true
	}
}

// finish says that the answer is complete.
func finish(s *streaming) bool { return s.send(s.dialect.finish(s.c.model, s.sent)) }

// done is the stream's end mark.
func done(s *streaming) bool { return s.send(s.dialect.end()) }

// said is an event with these words.
func said(words string) act {
	return func(s *streaming) bool { return s.send(s.dialect.say(s.c.model, words)) }
}

// fail is an error in the stream.
func fail(typ, code, words string) act {
	return func(s *streaming) bool { return s.send(s.dialect.fail(typ, code, words)) }
}

// raw sends bytes as they are.
func raw(text string) act {
	return func(s *streaming) bool { return s.send(text) }
}

// data is an event, whatever the dialect.
func data(json string) act { return raw("data: " + json + "\n\n") }

// pause is silence for d, or for what x-demo-ms says.
func pause(d time.Duration) act {
	return func(s *streaming) bool { return s.c.pause(s.r.Context(), d) }
}

// cut breaks the connection off.
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

// sign what was sent, in the log.
func (s *streaming) sign() {
	s.c.log(func(seen *Seen) { seen.SHA256 = fmt.Sprintf("%x", s.hash.Sum(nil)) })
}

func (s *streaming) flush() bool { return http.NewResponseController(s.rw).Flush() == nil }
