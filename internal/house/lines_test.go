package house

import (
	"path"
	"strings"
	"testing"
	"unicode/utf8"
)

const maxLine = 120 // characters

// TestLines: a line of code fits into a window. Exempt are the files of
// testdata/long_lines.txt and generated files.
func TestLines(t *testing.T) {
	exempt := readExceptions(t, "long_lines.txt")
	for _, file := range files(t) {
		if !isCode(file) {
			continue
		}
		text, n := read(t, file), 0
		if strings.HasPrefix(text, "// Code generated ") {
			continue
		}
		for line := range strings.Lines(text) {
			n++
			length := utf8.RuneCountInString(strings.TrimRight(line, "\n"))
			if length > maxLine && !exempt.has(file, path.Dir(file)+"/") {
				t.Errorf("%s:%d has %d characters, at most %d", file, n, length, maxLine)
			}
		}
	}
	exempt.check(t)
}
