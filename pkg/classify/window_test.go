package classify

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"testing"
)

func TestWindows(t *testing.T) {
	data, err := os.ReadFile("testdata/windows.json")
	if err != nil {
		t.Fatal(err)
	}
	var rows []struct {
		Name    string
		Headers map[string]string
		Now     Millis
		Want    [][4]any
	}
	if err := json.Unmarshal(data, &rows); err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		var h Headers
		for _, name := range slices.Sorted(maps.Keys(row.Headers)) {
			h = append(h, Header{name, row.Headers[name]})
		}
		got := map[string]string{}
		for _, w := range Windows(h, row.Now) {
			got[w.Name] = fmt.Sprint(w.Limit, w.Remaining, float64(w.Reset))
		}
		want := map[string]string{}
		for _, w := range row.Want {
			want[w[0].(string)] = fmt.Sprint(w[1], w[2], w[3])
		}
		if !maps.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", row.Name, got, want)
		}
	}
}

// FuzzWindows: whatever a server sends, a window is one that a wait can be computed from.
func FuzzWindows(f *testing.F) {
	f.Add("x-ratelimit-", "-requests", "60", "0", "1m30s", int64(1767225600000))
	f.Add("anthropic-ratelimit-tokens-", "", "40000", "1e3", "2024-03-26T20:00:00Z", int64(0))
	f.Add("ratelimit-", "", "-1", "-1", "0", int64(-5))
	f.Fuzz(func(t *testing.T, before, after, limit, remaining, reset string, now int64) {
		h := Headers{{before + "limit" + after, limit}, {before + "remaining" + after, remaining}, {before + "reset" + after, reset}}
		for _, w := range Windows(h, Millis(now)) {
			sound := w.Limit >= 1 && w.Limit <= maxLimit && w.Remaining >= 0 && w.Remaining <= w.Limit &&
				w.Reset >= 0 && w.Reset <= maxWait
			if !sound {
				t.Errorf("%+v", w)
			}
		}
	})
}
