//go:build !wasip1

package cure

import (
	"strings"
	"testing"
)

// TestKnown: the names of the tables are in the lists in which names are looked for.
func TestKnown(t *testing.T) {
	all := lists[:]
	for _, pair := range exclusivePairs {
		all = append(all, pair[:]...)
	}
	for _, scale := range scales {
		all = append(all, scale.of)
	}
	for _, list := range all {
		for _, name := range strings.Split(strings.Trim(string(list), "|"), "|") {
			if !mayBeKnown(name) {
				t.Errorf("%s is in no list", name)
			}
		}
	}
}
