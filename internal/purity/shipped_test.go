package purity

import (
	"os/exec"
	"strings"
	"testing"
)

// TestShippedProgramsImportNoTest: the programs and the libraries do not depend on
// a package under test/.
func TestShippedProgramsImportNoTest(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", module+"cmd/...", module+"pkg/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for path := range strings.Lines(string(out)) {
		if strings.HasPrefix(path, module+"test/") {
			t.Errorf("a shipped program imports %s", path)
		}
	}
}
