// The fixes that are found in the labelled errors, which were collected for other
// reasons: a change of the rules shows here what else it finds.

package classify

import (
	"flag"
	"os"
	"sort"
	"strings"
	"testing"
)

var updateFixes = flag.Bool("fixes", false, "write testdata/fixes.txt anew")

func TestFixesOfLabelledErrors(t *testing.T) {
	var found []string
	for _, folder := range folders {
		for _, c := range examples(t, folder) {
			if label := c.verdict().Fix.Label(); label != "" {
				found = append(found, c.ID+" "+label)
			}
		}
	}
	sort.Strings(found)
	got := strings.Join(found, "\n") + "\n"
	if *updateFixes {
		if err := os.WriteFile("testdata/fixes.txt", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	data, err := os.ReadFile("testdata/fixes.txt")
	if err != nil {
		t.Fatal(err)
	}
	if want := string(data); got != want {
		t.Errorf("other fixes are found; read them, and write them with -fixes:\n%s", difference(want, got))
	}
}

// difference lists the lines that only one of two texts has.
func difference(want, got string) string {
	var out strings.Builder
	for line := range strings.Lines(want) {
		if !strings.Contains("\n"+got, "\n"+line) {
			out.WriteString("- " + line)
		}
	}
	for line := range strings.Lines(got) {
		if !strings.Contains("\n"+want, "\n"+line) {
			out.WriteString("+ " + line)
		}
	}
	return out.String()
}
