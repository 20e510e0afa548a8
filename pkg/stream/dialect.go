// The meaning of an event, in one form for all dialects. The reader of a dialect
// is in its own file, dialect_*.go.

package stream

import (
	"github.com/ukemi-dev/ukemi/internal/api"
	"github.com/ukemi-dev/ukemi/internal/jsonish"
)

// Dialect is the shape of an API's messages.
type Dialect = api.Dialect

const (
	Other     = api.Other     // no known API: its streams pass unread
	OpenAI    = api.OpenAI    // chat completions and completions
	Responses = api.Responses // OpenAI's Responses
	Anthropic = api.Anthropic // messages
	Gemini    = api.Gemini    // streamGenerateContent
	Ollama    = api.Ollama    // /api/chat, /api/generate, and llama.cpp's /completion
)

// DialectOf returns the dialect of a POST to this path, which has no query.
func DialectOf(path string) Dialect { return api.Lookup("POST", path).Dialect }

// meaning of one event, the same for all dialects. The zero value is an event
// without content, such as the first chunk with the role.
type meaning struct {
	content    bool // a part of the answer
	terminates bool // the terminator of the dialect
	keepAlive  bool // a comment or a ping
	// damaged: JSON that does not parse, or lines that are no event stream.
	damaged bool
	prose   bool // text where JSON is expected
	// unknownShape: the dialect has no such event; it may contain a part of the
	// answer, or its end. unknownType: only the type of the event is not known.
	unknownShape, unknownType bool
	// errorPayload is the JSON or text of an in-band error; nil without one.
	errorPayload []byte
	// opened and finished choices, a bit for each.
	opened, finished uint64
	// text is the string that is all of the event's content; nil where there is
	// none, or more than one text. id is the id of the answer.
	text, id value
	// notComparable: after this event the answer cannot be resumed.
	notComparable bool
	sequence      int // sequence number of the event, in the Responses API
}

// meaningOf returns the meaning of an event in a dialect.
func meaningOf(d Dialect, e event) (m meaning) {
	if d == Other {
		return meaning{content: e.data != nil}
	}
	if e.data == nil {
		return meaningWithoutData(d, e)
	}
	if string(trimmed(e.data)) == "[DONE]" {
		return meaning{terminates: true}
	}
	if v, ok := parse(e.data); ok {
		return readValue(d, e, v)
	}
	if values := splitValues(e.data); values != nil {
		return readValues(d, e, values)
	}
	if string(e.name) == "error" {
		return meaning{errorPayload: e.data}
	}
	first := e.data[space(e.data, 0)%len(e.data)]
	prose := first != '{' && first != '['
	return meaning{damaged: !prose, prose: prose, unknownShape: prose}
}

// meaningWithoutData returns the meaning of an event that has no data.
func meaningWithoutData(d Dialect, e event) meaning {
	switch {
	case e.closesArray:
		return meaning{terminates: true}
	case len(e.stray) == 0:
		return meaning{keepAlive: !e.opensArray}
	case e.isError:
		return meaning{errorPayload: e.stray}
	}
	if v, ok := parse(e.stray); ok {
		m := readValue(d, e, v)
		m.notComparable = true
		return m
	}
	return meaning{damaged: true}
}

// readValue returns the meaning of one JSON value.
func readValue(d Dialect, e event, v value) (m meaning) {
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
	}
	if m.errorPayload != nil || m.content {
		return m
	}
	kind := v.get("type")
	typed := (d == Anthropic || d == Responses) && kind != nil && !kind.is("error")
	switch {
	case kind.is("ping"):
		return meaning{keepAlive: true}
	case string(e.name) == "error", !typed && v.isError():
		return meaning{errorPayload: v}
	}
	return m
}

// readValues returns the meaning of an event with several values: the upstream
// left out the empty lines between events. A resume cannot compare them.
func readValues(d Dialect, e event, values []value) (all meaning) {
	for _, v := range values {
		m := meaning{terminates: true}
		if string(v) != "[DONE]" {
			m = readValue(d, e, v)
		}
		if m.errorPayload != nil {
			return m
		}
		all.content, all.terminates = all.content || m.content, all.terminates || m.terminates
		all.unknownShape, all.unknownType = all.unknownShape || m.unknownShape, all.unknownType || m.unknownType
		all.opened, all.sequence = all.opened|m.opened, max(all.sequence, m.sequence)
		all.finished = nextFinished(all.finished, m)
	}
	all.notComparable = true
	return all
}

// splitValues returns the values of data that is several JSON values in a row;
// nil where it is anything else.
func splitValues(data []byte) (values []value) {
	for i := space(data, 0); i < len(data); i = space(data, i) {
		end := i + len("[DONE]")
		if end > len(data) || string(data[i:end]) != "[DONE]" {
			if end = jsonish.StrictEnd(data, i); end < 0 || data[i] != '{' {
				return nil
			}
		}
		values = append(values, data[i:end])
		i = end
	}
	return values
}

// nextFinished returns the choices that are finished after an event. Content
// after a finish revokes it: some models go on after a finish reason.
func nextFinished(finished uint64, m meaning) uint64 {
	if m.content {
		finished &^= m.opened
	}
	return finished | m.finished
}

// finishes reports whether a finish reason is one: some send "null" as a text
// with every chunk.
func (v value) finishes() bool { return v.isSet() && !v.is("null") && !v.is("None") }

// choice is the bit of a choice. There are never more than a few; those above
// 62 share one.
func choice(index int) uint64 { return 1 << min(max(index, 0), 63) }
