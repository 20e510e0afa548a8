package stream

import (
	"strings"
	"testing"
)

const (
	role    = `data: {"choices":[{"delta":{"role":"assistant","content":""}}]}` + "\n\n"
	content = `data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,"model":"gpt-4o-mini",` +
		`"system_fingerprint":"fp_1","choices":[{"index":0,"delta":{"content":" token"},"logprobs":null,` +
		`"finish_reason":null}]}` + "\n\n"
)

// TestHeld: what comes before the first content is held, but not without bound.
func TestHeld(t *testing.T) {
	s, held := New(OpenAI, Options{}), 0
	for range DefaultMaxHeld/len(role) + 1 {
		var a Actions
		s, a = s.Feed([]byte(role))
		held += len(role)
		if (held > DefaultMaxHeld) != a.Commit || a.Commit && len(a.Deliver) != held {
			t.Fatalf("%d bytes: commit %v, %d bytes delivered", held, a.Commit, len(a.Deliver))
		}
	}
}

// TestLargeEvents: an event of any size passes as it came, whole or in pieces;
// one above the limit is not held.
func TestLargeEvents(t *testing.T) {
	const limit = 64 << 10
	large := func(n int) string {
		head, tail := `data: {"choices":[{"delta":{"content":"`, `"}}]}`+"\n\n"
		return head + strings.Repeat("x", n-len(head)-len(tail)) + tail
	}
	for _, end := range []string{"", content, strings.ReplaceAll(content, "null}]", `"stop"}]`)} {
		for _, size := range []int{limit, limit + 1, limit + 5, 20 * limit} {
			for _, chunk := range []int{size, 1000, 4097, size - 1, size - 2} {
				s, text := New(OpenAI, Options{MaxHeld: limit}), role+large(size)+end
				var delivered strings.Builder
				for rest := text; rest != ""; rest = rest[min(chunk, len(rest)):] {
					var a Actions
					s, a = s.Feed([]byte(rest[:min(chunk, len(rest))]))
					delivered.Write(a.Deliver)
					if kept := len(encoded(s)); kept > limit+chunk+100 {
						t.Fatalf("%d bytes in chunks of %d: a state of %d bytes", size, chunk, kept)
					}
				}
				if delivered.String() != text {
					t.Errorf("%d bytes in chunks of %d: %d delivered", size, chunk, delivered.Len())
				}
				if len(s.PartialEvent()) > 0 {
					t.Errorf("%d bytes are still kept", len(s.PartialEvent()))
				}
				if _, a := s.End(EndedCleanly); size > limit+chunk && a.Err != nil {
					t.Errorf("%d bytes in chunks of %d: %s", size, chunk, a.Err.Failure.Message)
				}
			}
		}
	}
}

// TestLongAnswer: a record that grows too long is given up and forgotten.
func TestLongAnswer(t *testing.T) {
	s := New(OpenAI, Options{Record: true})
	for range maxRecord/len(" token") - 1 {
		s, _ = s.Feed([]byte(content))
	}
	if !s.Resumable() {
		t.Error("given up too early")
	}
	for range 10 {
		s, _ = s.Feed([]byte(content))
	}
	if s.Resumable() || len(encoded(s)) > 1000 {
		t.Errorf("not given up: a state of %d bytes", len(encoded(s)))
	}
}

// TestCopies: what is delivered of a chunk with one event is the chunk's own
// memory, and next to nothing is allocated.
func TestCopies(t *testing.T) {
	s, _ := New(OpenAI, Options{}).Feed([]byte(role + content))
	chunk := []byte(content)
	if n := testing.AllocsPerRun(100, func() { s, _ = s.Feed(chunk) }); n > 0 {
		t.Errorf("%v allocations per chunk", n)
	}
}

// BenchmarkFeed is the cost of 1,000 chunks, as they come: one event each, cut
// in the middle, and many at once.
func BenchmarkFeed(b *testing.B) {
	all := []byte(strings.Repeat(content, 1000))
	for name, size := range map[string]int{"event": len(content), "cut": len(content) + 1, "many": 16 << 10} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(all)))
			for b.Loop() {
				s := New(OpenAI, Options{})
				for rest := all; len(rest) > 0; rest = rest[min(size, len(rest)):] {
					s, _ = s.Feed(rest[:min(size, len(rest))])
				}
			}
		})
	}
}
