// The change that ends an error, as a person needs it: a patch, the request before and
// after where the paste holds it, and lines of code.

package explain

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/internal/letters"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/cure"
)

// Fix is the change of the request that ends an error; its zero value is none.
type Fix struct {
	// Cure is the id of the cure, Says what to change, in a sentence or two.
	Cure, Says string
	// Patch of the request's body (JSON, RFC 6902).
	Patch string
	// Before and After are the request in the paste, with the change in After; ""
	// where the paste holds none. Secrets are redacted.
	Before, After string
	// Snippets are the change in code.
	Snippets []Snippet
}

// Snippet is a piece of code.
type Snippet struct{ Language, Code string }

// Paste explains what a person pasted. Where the text also holds the request, its Fix
// shows it before and after the change.
func Paste(text string) Explanation {
	e := Verdict(classify.FromPaste(text))
	e.Fix.inRequest(e.Verdict.Fix, text)
	return e
}

func fixOf(v classify.Verdict) Fix {
	f := v.Fix
	if f.Label() == "" {
		return Fix{}
	}
	e := Fix{Cure: f.Cure, Says: f.Sentence(), Patch: f.Patch()}
	for _, s := range [...]Snippet{{"jq", f.Command()}, {"Python", f.Python()}, {"JavaScript", f.JavaScript()}} {
		if s.Code != "" {
			e.Snippets = append(e.Snippets, s)
		}
	}
	return e
}

// inRequest makes the change in the request that a paste holds.
func (f *Fix) inRequest(fix cure.Fix, paste string) {
	if fix.IsZero() || len(paste) > maxRequest {
		return
	}
	from, to := requestIn(paste)
	if from >= to {
		return
	}
	m, changed := cure.Apply(fix.Changes, cure.Request{Body: []byte(paste[from:to])})
	start, end := commandAround(paste, from, to)
	after := paste[start:from] + string(m.Body) + paste[to:end]
	after, inCommand := mendCommand(after, fix.Changes)
	if !changed && !inCommand {
		return
	}
	if changed {
		*f = fixOf(classify.Verdict{Fix: fix.Applied()})
		f.Patch = m.Patch()
	}
	f.Before, f.After = classify.Redact(paste[start:end]), classify.Redact(after)
}

// maxRequest is how many bytes of a paste are searched for a request.
const maxRequest = 256 << 10

// requestIn finds the JSON body of a request in a text.
func requestIn(text string) (from, to int) {
	for at := 0; ; {
		open := strings.IndexByte(text[at:], '{')
		if open < 0 {
			return 0, 0
		}
		open += at
		v, end, ok := jsonish.Read(text, open)
		if ok && !v.Cut && v.Kind == jsonish.Object && isRequest(v) {
			return open, end
		}
		if at = open + 1; ok && !v.Cut && end > open {
			at = end
		}
	}
}

// isRequest: it has a model or a conversation, and no answer.
func isRequest(v jsonish.Value) bool {
	has := func(names ...string) bool {
		for _, name := range names {
			if v.Get(name).Kind != jsonish.None {
				return true
			}
		}
		return false
	}
	return has("messages", "prompt", "input", "contents") && !has("error", "choices", "detail", "object",
		"output", "type")
}

// commandAround is the curl command of which a body is a part, else the body alone.
func commandAround(text string, from, to int) (start, end int) {
	start = strings.LastIndex(text[:from], "curl ")
	if start < 0 || strings.Contains(text[start:from], "\n\n") {
		return from, to
	}
	end = to
	for end < len(text) {
		line := strings.IndexByte(text[end:], '\n')
		if line < 0 {
			return start, len(text)
		}
		end += line
		if !strings.HasSuffix(strings.TrimRight(text[:end], " \r"), `\`) {
			return start, end
		}
		end++
	}
	return start, end
}

// mendCommand makes the changes of a path or a header in a curl command.
func mendCommand(command string, changes []cure.Change) (string, bool) {
	changed := false
	replace := func(old, by string) {
		if at := strings.Index(letters.Lower(command), letters.Lower(old)); at >= 0 && old != "" {
			command, changed = command[:at]+by+command[at+len(old):], true
		}
	}
	if !strings.HasPrefix(command, "curl ") {
		return command, false
	}
	for _, c := range changes {
		switch c.Op {
		case cure.Path:
			replace(c.From, c.Value)
		case cure.Header:
			command, changed = strings.TrimRight(command, " \n")+" \\\n  -H '"+c.Name+": "+c.Value+"'", true
		case cure.DropHeader:
			replace(","+c.Value, "")
			replace(c.Value+",", "")
		case cure.RenameHeader:
			from := c.From + ": "
			if c.From == "authorization" {
				from += "bearer "
			}
			replace(from, c.Name+": "+c.Value)
		case cure.Query:
			for _, end := range [...]string{"/completions", "/embeddings", "/responses"} {
				if at := strings.LastIndex(command, end); at >= 0 && !strings.Contains(command, c.Name+"=") {
					at += len(end)
					command, changed = command[:at]+"?"+c.Name+"="+c.Value+command[at:], true
				}
			}
		}
	}
	return command, changed
}

// appendJSON appends a fix, null for none.
func (f Fix) appendJSON(dst []byte) []byte {
	if f.Cure == "" {
		return append(dst, "null"...)
	}
	o := jsonish.Begin(dst)
	o.String("cure", f.Cure)
	o.String("says", f.Says)
	o.Raw("patch", f.Patch)
	o.StringOrNull("before", f.Before)
	o.StringOrNull("after", f.After)
	o.Append("snippets", func(dst []byte) []byte {
		return jsonish.AppendArray(dst, len(f.Snippets), func(dst []byte, i int) []byte {
			s := jsonish.Begin(dst)
			s.String("language", f.Snippets[i].Language)
			s.String("code", f.Snippets[i].Code)
			return s.End()
		})
	})
	return o.End()
}
