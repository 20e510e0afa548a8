package stream_test

import (
	"fmt"
	"strings"

	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/stream"
)

// A stream that is cut after its first words ends in an error event, not in
// silence.
func Example() {
	state := stream.New(stream.DialectOf("/v1/chat/completions"), stream.Options{})
	chunk := []byte(`data: {"choices":[{"index":0,"delta":{"content":"Hello"}}]}` + "\n\n")

	state, actions := state.Feed(chunk)
	fmt.Print(string(actions.Deliver))

	state, actions = state.End(stream.ConnectionLost)
	if err := actions.Err; err != nil {
		verdict := err.Verdict(nil, 0)
		answer := classify.Render(verdict, classify.Caller{})
		event := string(state.ErrorEvent(answer.Status, answer.Body))
		fmt.Println(verdict.Class, strings.HasPrefix(event, `data: {"error":`))
	}
	// Output:
	// data: {"choices":[{"index":0,"delta":{"content":"Hello"}}]}
	//
	// connection true
}

// An error event before the first content is an error like any other: nothing was
// delivered, and the request can be sent again.
func ExampleState_Feed() {
	state := stream.New(stream.Anthropic, stream.Options{})
	state, actions := state.Feed([]byte("event: error\n" +
		`data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}` + "\n\n"))
	fmt.Println(state.Committed(), actions.Err.Verdict(nil, 0).Class)
	// Output: false overloaded
}

// A second answer to the same request continues the first one where it was cut.
func ExampleState_Resume() {
	chunk := func(text string) []byte {
		return []byte(`data: {"choices":[{"index":0,"delta":{"content":"` + text + `"}}]}` + "\n\n")
	}
	state := stream.New(stream.OpenAI, stream.Options{Record: true})
	state, _ = state.Feed(chunk("Hello, "))
	state, _ = state.End(stream.ConnectionLost)

	state = state.Resume()
	state, actions := state.Feed(chunk("Hello, wor"))
	fmt.Print(string(actions.Deliver))
	_, actions = state.Feed(chunk("ld"))
	fmt.Print(string(actions.Deliver))
	// Output:
	// data: {"choices":[{"index":0,"delta":{"content":"wor"}}]}
	//
	// data: {"choices":[{"index":0,"delta":{"content":"ld"}}]}
}
