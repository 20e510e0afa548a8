// One entry of the deployment's fallbacks: its members, in JSON and back.

package retry

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonedit"
	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/internal/letters"
	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// Fallback is another model, another upstream, or another key.
type Fallback struct {
	// Model; in an entry, "" is the model that the request names. A Fallback of a
	// Decision always has one.
	Model string
	// Upstream is the base URL of the API that has it; "" is where the call
	// went in the first place.
	Upstream string
	// Key names the setting that holds the key to send; "" sends the caller's own
	// key, and none to another upstream.
	Key string
	// Larger and Smaller compare its window with the first model's: "larger" is
	// true, or false; neither is set where it is not stated. What did not fit the
	// first model is not sent to a smaller one.
	Larger, Smaller bool
	// Rename, Drop and Set change parameters of a JSON body, in this order. A
	// parameter is the name of a member of the body, or a JSON Pointer.
	Rename []Renaming
	Drop   []string
	Set    []Value
	// Headers to send; one with an empty value is not sent. $KEY at the end of a
	// value stands for the key, and those headers then replace the usual ones.
	Headers classify.Headers
	// Continue is how it continues a cut answer; "" is known from the upstream.
	Continue ContinueForm
}

// Renaming of a parameter in the same object.
type Renaming struct{ From, To string }

// Value of a parameter, as JSON.
type Value struct{ Name, JSON string }

// KeyMark stands for the key in a header's value.
const KeyMark = "$KEY"

const (
	maxEdits  = 32    // of each sort in one entry
	maxEdited = 8_192 // bytes of one value
	entryForm = ` is a model name, or an object of "model", "upstream", "key", "larger", "set", "drop", "rename", "headers", "continue"`
)

// readFallback reads an entry, a value of src. The error of an invalid one names the
// member.
func readFallback(src string, v jsonish.Value) (f Fallback, err error) {
	if v.Kind == jsonish.String {
		return Fallback{Model: v.Text}, nil
	}
	if v.Kind != jsonish.Object {
		return f, policyError(entryForm)
	}
	for _, m := range v.Members {
		wants := "a string"
		ok := m.Value.Kind == jsonish.String
		switch m.Key {
		case "model":
			f.Model = m.Value.Text
		case "upstream":
			f.Upstream = strings.TrimSuffix(m.Value.Text, "/")
		case "key":
			f.Key = m.Value.Text
		case "continue":
			f.Continue = ContinueForm(m.Value.Text)
			wants, ok = "message, prefix, prefix-repeated, partial or continue_final_message", f.Continue.isKnown()
		case "larger":
			wants, ok = "true or false", m.Value.Kind == jsonish.Bool
			f.Larger = m.Value.Text == "true"
			f.Smaller = !f.Larger
		case "drop":
			wants, ok = `a list of parameters`, m.Value.Kind == jsonish.Array
			for _, e := range m.Value.Members {
				ok = ok && e.Value.Kind == jsonish.String
				f.Drop = append(f.Drop, e.Value.Text)
			}
		case "rename", "set", "headers":
			wants, ok = f.readMap(src, m)
		default:
			return f, policyError(entryForm + "; " + jsonish.Quote(m.Key) + " is none of them")
		}
		if !ok || m.Value.Cut {
			return f, policyError(" has a wrong " + jsonish.Quote(m.Key) + ": it must be " + wants)
		}
	}
	return f, nil
}

func (c ContinueForm) isKnown() bool {
	switch c {
	case ContinueMessage, ContinuePrefix, ContinuePrefixRepeated, ContinuePartial, ContinueVLLM:
		return true
	}
	return false
}

// readMap reads a member that is an object.
func (f *Fallback) readMap(src string, m jsonish.Member) (wants string, ok bool) {
	wants, ok = "an object of parameters and their values", m.Value.Kind == jsonish.Object
	switch m.Key {
	case "rename":
		wants = "an object of parameters and their new names"
	case "headers":
		wants = `an object of names and values; null is not sent`
	}
	for _, e := range m.Value.Members {
		isText := e.Value.Kind == jsonish.String
		switch {
		case m.Key == "set":
			f.Set = append(f.Set, Value{e.Key, compact(src[e.Value.Start:e.Value.End])})
			continue
		case m.Key == "rename":
			f.Rename = append(f.Rename, Renaming{e.Key, e.Value.Text})
		default:
			if e.Value.Kind == jsonish.Null {
				e.Value.Text, isText = "", true
			}
			f.Headers = append(f.Headers, classify.Header{Name: letters.Lower(e.Key), Value: e.Value.Text})
		}
		ok = ok && isText
	}
	return wants, ok
}

// compact removes the white space between the tokens of JSON: the byte interface has
// its arguments on one line.
func compact(json string) string {
	out := make([]byte, 0, len(json))
	quoted := false
	for i := 0; i < len(json); i++ {
		switch c := json[i]; {
		case quoted && c == '\\' && i+1 < len(json):
			out = append(out, c)
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && (c == ' ' || c == '\n' || c == '\t' || c == '\r'):
			continue
		}
		out = append(out, json[i])
	}
	return string(out)
}

// check returns what is wrong with an entry; "" is nothing.
func (f Fallback) check() string {
	if f.Model == "" && f.Upstream == "" && f.Key == "" {
		return `names no "model", "upstream" or "key"`
	}
	if f.Model != "" && !isModel(f.Model) || f.Model == anyModel {
		return ": " + jsonish.Quote(f.Model) + " is no model name"
	}
	names := append([]string{}, f.Drop...)
	for _, r := range f.Rename {
		names = append(names, r.From, r.To)
	}
	for _, v := range f.Set {
		names = append(names, v.Name)
		if !jsonedit.Valid(v.JSON) || len(v.JSON) > maxEdited {
			return ` sets ` + jsonish.Quote(v.Name) + " to no JSON value"
		}
	}
	for _, name := range names {
		if pointer := jsonedit.Pointer(name); !jsonedit.IsPointer(pointer) || pointer == "/model" || len(name) > maxModel {
			return ": " + jsonish.Quote(name) + " is no parameter that it may change"
		}
	}
	if len(names)+len(f.Headers) > maxEdits {
		return " makes more than 32 changes"
	}
	return f.checkHeaders()
}

// checkHeaders: no header holds a key itself, or belongs to the connection.
func (f Fallback) checkHeaders() string {
	for _, h := range f.Headers {
		quoted := jsonish.Quote(h.Name)
		if !isHeaderName(h.Name) || !isModel(h.Value+"x") || isOwnHeader(h.Name) {
			return ": a header " + quoted + " with this value cannot be set"
		}
		mark := strings.Index(h.Value, KeyMark)
		switch {
		case mark >= 0 && f.Key == "":
			return ` has ` + KeyMark + ` in a header, but no "key"`
		case mark >= 0 && mark != len(h.Value)-len(KeyMark):
			return ": " + KeyMark + " must be the end of the header " + quoted
		case mark < 0 && h.Value != "" && isSecretHeader(h.Name):
			return ": the header " + quoted + " must be " + KeyMark + ", with what stands before the key; not the key itself"
		}
	}
	return ""
}

func isHeaderName(name string) bool {
	for i := range len(name) {
		if c := name[i]; !(c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_') {
			return false
		}
	}
	return name != "" && len(name) <= maxModel
}

// isOwnHeader: headers of the connection, of the body's form, and ukemi's own.
func isOwnHeader(name string) bool {
	switch name {
	case "host", "connection", "content-length", "content-type", "content-encoding", "transfer-encoding",
		"te", "trailer", "upgrade", "expect", "keep-alive":
		return true
	}
	return strings.HasPrefix(name, "x-ukemi-") || strings.HasPrefix(name, "proxy-")
}

// isSecretHeader reports whether a header usually holds a key.
func isSecretHeader(name string) bool {
	for _, word := range [...]string{"auth", "key", "token", "secret", "cookie", "password"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// ReadFallback reads the JSON of AppendJSON; what is invalid is the zero value.
func ReadFallback(src string, v jsonish.Value) Fallback {
	f, err := readFallback(src, v)
	if err != nil {
		return Fallback{}
	}
	return f
}

// AppendJSON appends the entry as JSON. It holds the name of a key, never a key.
func (f Fallback) AppendJSON(dst []byte) []byte {
	o := jsonish.Begin(dst)
	texts := [...]struct{ name, value string }{{"model", f.Model}, {"upstream", f.Upstream}, {"key", f.Key}, {"continue", string(f.Continue)}}
	for _, t := range texts {
		if t.value != "" {
			o.String(t.name, t.value)
		}
	}
	if f.Larger || f.Smaller {
		o.Bool("larger", f.Larger)
	}
	if len(f.Rename) > 0 {
		appendMap(&o, "rename", len(f.Rename), func(i int) (string, string) {
			return f.Rename[i].From, jsonish.Quote(f.Rename[i].To)
		})
	}
	if len(f.Drop) > 0 {
		o.Append("drop", func(dst []byte) []byte {
			return jsonish.AppendArray(dst, len(f.Drop), func(dst []byte, i int) []byte { return jsonish.AppendString(dst, f.Drop[i]) })
		})
	}
	if len(f.Set) > 0 {
		appendMap(&o, "set", len(f.Set), func(i int) (string, string) { return f.Set[i].Name, f.Set[i].JSON })
	}
	if len(f.Headers) > 0 {
		appendMap(&o, "headers", len(f.Headers), func(i int) (string, string) {
			return f.Headers[i].Name, jsonish.Quote(f.Headers[i].Value)
		})
	}
	return o.End()
}

// appendMap appends an object whose keys may need escapes.
func appendMap(o *jsonish.Builder, name string, n int, entry func(i int) (key, json string)) {
	o.Append(name, func(dst []byte) []byte {
		dst = append(dst, '{')
		for i := range n {
			if i > 0 {
				dst = append(dst, ',')
			}
			key, json := entry(i)
			dst = append(append(jsonish.AppendString(dst, key), ':'), json...)
		}
		return append(dst, '}')
	})
}
