// The model in a JSON body, and the same body for another one.

package core

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
)

// ModelOf returns the model that a JSON body asks for, "" when it names none.
func ModelOf(body []byte) string { return membersOf(string(body)).model() }

func (m members) model() string {
	values := m.values("model")
	if len(values) == 0 {
		return ""
	}
	v, _, ok := jsonish.Read(values[len(values)-1], 0) // most parsers take the last one
	if !ok || v.Kind != jsonish.String {
		return ""
	}
	return v.Text
}

// askToStore reports whether "background" or "store" is set.
func (m members) askToStore() bool {
	for _, name := range [...]string{"background", "store"} {
		for _, value := range m.values(name) {
			if value == "true" {
				return true
			}
		}
	}
	return false
}

// WithModel returns the body with another model; every other byte stays.
func WithModel(body []byte, model string) []byte {
	src := string(body)
	return replace(src, jsonish.Members(src, "model"), func(jsonish.Span) string { return jsonish.Quote(model) })
}

// withModelAdded is WithModel, and adds the model to a body without one: the call's
// own upstream reads it from the path, another one from the body.
func withModelAdded(body []byte, model string) []byte {
	src := string(body)
	if len(jsonish.Members(src, "model")) > 0 {
		return WithModel(body, model)
	}
	trimmed := strings.TrimLeft(src, " \n\r\t")
	inner, isObject := strings.CutPrefix(trimmed, "{")
	if !isObject {
		return body
	}
	comma := ","
	if strings.HasPrefix(strings.TrimLeft(inner, " \n\r\t"), "}") {
		comma = ""
	}
	return []byte(src[:len(src)-len(trimmed)] + `{"model":` + jsonish.Quote(model) + comma + inner)
}

// withModelRepeated returns a body that repeats the model of its path, as
// Gemini's clients write it ("models/gemini-x", also in every request of a
// batch), with another one. Other members of this name stay.
func withModelRepeated(body []byte, old, model string) []byte {
	src := string(body)
	var spans []jsonish.Span
	jsonish.Walk(src, func(_ int, name string, at int) bool {
		if name == "model" {
			if text, span, ok := jsonish.StringAt(src, at); ok && (text == old || strings.HasSuffix(text, "/"+old)) {
				spans = append(spans, span)
			}
		}
		return name == "requests" || name == "generateContentRequest"
	})
	return replace(src, spans, func(at jsonish.Span) string {
		text, _, _ := jsonish.StringAt(src, at.Start)
		return jsonish.Quote(strings.TrimSuffix(text, old) + model)
	})
}

// replace the spans of a text, which are in ascending order.
func replace(src string, spans []jsonish.Span, by func(jsonish.Span) string) []byte {
	out := make([]byte, 0, len(src)+64)
	from := 0
	for _, span := range spans {
		out = append(append(out, src[from:span.Start]...), by(span)...)
		from = span.End
	}
	return append(out, src[from:]...)
}
