package edge

import (
	"net/http/httptest"
	"strings"
	"testing"
)

// TestReferencePages: HTML for a browser, Markdown for a program; the link header of
// an error leads to one.
func TestReferencePages(t *testing.T) {
	routes := Routes(Config{}, nil)
	const browser = "text/html,application/xhtml+xml,*/*;q=0.8"
	for _, c := range []struct {
		path, accept, contentType, has string
		status                         int
	}{
		{"class/billing", browser, "text/html", "<h1>No money left</h1>", 200},
		{"class/billing", "*/*", "text/markdown", "# No money left", 200},
		{"class/billing.md", browser, "text/markdown", "# No money left", 200},
		{"provider/openai", browser, "text/html", "<h1>OpenAI</h1>", 200},
		{"reference", browser, "text/html", "Errors of LLM APIs", 200},
		{"llms.txt", "", "text/plain", "# ukemi", 200},
		{"", browser, "text/html", `href="reference"`, 200}, // without the playground
		{"class/dance", browser, "application/json", "/_ukemi/reference lists all", 404},
	} {
		r := httptest.NewRequest("GET", prefix+c.path, nil)
		r.Header.Set("Accept", c.accept)
		w := httptest.NewRecorder()
		routes.ServeHTTP(w, r)
		if w.Code != c.status || !strings.HasPrefix(w.Header().Get("content-type"), c.contentType) ||
			!strings.Contains(w.Body.String(), c.has) {
			t.Errorf("%s, %s: %d %s %s", c.path, c.accept, w.Code, w.Header().Get("content-type"), w.Body)
		}
	}
	r := httptest.NewRequest("GET", prefix+"nothing", nil)
	w := httptest.NewRecorder()
	routes.ServeHTTP(w, r)
	link := w.Header().Get("link")
	if path, _, _ := strings.Cut(strings.TrimPrefix(link, "<"), ">"); path != prefix+"class/not_found" {
		t.Errorf("link: %s", link)
	}
}
