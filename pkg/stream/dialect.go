// Dialects: what an event means, said in one neutral form. A dialect is one
// small file with one reader and one row here; nothing else knows dialects.

package stream

import "strings"

// Dialect of a stream: who speaks like this.
type Dialect uint8

const (
	// Other streams are of no API that is known: they are passed on and only
	// an error that names itself is seen.
	Other     Dialect = iota
	OpenAI            // chat completions and completions
	Responses         // OpenAI's Responses
	Anthropic         // messages
	Gemini            // streamGenerateContent
	Ollama            // /api/chat, /api/generate, and llama.cpp's own /completion
)

// DialectOf tells a stream's dialect from the path of the request.
func DialectOf(path string) Dialect {
	for _, p := range [...]struct {
		suffix  string
		dialect Dialect
	}{
		{"/completions", OpenAI}, {"/responses", Responses}, {"/messages", Anthropic},
		{":streamGenerateContent", Gemini},
		{"/api/chat", Ollama}, {"/api/generate", Ollama}, {"/completion", Ollama},
	} {
		if strings.HasSuffix(path, p.suffix) {
			return p.dialect
		}
	}
	return Other
}

// meaning of one event. Its zero value says nothing: a preamble, a keep-alive.
type meaning struct {
	content bool // a part of the answer; the caller waits for it
	invalid bool // a client could not parse it
	end     bool // the stream says that it is over
	// failure is what there is to judge of an error; nil if it is none.
	failure []byte
	// opened and finished choices, a bit for each.
	opened, finished uint64
	// text is the string that is all of the event's content; nil where there
	// is none, or more than one text. id names the answer in every event.
	text, id value
	// settled: after this event the answer cannot be taken up in the middle.
	settled bool
	// sequence number of the event, where the dialect counts.
	sequence int
}

// read tells what an event means.
func (d Dialect) read(e event) (m meaning) {
	if e.data == nil {
		return d.bare(e)
	}
	if string(e.data) == "[DONE]" {
		return meaning{end: true}
	}
	v, ok := parse(e.data)
	if !ok {
		return meaning{invalid: d != Other, content: d == Other}
	}
	if said := failureIn(v, e); said != nil {
		return meaning{failure: said}
	}
	switch d {
	case OpenAI:
		readOpenAI(&m, v)
	case Responses:
		readResponses(&m, v)
	case Anthropic:
		readAnthropic(&m, v)
	case Gemini:
		readGemini(&m, v)
	case Ollama:
		readOllama(&m, v)
	default:
		m.content = true
	}
	return m
}

// bare tells what an event without data means.
func (d Dialect) bare(e event) meaning {
	switch {
	case e.closes:
		return meaning{end: true}
	case len(e.said) == 0 || d == Other:
		return meaning{}
	case e.said[0] == '{':
		return meaning{failure: e.said}
	}
	return meaning{invalid: true}
}

// failureIn returns what there is to judge of an event that is an error in any
// dialect: it has an error, it is one, or its name says so. Beside choices only
// the error itself is judged, because a model may write of errors.
func failureIn(v value, e event) []byte {
	failure := v.get("error")
	switch {
	case failure.some() && v.get("choices") != nil:
		return failure
	case failure.some(), v.get("type").is("error"), v.get("object").is("error"), string(e.name) == "error":
		return v
	}
	return nil
}

// choice is the bit of a choice. There are never more than a few; those above
// 62 share one.
func choice(index int) uint64 { return 1 << min(max(index, 0), 63) }
