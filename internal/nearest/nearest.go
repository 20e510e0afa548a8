// Package nearest finds the name that was meant by a misspelled one.
package nearest

import "strings"

// To returns the name that is most like a misspelled one, or "" if none is.
// A name that contains all of the misspelled one's words counts as like it:
// UKEMI_ATTEMPTS means UKEMI_MAX_ATTEMPTS.
func To(misspelled string, names []string) (nearest string) {
	allowed := 1 + len(misspelled)/4 // edits
	for _, name := range names {
		edits := distance(strings.ToLower(misspelled), strings.ToLower(name))
		if edits > allowed && containsWords(name, misspelled) {
			edits = allowed
		}
		if edits < allowed || edits == allowed && nearest == "" {
			nearest, allowed = name, edits
		}
	}
	return nearest
}

// containsWords reports whether the words of b, separated by _ or -, are all in a.
func containsWords(a, b string) bool {
	isSeparator := func(r rune) bool { return r == '_' || r == '-' }
	for _, word := range strings.FieldsFunc(b, isSeparator) {
		if !strings.Contains(strings.ToLower(a), strings.ToLower(word)) {
			return false
		}
	}
	return b != ""
}

// distance returns the number of edits (Levenshtein's) between two ASCII texts.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			substituted := diagonal
			if a[i] != b[j] {
				substituted++
			}
			diagonal = row[j+1]
			row[j+1] = min(substituted, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
