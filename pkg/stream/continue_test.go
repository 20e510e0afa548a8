package stream

import (
	"strings"
	"testing"
)

// TestContinue: a stream that goes on with the delivered content is delivered from its
// first content on, under the id of the first stream; its beginning is not.
func TestContinue(t *testing.T) {
	chat := func(id, delta string) string {
		return `data: {"id":"` + id + `","choices":[{"index":0,"delta":` + delta + `,"finish_reason":null}]}` + "\n\n"
	}
	const stop = `data: {"id":"2","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}` + "\n\ndata: [DONE]\n\n"
	start := chat("1", `{"role":"assistant","content":""}`) + chat("1", `{"content":"The "}`)
	cutAt := func(d Dialect, in string) State {
		s, _ := New(d, Options{Record: true}).Feed([]byte(in))
		s, a := s.End(ConnectionLost)
		if a.Err == nil || !s.Resumable() {
			t.Fatalf("not resumable: %+v", a)
		}
		return s.Resume()
	}
	play := func(s State, in string) (string, *Error) {
		state, _ := s.AppendBinary(nil) // as a driver carries it
		if s.UnmarshalBinary(state) != nil {
			t.Fatal("the state cannot be read")
		}
		s, a := s.Feed([]byte(in))
		if a.Err != nil {
			return string(a.Deliver), a.Err
		}
		out := string(a.Deliver)
		_, a = s.End(EndedCleanly)
		return out + string(a.Deliver), a.Err
	}
	broken := cutAt(OpenAI, start)
	if broken.Beginning() != "The " {
		t.Errorf("the beginning is %q", broken.Beginning())
	}
	next := chat("2", `{"role":"assistant","content":""}`) + chat("2", `{"content":"art"}`) + stop
	got, err := play(broken.Continue(), next)
	want := strings.ReplaceAll(chat("1", `{"content":"art"}`)+stop, `"id":"2"`, `"id":"1"`)
	if err != nil || got != want {
		t.Errorf("chat: %v\n%s\nwant\n%s", err, got, want)
	}
	// It may be cut again, and then go on from there.
	s, _ := broken.Continue().Feed([]byte(chat("2", `{"role":"assistant"}`) + chat("2", `{"content":"art "}`)))
	s, _ = s.End(ConnectionLost)
	if again := s.Resume(); again.Beginning() != "The art " {
		t.Errorf("the beginning after two cuts is %q", again.Beginning())
	}
	// A refusal or thinking in the place of the text is no continuation.
	for _, in := range []string{`data: {"error":{"message":"no"}}` + "\n\n", chat("2", `{"tool_calls":[{"index":0}]}`)} {
		if got, err := play(broken.Continue(), in); err == nil {
			t.Errorf("%s is delivered as %s", in, got)
		}
	}
	claude := func(typ, rest string) string {
		return "event: " + typ + "\ndata: {\"type\":\"" + typ + "\"," + rest + "}\n\n"
	}
	head := claude("message_start", `"message":{"id":"1","role":"assistant","content":[]}`) +
		claude("content_block_start", `"index":0,"content_block":{"type":"text","text":""}`)
	delta := claude("content_block_delta", `"index":0,"delta":{"type":"text_delta","text":"The"}`)
	tail := claude("content_block_stop", `"index":0`) +
		claude("message_delta", `"delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":1}`) +
		claude("message_stop", `"x":1`)
	got, err = play(cutAt(Anthropic, head+delta).Continue(), strings.Replace(head, `"1"`, `"2"`, 1)+delta+tail)
	if err != nil || got != delta+tail {
		t.Errorf("Anthropic: %v\n%s\nwant\n%s", err, got, delta+tail)
	}
}
