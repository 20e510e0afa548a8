package cure

import (
	"slices"
	"strings"
	"testing"
)

// TestTable: each cure is described, and its phrases are written as the text is searched.
func TestTable(t *testing.T) {
	var ids []string
	for _, r := range table {
		ids = append(ids, r.id)
		for _, phrases := range [...]string{r.all[0], r.all[1], r.none} {
			if phrases != strings.ToLower(phrases) || strings.HasSuffix(phrases, "|") || strings.Contains(phrases, "||") {
				t.Errorf("%s: phrases are in lowercase, between bars: %q", r.id, phrases)
			}
			for _, p := range phrasesOf(phrases) {
				if p.to < p.from+3 {
					t.Errorf("%s: a phrase has three bytes or more, which are hashed: %q", r.id, phrases[p.from:p.to])
				}
			}
		}
		if (r.change == Change{}) == (r.find == nil) {
			t.Errorf("%s: either a change or a function", r.id)
		}
	}
	for _, d := range Descriptions() {
		if !slices.Contains(ids, d.ID) {
			t.Errorf("%s is described and is none", d.ID)
		}
		ids = slices.DeleteFunc(ids, func(id string) bool { return id == d.ID })
	}
	if len(ids) > 0 {
		t.Errorf("without a description: %q", ids)
	}
	for _, s := range showing {
		if s.sentence == "" || s.label == "" {
			t.Errorf("%s is not shown", s.op)
		}
	}
}
