package core

import (
	"os"
	"testing"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
)

// TestIsNetworkFailure reads what runtimes throw; test/wasm/network.test.mjs
// throws the same at createFetch.
func TestIsNetworkFailure(t *testing.T) {
	file, err := os.ReadFile("testdata/thrown.json")
	if err != nil {
		t.Fatal(err)
	}
	list, ok := jsonish.Parse(string(file))
	if !ok || len(list.Members) == 0 {
		t.Fatal("thrown.json is no list")
	}
	for _, m := range list.Members {
		row := m.Value
		var chain []JSError
		for _, e := range row.Get("errors").Members {
			text := func(name string) string { return e.Value.Get(name).Text }
			chain = append(chain, JSError{text("name"), text("code"), text("type"), text("message")})
		}
		want := row.Get("network").Text == "true"
		if got := IsNetworkFailure(chain, row.Get("redirect").Text == "error"); got != want {
			t.Errorf("%s: a failure of the network: %v, want %v", row.Get("of").Text, got, want)
		}
	}
}
