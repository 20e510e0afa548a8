package classify

import "testing"

// TestErrorFormatIsUnderstood: an error that leaves one ukemi means the same to
// the next, in each form of the error format.
func TestErrorFormatIsUnderstood(t *testing.T) {
	for _, e := range examples(t, "corpus") {
		v := e.verdict()
		for _, format := range []Format{FormatOpenAI, FormatAnthropic, FormatProblem} {
			a := Render(v, Caller{Format: format})
			again := FromResponse(Response{Status: a.Status, Headers: a.Headers, Body: a.Body})
			if again.Class != v.Class || again.Rule != v.Rule {
				t.Errorf("%s: %s (%s) became %s (%s)", e.ID, v.Class, v.Rule, again.Class, again.Rule)
			}
			// Retry-After is in whole seconds.
			if v.Wait.Stated() && (again.Wait.After < v.Wait.After || again.Wait.After > v.Wait.After+1000) {
				t.Errorf("%s: a wait of %s became %s", e.ID, v.Wait.After, again.Wait.After)
			}
		}
	}
}
