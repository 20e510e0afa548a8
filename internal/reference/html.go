// A page as HTML: one file without scripts, and without requests to anywhere.

package reference

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html"
	"strings"
)

//go:embed style.css
var style string

// policy allows nothing but the style, by its hash, and an icon without content.
func policy() string {
	hash := sha256.Sum256([]byte(style))
	return "default-src 'none'; img-src data:; style-src 'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) +
		"'; base-uri 'none'; form-action 'none'"
}

// HTML returns the page as a document.
func (p Page) HTML() string {
	var b strings.Builder
	e, root := html.EscapeString, p.root()
	b.WriteString("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
	b.WriteString(`<meta http-equiv="Content-Security-Policy" content="` + e(policy()) + "\">\n")
	b.WriteString("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
	// Without an icon a browser asks the edge for /favicon.ico, and the edge the upstream.
	b.WriteString("<link rel=\"icon\" href=\"data:,\">\n")
	b.WriteString("<meta name=\"color-scheme\" content=\"light dark\">\n")
	b.WriteString("<title>" + e(p.heading()) + " – ukemi</title>\n")
	b.WriteString(`<meta name="description" content="` + e(p.Lead) + "\">\n")
	b.WriteString(`<link rel="canonical" href="` + e(Site+p.Path) + "\">\n")
	b.WriteString(`<link rel="alternate" type="text/markdown" href="` + e(root+p.Path) + ".md\">\n")
	b.WriteString("<style>" + style + "</style>\n</head>\n<body>\n")
	b.WriteString(`<header><nav><a class="home" href="` + root + `">ukemi</a> <a href="` + root + "reference\"")
	if p.Path == "reference" {
		b.WriteString(` aria-current="page"`)
	}
	b.WriteString(">Reference</a></nav></header>\n<main>\n")
	if p.Name != "" {
		b.WriteString("<p class=\"crumb\"><code>" + e(p.Name) + "</code></p>\n")
	}
	b.WriteString("<h1>" + e(p.Title) + "</h1>\n<p class=\"lead\">" + e(p.Lead) + "</p>\n")
	if len(p.Facts) > 0 {
		b.WriteString("<dl>\n")
		for _, f := range p.Facts {
			value := htmlLink(f.Value)
			if f.IsCode {
				value = "<code>" + e(f.Value) + "</code>"
			}
			b.WriteString("<dt>" + e(f.Name) + "</dt><dd>" + value + "</dd>\n")
		}
		b.WriteString("</dl>\n")
	}
	for _, s := range p.Sections {
		b.WriteString(s.html(root))
	}
	b.WriteString("</main>\n</body>\n</html>\n")
	return b.String()
}

// heading is the title, with the name of a class, which people search for.
func (p Page) heading() string {
	if strings.HasPrefix(p.Path, "class/") {
		return p.Title + " (" + p.Name + ")"
	}
	return p.Title
}

func (s Section) html(root string) string {
	var b strings.Builder
	tag := choose(s.IsOrdered, "ol", "ul")
	b.WriteString("<h2>" + html.EscapeString(s.Title) + "</h2>\n<" + tag + ">\n")
	for _, item := range s.Items {
		b.WriteString("<li>")
		if item.Link != "" {
			link := root + strings.TrimPrefix(item.Link, "./")
			b.WriteString(`<a href="` + html.EscapeString(link) + `">` + html.EscapeString(item.Name) + "</a>")
			b.WriteString(choose(item.Text != "", ": ", ""))
		}
		b.WriteString(html.EscapeString(item.Text) + "</li>\n")
	}
	b.WriteString("</" + tag + ">\n")
	return b.String()
}

// htmlLink links a value that begins with the name of a host.
func htmlLink(value string) string {
	host, rest := hostOf(value)
	if host == "" {
		return html.EscapeString(value)
	}
	host, rest = html.EscapeString(host), html.EscapeString(rest)
	return `<a href="https://` + host + `" rel="noreferrer">` + host + "</a>" + rest
}

// hostOf separates the host from "platform.openai.com → API keys".
func hostOf(value string) (host, rest string) {
	host, _, _ = strings.Cut(value, " ")
	isName := func(r rune) bool {
		return r == '.' || r == '-' || r == '/' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9'
	}
	if !strings.Contains(host, ".") || strings.TrimFunc(host, isName) != "" {
		return "", value
	}
	return host, value[len(host):]
}
