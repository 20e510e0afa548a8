package reference

import (
	"regexp"
	"strings"
	"testing"

	"github.com/ukemi-dev/ukemi/internal/provider"
	"github.com/ukemi-dev/ukemi/pkg/classify"
)

var (
	href     = regexp.MustCompile(`href="(\.\.?/[^"#]*)"`)
	markLink = regexp.MustCompile(`\]\((\.\.?/[^)#]*)\)`)
)

// TestPages: there is a page for each class and provider, in both forms, and the
// links of each lead to pages.
func TestPages(t *testing.T) {
	all := All()
	if want := 1 + len(classify.Classes()) + provider.Count; len(all) != want {
		t.Errorf("%d pages, not %d", len(all), want)
	}
	for _, p := range all {
		page, markdown := p.HTML(), p.Markdown()
		for _, has := range []string{
			"<title>", `<link rel="canonical" href="` + Site + p.Path + `"`, "<h1>", "style-src 'sha256-",
		} {
			if !strings.Contains(strings.ReplaceAll(page, "&#39;", "'"), has) {
				t.Errorf("%s: %s is not in the page", p.Path, has)
			}
		}
		if !strings.HasPrefix(markdown, "# "+p.Title+"\n") || strings.Contains(markdown, "&#") {
			t.Errorf("%s: %s", p.Path, markdown)
		}
		links := append(href.FindAllStringSubmatch(page, -1), markLink.FindAllStringSubmatch(markdown, -1)...)
		for _, m := range links {
			path := strings.TrimLeft(strings.TrimSuffix(m[1], ".md"), "./")
			if _, ok := Find(path); !ok && path != "" {
				t.Errorf("%s links to %s", p.Path, m[1])
			}
		}
	}
}

func TestFindNothing(t *testing.T) {
	for _, path := range []string{"", "class", "class/", "class/dance", "provider/", "provider/dance", "references"} {
		if p, ok := Find(path); ok {
			t.Errorf("%q: %s", path, p.Title)
		}
	}
}

func TestPrefersHTML(t *testing.T) {
	for accept, want := range map[string]bool{
		"":    false,
		"*/*": false, // curl
		"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8": true,
		"text/markdown, text/html":                                        true, // equal weights
		"text/markdown, text/html;q=0.9":                                  false,
		"text/markdown;q=0.5, text/html;q=0.9":                            true,
		"text/html;q=0":                                                   false,
		"TEXT/HTML ; q=1":                                                 true,
		"application/json":                                                false,
	} {
		if got := PrefersHTML(accept); got != want {
			t.Errorf("%q: %v", accept, got)
		}
	}
}

// TestEscapes: a text of a table cannot become markup.
func TestEscapes(t *testing.T) {
	p := Page{
		Path: "class/x", Title: "<b>", Lead: "<i>", Facts: []Fact{{"<u>", "<s>", false}},
		Sections: []Section{{Title: "<em>", Items: []Item{{Text: `"<q>`}}}},
	}
	for _, tag := range []string{"<b>", "<i>", "<u>", "<s>", "<em>", "<q>"} {
		if strings.Contains(p.HTML(), tag) {
			t.Errorf("%s is in the page", tag)
		}
	}
}
