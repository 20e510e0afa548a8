// Dialects: what an event means, said in one neutral form. A dialect is one
// small file with one reader and one row here; nothing else knows dialects.

package stream

import "github.com/ukemi-dev/ukemi/internal/api"

// Dialect of a stream. Streams of Other are of no API that is known; they pass
// as they are.
type Dialect = api.Dialect

const (
	Other     = api.Other
	OpenAI    = api.OpenAI
	Responses = api.Responses
	Anthropic = api.Anthropic
	Gemini    = api.Gemini
	Ollama    = api.Ollama
)

// meaning of one event. Its zero value says nothing: a preamble.
type meaning struct {
	content bool // a part of the answer; the caller waits for it
	end     bool // the stream says that it is over
	idle    bool // a comment or a ping: nothing but a sign of life
	// damaged: JSON that does not parse, or lines that are no event stream's.
	damaged bool
	prose   bool // words where JSON is expected
	// unread: a shape that the dialect does not have. The answer may be in it,
	// and so may its end. foreign: only its type is one that is not known.
	unread, foreign bool
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

// meaningOf tells what an event means in a dialect.
func meaningOf(d Dialect, e event) (m meaning) {
	if d == Other {
		return meaning{content: e.data != nil}
	}
	if e.data == nil {
		return bare(d, e)
	}
	if string(trimmed(e.data)) == "[DONE]" {
		return meaning{end: true}
	}
	if v, ok := parse(e.data); ok {
		return readValue(d, e, v)
	}
	if values := split(e.data); values != nil {
		return readAll(d, e, values)
	}
	if string(e.name) == "error" {
		return meaning{failure: e.data}
	}
	first := e.data[space(e.data, 0)%len(e.data)]
	prose := first != '{' && first != '['
	return meaning{damaged: !prose, prose: prose, unread: prose}
}

// bare tells what an event without data means.
func bare(d Dialect, e event) meaning {
	switch {
	case e.closes:
		return meaning{end: true}
	case len(e.said) == 0:
		return meaning{idle: !e.opens}
	case e.failed:
		return meaning{failure: e.said}
	}
	if v, ok := parse(e.said); ok {
		m := readValue(d, e, v)
		m.settled = true
		return m
	}
	return meaning{damaged: true}
}

// readValue tells what one JSON value means.
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
	if m.failure != nil || m.content {
		return m
	}
	kind := v.get("type")
	typed := (d == Anthropic || d == Responses) && kind != nil && !kind.is("error")
	switch {
	case kind.is("ping"):
		return meaning{idle: true}
	case string(e.name) == "error", !typed && v.isError():
		return meaning{failure: v}
	}
	return m
}

// readAll reads the values of an event that has several: events that came
// without an empty line between them. They are no text that can be compared.
func readAll(d Dialect, e event, values []value) (all meaning) {
	for _, v := range values {
		m := meaning{end: true}
		if string(v) != "[DONE]" {
			m = readValue(d, e, v)
		}
		if m.failure != nil {
			return m
		}
		all.content, all.end = all.content || m.content, all.end || m.end
		all.unread, all.foreign = all.unread || m.unread, all.foreign || m.foreign
		all.opened, all.sequence = all.opened|m.opened, max(all.sequence, m.sequence)
		all.finished = nextFinished(all.finished, m)
	}
	all.settled = true
	return all
}

// split takes apart what stands in one event and is several JSON values, one
// behind another or one a line; nil where it is anything else.
func split(data []byte) (values []value) {
	for i := space(data, 0); i < len(data); i = space(data, i) {
		end := i + len("[DONE]")
		if end > len(data) || string(data[i:end]) != "[DONE]" {
			if end = check(data, i, 0); end < 0 || data[i] != '{' {
				return nil
			}
		}
		values = append(values, data[i:end])
		i = end
	}
	return values
}

// nextFinished are the choices that are whole after an event: content that
// follows on a finish shows that it was none.
func nextFinished(finished uint64, m meaning) uint64 {
	if m.content {
		finished &^= m.opened
	}
	return finished | m.finished
}

// finishes reports whether a finish reason is one: some send "null" as a text
// with every chunk.
func (v value) finishes() bool { return v.some() && !v.is("null") && !v.is("None") }

// choice is the bit of a choice. There are never more than a few; those above
// 62 share one.
func choice(index int) uint64 { return 1 << min(max(index, 0), 63) }
