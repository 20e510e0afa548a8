package house

import (
	"regexp"
	"strings"
	"testing"
)

var (
	goImport = regexp.MustCompile(`"github\.com/ukemi-dev/ukemi/test/`)
	jsImport = regexp.MustCompile(`(?:from|import)\s*\(?['"](?:\.{1,2}/)+test/`)
)

// TestNothingImportsTest: what is shipped, and its own tests, do not depend on
// test/.
func TestNothingImportsTest(t *testing.T) {
	for _, file := range files(t) {
		top, _, _ := strings.Cut(file, "/")
		switch top {
		case "test", "bench", "docs", ".github", "examples":
			continue
		}
		text := read(t, file)
		if isGo(file) && goImport.MatchString(text) || isJavaScript(file) && jsImport.MatchString(text) {
			t.Errorf("%s imports a file of test/", file)
		}
	}
}
