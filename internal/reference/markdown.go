// A page as Markdown, for terminals and agents.

package reference

import "strings"

// Markdown returns the page as Markdown. Its links are relative to the page.
func (p Page) Markdown() string {
	var b strings.Builder
	root := p.root()
	b.WriteString("# " + p.Title + "\n\n" + p.Lead + "\n")
	if p.Name != "" {
		b.WriteString("\n- Name: `" + p.Name + "`\n")
	}
	for _, f := range p.Facts {
		value := f.Value
		if f.IsCode {
			value = "`" + value + "`"
		} else if host, rest := hostOf(value); host != "" {
			value = "[" + host + "](https://" + host + ")" + rest
		}
		b.WriteString("- " + f.Name + ": " + value + "\n")
	}
	for _, s := range p.Sections {
		b.WriteString("\n## " + s.Title + "\n\n")
		for _, item := range s.Items {
			b.WriteString(choose(s.IsOrdered, "1. ", "- "))
			if item.Link != "" {
				link := root + strings.TrimPrefix(item.Link, "./")
				b.WriteString("[" + item.Name + "](" + link + ")" + choose(item.Text != "", ": ", ""))
			}
			b.WriteString(item.Text + "\n")
		}
	}
	return b.String()
}
