// Package reference has the pages that a person, a search engine or an agent reads
// about classes of errors and providers: pages.go has what they contain, html.go
// and markdown.go their two forms. The edges serve them under /_ukemi/, where the
// link header of every error leads; static/ writes copies into web/dist.
package reference

import (
	"strconv"
	"strings"
)

// Site is the address of the static copies, which search engines should know.
const Site = "https://ukemi-dev.github.io/ukemi/"

// Page is one page.
type Page struct {
	// Path below the playground, without an extension: class/billing.
	Path        string
	Title, Lead string
	Name        string // the name in code, such as billing; "" for the index
	Facts       []Fact
	Sections    []Section
}

// Fact is a line of the table at the top of a page.
type Fact struct {
	Name, Value string
	IsCode      bool
}

// Section is a list with a heading.
type Section struct {
	Title     string
	IsOrdered bool
	Items     []Item
}

// Item is a line of a list: a link, if it has one, and a text.
type Item struct {
	Link string // path below the playground
	Name string // text of the link
	Text string
}

// Find returns the page of a path.
func Find(path string) (Page, bool) {
	kind, name, _ := strings.Cut(path, "/")
	switch {
	case path == "reference":
		return index(), true
	case kind == "class":
		return class(name)
	case kind == "provider":
		return providerPage(name)
	}
	return Page{}, false
}

// All returns all pages, the index first.
func All() (all []Page) {
	all = append(all, index())
	for _, section := range all[0].Sections {
		for _, item := range section.Items {
			if page, ok := Find(item.Link); ok {
				all = append(all, page)
			}
		}
	}
	return all
}

// PrefersHTML reports whether a header Accept asks for HTML, as browsers and search
// engines do. Programs that name no type, such as curl, get Markdown.
func PrefersHTML(accept string) bool {
	html := max(weightOf(accept, "text/html"), weightOf(accept, "application/xhtml+xml"))
	return html > 0 && html >= weightOf(accept, "text/markdown")
}

// weightOf returns the weight of a type that a header Accept names, 0 if it does not.
func weightOf(accept, mediaType string) float64 {
	for item := range strings.SplitSeq(strings.ToLower(accept), ",") {
		parameters := strings.Split(strings.ReplaceAll(item, " ", ""), ";")
		if parameters[0] != mediaType {
			continue
		}
		weight := 1.0
		for _, p := range parameters[1:] {
			if q, ok := strings.CutPrefix(p, "q="); ok {
				weight, _ = strconv.ParseFloat(q, 64)
			}
		}
		return weight
	}
	return 0
}

// root returns the way from a page to the playground: "../" from class/billing.
func (p Page) root() string {
	if strings.Contains(p.Path, "/") {
		return "../"
	}
	return "./"
}

// list returns the alternatives of a column of the table of providers, with
// "name=part" written as a header.
func list(alternatives string) []string {
	all := strings.FieldsFunc(alternatives, func(r rune) bool { return r == '|' })
	for i := range all {
		all[i] = strings.Replace(all[i], "=", ": ", 1)
	}
	return all
}
