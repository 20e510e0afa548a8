// An explanation as plain text, for a terminal.

package explain

import (
	"strconv"
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// Text writes an explanation for a terminal of 80 columns or more.
func (e Explanation) Text() string {
	var b strings.Builder
	v := e.Verdict
	b.WriteString(e.Title + "  [" + e.Badge + "]\n\n")
	b.WriteString("  " + e.Summary + "\n")
	if v.Rule != classify.NoError {
		b.WriteString("  “" + letters.Shorten(oneLine(v.Message), 400) + "”\n")
	}
	b.WriteString("\n")
	row := func(name, value string) {
		if value != "" {
			b.WriteString("  " + name + strings.Repeat(" ", max(1, 11-len(name))) + value + "\n")
		}
	}
	row("class", string(v.Class)+" ("+v.Confidence.String()+", rule "+v.Rule+")")
	if v.Provider != "" {
		row("provider", providerName(v))
	}
	row("fault", string(e.Responsible)+": "+e.ResponsibleText)
	row("retry", e.RetryAdvice)
	e.Fix.write(&b)
	b.WriteString("\nWhat to do\n")
	for i, step := range e.Steps {
		b.WriteString("  " + strconv.Itoa(i+1) + ". " + step + "\n")
	}
	b.WriteString("\nHow we know\n")
	for _, ev := range v.Evidence {
		sign := "+"
		if ev.Against {
			sign = "-"
		}
		value := letters.Shorten(oneLine(ev.Value), 200)
		b.WriteString("  " + sign + " " + ev.Field + " “" + value + "”: " + ev.Meaning + "\n")
	}
	if len(v.Chain) > 0 {
		b.WriteString("\nAround it, outermost first\n")
		for _, l := range v.Chain {
			status, text := "", l.Message
			if l.Status != 0 {
				status = strconv.Itoa(l.Status) + " "
			}
			if text == "" {
				text = l.Code
			}
			b.WriteString("  " + status + letters.Shorten(oneLine(text), 160) + "\n")
		}
	}
	b.WriteString("\nOn their own\n")
	for _, s := range e.SDKs {
		row(s.Name, s.Does)
	}
	b.WriteString("\nIn the contract\n  HTTP " + strconv.Itoa(e.Answer.Status) + "\n  " + string(e.Answer.Body) + "\n")
	return b.String()
}

// write the change in words, and the request after it, else lines of code.
func (f Fix) write(b *strings.Builder) {
	if f.Cure == "" {
		return
	}
	section := func(title, text string) {
		b.WriteString("\n" + title + "\n  ")
		b.WriteString(strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n  ") + "\n")
	}
	section("The change that ends it", f.Says)
	if f.After != "" {
		section("The request after it", f.After)
		return
	}
	if len(f.Patch) > 2 {
		section("As a JSON Patch of the request", f.Patch)
	}
	for _, s := range f.Snippets {
		section("In "+s.Language, s.Code)
	}
}
