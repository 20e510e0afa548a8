// A fix as people and programs see it: a sentence, a label, a JSON Patch, code.

package cure

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
)

// shown is how an operation is shown. In the texts, %n stands for the change's name, %v for
// its value, %j for the value as JSON, %f for what it replaces, %p for the pointer of the
// name and %q for that of the value, %d and %e for the same with points.
type shown struct {
	op                                                  Op
	sentence, label, patch, python, javascript, command string
}

var showing = [...]shown{
	{Remove, "Leave out “%n”.", "-%n", `{"op":"remove","path":"%p"}`, "# no %n", "// no %n", "del(.%d)"},
	{RemoveDeep, "Leave out “%n” in the messages.", "-%n", "", "", "", "del(..|.%n?)"},
	{Rename, "Send “%n” as “%v”.", "%n>%v", `{"op":"move","from":"%p","path":"%q"}`,
		"%v=…,  # was %n", "%v: …, // was %n", ".%e = .%d | del(.%d)"},
	{Move, "Send “%n” as “%v”.", "%n>%v", `{"op":"move","from":"%p","path":"%q"}`, "", "", ".%e = .%d | del(.%d)"},
	{Lower, "Lower “%n” to at most %v.", "%n<=%v", `{"op":"replace","path":"%p","value":%j}`, "%n=%v,", "%n: %v,",
		".%d = %j"},
	{Raise, "Set “%n” to at least %v.", "%n>=%v", `{"op":"replace","path":"%p","value":%j}`, "%n=%v,", "%n: %v,",
		".%d = %j"},
	{Replace, "Set “%n” to %v.", "%n=%v", `{"op":"replace","path":"%p","value":%j}`, "%n=%j,", "%n: %j,", ".%d = %j"},
	{Add, "Set “%n” to %v.", "%n=%v", `{"op":"add","path":"%p","value":%j}`, "extra_body={\"%n\": %j},",
		"%n: %j,", ".%d = %j"},
	{AsNumber, "Send “%n” as a number.", "%n=number", "", "", "", ".%d |= tonumber"},
	{Nearest, "Set “%n” to one of %v.", "%n=%v", "", "", "", ""},
	{Shorten, "Send at most %v elements in “%n”.", "%n<=%v", "", "", "", ".%d |= .[:%v]"},
	{Role, "Give the messages of the role “%f” the role “%v”.", "role:%f>%v", "", "", "",
		`(.messages[] | select(.role == "%f")).role = "%v"`},
	{Budget, "Set the thinking budget below max_tokens, which includes it.", "%n<max_tokens", "", "", "", ""},
	{Path, "Call %v instead of %f.", "%f>%v", "", "", "", ""},
	{Endpoint, "Call %v instead of %f; its body has another shape.", "%f>%v", "", "", "", ""},
	{Query, "Add the query parameter %n=%v.", "+%n", "", "", "", "?%n=%v"},
	{Header, "Add the header “%n: %v”.", "+%n", "", "default_headers={\"%n\": \"%v\"},", "defaultHeaders: { " +
		"'%n': '%v' },", "-H '%n: %v'"},
	{DropHeader, "Take %v out of the header “%n”.", "-%n:%v", "", "", "", ""},
	{RenameHeader, "Send the key in the header “%n” instead of “%f”.", "%f>%n", "", "", "", "-H '%n: %v…'"},
}

// how an operation is shown.
func (op Op) how() *shown {
	for i := range showing {
		if showing[i].op == op {
			return &showing[i]
		}
	}
	return &shown{}
}

// fill a text with what a change consists of.
func (c *Change) fill(text string) string {
	for {
		before, rest, found := strings.Cut(text, "%")
		if !found || rest == "" {
			return text
		}
		by := ""
		switch rest[0] {
		case 'n':
			by = c.Name
		case 'v':
			by = strings.Trim(c.Value, `"`)
		case 'j':
			by = c.Value
		case 'f':
			by = c.From
		case 'p', 'q', 'd', 'e':
			of, between := c.Name, "/"
			if rest[0] == 'q' || rest[0] == 'e' {
				of = c.Value
			}
			if rest[0] == 'd' || rest[0] == 'e' {
				between = "."
			}
			if of == "maxOutputTokens" { // Gemini's
				of = "generationConfig.maxOutputTokens"
			}
			if by = strings.ReplaceAll(of, ".", between); between == "/" {
				by = "/" + by
			}
		}
		// What is filled in is not searched again: "\x00" cannot occur in an error's name.
		text = before + strings.ReplaceAll(by, "%", "\x00") + rest[1:]
	}
}

// each fills one of the texts of all changes, and joins them.
func (f Fix) each(between string, of func(*shown) string) string {
	out := ""
	for i := range f.Changes {
		c := f.Changes[i].settled()
		if c.NeedsRequest {
			continue
		}
		if part := c.fill(of(c.Op.how())); part != "" {
			if out != "" {
				out += between
			}
			out += part
		}
	}
	return strings.ReplaceAll(out, "\x00", "%")
}

// settled is a change to the nearest value, once that is known.
func (c Change) settled() Change {
	if c.Op == Nearest {
		if near := nearest(c.From, c.Value); near != "" {
			return Change{Op: Replace, Name: c.Name, Value: jsonish.Quote(near)}
		}
		c.Value = strings.ReplaceAll(c.Value, "|", ", ")
	}
	return c
}

// Sentence says what to change, "" for no fix.
func (f Fix) Sentence() string { return f.each(" ", func(s *shown) string { return s.sentence }) }

// Label names the changes briefly, as the header x-ukemi-fix shows them:
// "max_tokens>max_completion_tokens", "-temperature", "max_tokens<=16384".
func (f Fix) Label() string {
	return safeLabel(f.each(",", func(s *shown) string { return s.label }))
}

// Patch of a request's body that is not at hand (JSON, RFC 6902), with each parameter in
// its usual place. Changes that need the request are not in it.
func (f Fix) Patch() string {
	return "[" + f.each(",", func(s *shown) string { return s.patch }) + "]"
}

// Python and JavaScript are the changed arguments of an SDK's call, JQ the filter for a file
// that holds the body, and the other arguments of curl.
func (f Fix) Python() string { return f.each("\n", func(s *shown) string { return s.python }) }
func (f Fix) JavaScript() string {
	return f.each("\n", func(s *shown) string { return s.javascript })
}
func (f Fix) Command() string { return f.each(" | ", func(s *shown) string { return s.command }) }

// AppendJSON appends a fix as JSON, null for none: cure, says, label, patch, advice.
func (f Fix) AppendJSON(dst []byte) []byte {
	if f.Label() == "" {
		return append(dst, "null"...)
	}
	o := jsonish.Begin(dst)
	o.String("cure", f.Cure)
	o.String("says", f.Sentence())
	o.String("label", f.Label())
	o.Raw("patch", f.Patch())
	o.Bool("advice", f.IsAdvice())
	return o.End()
}
