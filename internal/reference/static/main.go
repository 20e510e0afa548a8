// Command static writes the pages of internal/reference as files, beside the
// built playground: go run ./internal/reference/static FOLDER. class/billing.html
// is served as class/billing; sitemap.xml and llms.txt list the pages.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/ukemi-dev/ukemi/internal/reference"
)

func main() {
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "static:", err)
		os.Exit(1)
	}
}

func write(folder string) error {
	files := map[string]string{"llms.txt": reference.LLMs(), "sitemap.xml": sitemap()}
	for _, p := range reference.All() {
		files[p.Path+".html"], files[p.Path+".md"] = p.HTML(), p.Markdown()
	}
	for name, content := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func sitemap() string {
	var b strings.Builder
	b.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" +
		"<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n<url><loc>" + reference.Site + "</loc></url>\n")
	for _, p := range reference.All() {
		b.WriteString("<url><loc>" + reference.Site + p.Path + "</loc></url>\n")
	}
	b.WriteString("</urlset>\n")
	return b.String()
}
