package classify

import (
	"strings"
	"testing"
)

// TestPlaces: offsets count from the beginning of the paste, however long it is
// and whatever of it was read closely.
func TestPlaces(t *testing.T) {
	quiet := strings.Repeat("INFO – all is well\n", 100_000)
	paste := "ERROR first\n" + quiet + "ERROR é\n" + `{"error":{"message":"slow down, please","code":"rate_limit_exceeded"}}` + "\n" + quiet
	for _, e := range FromPaste(paste).Evidence {
		if e.End == 0 || paste[e.Start:e.End] != e.Value {
			t.Errorf("%s %q stands at %d–%d: %q", e.Field, e.Value, e.Start, e.End, paste[e.Start:e.End])
		}
	}
}
