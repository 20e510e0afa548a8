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

// TestBars: a list whose ends are looked at has a bar behind each phrase, one whose beginnings are, before each.
func TestBars(t *testing.T) {
	for _, list := range []string{upTo, lessThan, exactly, atLeast, moreThan, beforePrompt, nouns, tooMuch} {
		for _, phrase := range strings.Split(strings.Trim(list, "|"), "|") {
			if !endsInAny("a "+phrase, list) {
				t.Errorf("%q is not found at an end", phrase)
			}
		}
	}
	for _, list := range []string{isMaximum, verbs} {
		for _, phrase := range strings.Split(strings.Trim(list, "|"), "|") {
			if !beginsWithAny(phrase+" a", list) {
				t.Errorf("%q is not found at a beginning", phrase)
			}
		}
	}
}
