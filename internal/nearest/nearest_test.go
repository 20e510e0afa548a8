package nearest

import "testing"

func TestTo(t *testing.T) {
	settings := []string{"UKEMI_UPSTREAM", "UKEMI_MODE", "UKEMI_MAX_ATTEMPTS", "UKEMI_MAX_BACKOFF"}
	flags := []string{"json", "jsonl", "markdown"}
	for _, c := range []struct {
		misspelled string
		names      []string
		nearest    string
	}{
		{"UKEMI_UPSTRAEM", settings, "UKEMI_UPSTREAM"},
		{"UKEMI_ATTEMPTS", settings, "UKEMI_MAX_ATTEMPTS"},
		{"UKEMI_DANCE", settings, ""},
		{"jsno", flags, "json"},
		{"json-l", flags, "jsonl"},
		{"yaml", flags, ""},
		{"", flags, ""},
	} {
		if nearest := To(c.misspelled, c.names); nearest != c.nearest {
			t.Errorf("%q: %q, not %q", c.misspelled, nearest, c.nearest)
		}
	}
}
