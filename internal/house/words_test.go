package house

import (
	"path"
	"strings"
	"testing"
)

// TestWords: identifiers and comments have the glossary's words
// (docs/architecture.md). testdata/words.txt lists the others with what to
// write instead; testdata/words_except.txt has the folders that still have one.
func TestWords(t *testing.T) {
	instead := map[string]string{}
	for line := range strings.Lines(read(t, "internal/house/testdata/words.txt")) {
		forbidden, better, ok := strings.Cut(strings.TrimSpace(line), ":")
		if ok && !strings.HasPrefix(line, "#") {
			for _, w := range strings.Fields(forbidden) {
				instead[w] = strings.TrimSpace(better)
			}
		}
	}
	except := readExceptions(t, "words_except.txt")
	for _, file := range files(t) {
		if !isCode(file) || strings.HasPrefix(file, "internal/house/") {
			continue
		}
		text := read(t, file)
		if strings.HasPrefix(text, "// Code generated ") {
			continue
		}
		for _, w := range wordsOf(file, text) {
			for _, part := range split(w.text) {
				part = strings.ToLower(part)
				if better, ok := instead[part]; ok && !except.has(path.Dir(file)+" "+part) {
					t.Errorf("%s:%d: %q: write %s", file, w.line, part, better)
				}
			}
		}
	}
	except.check(t)
}
