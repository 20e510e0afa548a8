package house

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	filePointer = regexp.MustCompile(
		`(?:^|[\s(\x60"'\[])((?:\.{1,2}/)*(?:[\w.-]+/)*[\w-]+(?:\.[\w-]+)*\.(?:go|mjs|js|cjs|jsx|jsonl?|md|txt|toml|` +
			`ya?ml))\b`,
	)
	testPointer = regexp.MustCompile(`\b(?:Test|Fuzz|Benchmark)[A-Z]\w+`)
	goFunction  = regexp.MustCompile(`(?m)^func (?:\([^)]*\) )?(\w+)`)
	address     = regexp.MustCompile(`https?://\S+`)
)

// TestPointers: a file or a Go test that a comment or a page of the docs names
// exists. testdata/pointers_except.txt has the names of other things that look
// like files.
func TestPointers(t *testing.T) {
	all := allFiles(t)
	tests := functions(t, all)
	except := readExceptions(t, "pointers_except.txt")
	for _, file := range files(t) {
		if strings.HasPrefix(file, "internal/house/") {
			continue
		}
		for _, w := range prose(t, file) {
			text := address.ReplaceAllString(w.text, "")
			for _, m := range filePointer.FindAllStringSubmatch(text, -1) {
				if !exists(all, file, m[1]) && !except.has(m[1]) {
					t.Errorf("%s:%d names %s, which does not exist", file, w.line, m[1])
				}
			}
			for _, name := range testPointer.FindAllString(text, -1) {
				isPrefix := func(test string) bool { return strings.HasPrefix(test, name) }
				if !slices.ContainsFunc(tests, isPrefix) && !except.has(name) {
					t.Errorf("%s:%d names %s, which does not exist", file, w.line, name)
				}
			}
		}
	}
	except.check(t)
}

// prose returns the comments of a file of code, and all lines of a page of the
// docs and of the Makefile.
func prose(t *testing.T, file string) (list []word) {
	switch {
	case isCode(file):
		return slices.DeleteFunc(wordsOf(file, read(t, file)), func(w word) bool { return !w.comment })
	case path.Ext(file) == ".md" || file == "Makefile":
		n := 0
		for line := range strings.Lines(read(t, file)) {
			n++
			list = append(list, word{n, line, true})
		}
	}
	return list
}

// exists reports whether a name is the end of a file's path, or leads to a file
// from the one that has it. Files that a build makes are in the exceptions.
func exists(all []string, from, name string) bool {
	name = strings.TrimPrefix(name, "./")
	return slices.Contains(all, path.Join(path.Dir(from), name)) || slices.ContainsFunc(all, func(file string) bool {
		return file == name || strings.HasSuffix(file, "/"+name)
	})
}

func functions(t *testing.T, all []string) (names []string) {
	for _, file := range all {
		if isGo(file) {
			for _, m := range goFunction.FindAllStringSubmatch(read(t, file), -1) {
				names = append(names, m[1])
			}
		}
	}
	return names
}
