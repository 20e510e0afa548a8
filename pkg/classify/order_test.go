package classify

import (
	"slices"
	"testing"
)

// TestOrder: the verdict does not depend on the order of the rows of a table,
// so that a row may be added anywhere.
func TestOrder(t *testing.T) {
	var all []example
	for _, folder := range folders {
		all = append(all, examples(t, folder)...)
	}
	type summary struct {
		class      Class
		retry      bool
		confidence Confidence
	}
	verdicts := func() (out []summary) {
		for _, e := range all {
			v := e.verdict()
			out = append(out, summary{v.Class, v.Retry, v.Confidence})
		}
		return out
	}
	before := verdicts()
	turn := func() {
		slices.Reverse(certainCodes[:])
		slices.Reverse(genericCodes[:])
		slices.Reverse(certainWords[:])
		slices.Reverse(pairs[:])
		for _, table := range [][2]int{{featureCertain, featureGeneric}, {featureGeneric, featureWords}, {featureWords, featureFailures}, {featurePairs, featureConcepts}} {
			slices.Reverse(weights[table[0]:table[1]])
			slices.Reverse(hiddenIn[table[0]:table[1]])
		}
		index.Store(nil)
	}
	turn()
	defer turn()
	for i, v := range verdicts() {
		if v != before[i] {
			t.Errorf("%s: %v, with the tables reversed %v", all[i].ID, before[i], v)
		}
	}
}
