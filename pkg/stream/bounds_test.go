package stream

import (
	"strings"
	"testing"
)

const (
	role    = `data: {"choices":[{"delta":{"role":"assistant","content":""}}]}` + "\n\n"
	content = `data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,"model":"gpt-4o-mini","system_fingerprint":"fp_1","choices":[{"index":0,"delta":{"content":" token"},"logprobs":null,"finish_reason":null}]}` + "\n\n"
)

// TestHeld: what comes before the first content is held, but not without bound.
func TestHeld(t *testing.T) {
	s, held := New(OpenAI), 0
	for range maxHeld/len(role) + 1 {
		var a Actions
		s, a = s.Feed([]byte(role))
		held += len(role)
		if (held > maxHeld) != a.Commit || a.Commit && len(a.Deliver) != held {
			t.Fatalf("%d bytes: commit %v, %d bytes delivered", held, a.Commit, len(a.Deliver))
		}
	}
}

// TestLargeEvents: an event up to the bound passes, however it is cut; a larger
// one fails, whether its end has come or not.
func TestLargeEvents(t *testing.T) {
	large := func(n int) string {
		head, tail := `data: {"choices":[{"delta":{"content":"`, `"}}]}`+"\n\n"
		return head + strings.Repeat("x", n-len(head)-len(tail)) + tail
	}
	for size, fails := range map[int]bool{MaxEvent: false, MaxEvent + 1: true} {
		for _, chunk := range []int{size, 64 << 10} {
			s, delivered := New(OpenAI), 0
			for text := large(size); text != ""; text = text[min(chunk, len(text)):] {
				var a Actions
				s, a = s.Feed([]byte(text[:min(chunk, len(text))]))
				delivered += len(a.Deliver)
				if a.Fault != nil && !fails {
					t.Errorf("%d bytes in chunks of %d: %s", size, chunk, a.Fault.Failure.Message)
				}
			}
			if (delivered == 0) != fails {
				t.Errorf("%d bytes in chunks of %d: %d delivered", size, chunk, delivered)
			}
			if len(s.Pending()) > 0 {
				t.Errorf("%d bytes are still kept", len(s.Pending()))
			}
		}
	}
}

// TestLongAnswer: a record that grows too long is given up and forgotten.
func TestLongAnswer(t *testing.T) {
	s := New(OpenAI).Record()
	for range maxRecord/len(" token") - 1 {
		s, _ = s.Feed([]byte(content))
	}
	if !s.Resumable() {
		t.Error("given up too early")
	}
	for range 10 {
		s, _ = s.Feed([]byte(content))
	}
	if s.Resumable() || len(AppendState(nil, s)) > 1000 {
		t.Errorf("not given up: a state of %d bytes", len(AppendState(nil, s)))
	}
}

// TestCopies: what is delivered of a chunk with one event is the chunk's own
// memory, and next to nothing is allocated.
func TestCopies(t *testing.T) {
	s, _ := New(OpenAI).Feed([]byte(role + content))
	chunk := []byte(content)
	if n := testing.AllocsPerRun(100, func() { s, _ = s.Feed(chunk) }); n > 0 {
		t.Errorf("%v allocations per chunk", n)
	}
}

func TestDialectOf(t *testing.T) {
	for path, want := range map[string]Dialect{
		"/v1/chat/completions": OpenAI, "/openai/deployments/x/chat/completions": OpenAI, "/v1/completions": OpenAI,
		"/v1/responses": Responses, "/v1/messages": Anthropic, "/v1beta/models/x:streamGenerateContent": Gemini,
		"/api/chat": Ollama, "/api/generate": Ollama, "/completion": Ollama, "/v1/threads/runs": Other, "/v1/audio/speech": Other,
	} {
		if got := DialectOf(path); got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
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
				s := New(OpenAI)
				for rest := all; len(rest) > 0; rest = rest[min(size, len(rest)):] {
					s, _ = s.Feed(rest[:min(size, len(rest))])
				}
			}
		})
	}
}
