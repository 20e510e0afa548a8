package purity

import (
	"os/exec"
	"strings"
	"testing"
)

// TestLibrariesImportNoClient: a program that uses the libraries links no client of Redis;
// only the command brings one.
func TestLibrariesImportNoClient(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", module+"pkg/...").Output()
	if err != nil || strings.Contains(string(out), "redigo") {
		t.Errorf("a library imports the client of Redis, or there is none: %v", err)
	}
}

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
