// Package house holds the rules of this repository's source text: the width of
// lines, the words of the glossary, imports, and comments that name files which
// exist. One file per rule; docs/architecture.md explains them.
package house

import (
	"flag"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

// strict is set by make check: the lists of exceptions may only shrink, so an
// exception that nothing needs is an error, too.
var strict = flag.Bool("strict", false, "refuse exceptions that nothing needs")

const root = "../../"

// files returns the paths of the files of the repository, without test data.
func files(t *testing.T) []string {
	return slices.DeleteFunc(allFiles(t), func(file string) bool { return strings.Contains(file, "testdata/") })
}

// allFiles returns the paths of all files that git does not ignore.
func allFiles(t *testing.T) []string {
	out, err := exec.Command("git", "-C", root, "ls-files", "--cached", "--others", "--exclude-standard").Output()
	if err != nil {
		t.Skip("no git, or no repository: ", err)
	}
	list := strings.Fields(string(out))
	return slices.DeleteFunc(list, func(file string) bool {
		info, err := os.Stat(root + file)
		return err != nil || info.IsDir()
	})
}

func read(t *testing.T, file string) string {
	data, err := os.ReadFile(root + file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// isCode reports whether a file is source code of Go or JavaScript.
func isCode(file string) bool {
	return isGo(file) || isJavaScript(file)
}

func isGo(file string) bool { return path.Ext(file) == ".go" }

func isJavaScript(file string) bool {
	return slices.Contains([]string{".js", ".mjs", ".cjs", ".jsx"}, path.Ext(file))
}

// exceptions is a list in testdata: one a line, a comment after '#'.
type exceptions struct {
	file string
	used map[string]bool
}

func readExceptions(t *testing.T, file string) exceptions {
	e := exceptions{file, map[string]bool{}}
	for line := range strings.Lines(read(t, "internal/house/testdata/"+file)) {
		line, _, _ = strings.Cut(line, "#")
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			e.used[line] = false
		}
	}
	return e
}

// has reports whether one of the lines is on the list.
func (e exceptions) has(lines ...string) bool {
	found := false
	for _, line := range lines {
		if _, ok := e.used[line]; ok {
			e.used[line], found = true, true
		}
	}
	return found
}

// check refuses, under -strict, what no file needed.
func (e exceptions) check(t *testing.T) {
	for line, used := range e.used {
		if *strict && !used {
			t.Errorf("testdata/%s: delete %q, nothing needs it", e.file, line)
		}
	}
}
