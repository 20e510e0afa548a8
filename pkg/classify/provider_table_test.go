package classify

import (
	"encoding/json"
	"testing"
)

// TestProviders: every provider that is recognized has its line, and its signs.
func TestProviders(t *testing.T) {
	var table []struct {
		Provider, Name string
		Headers, Hosts []string
	}
	if err := json.Unmarshal(AppendProviders(nil), &table); err != nil {
		t.Fatal(err)
	}
	signs := map[string]int{}
	for _, p := range table {
		if p.Name == "" {
			t.Errorf("%s has no name", p.Provider)
		}
		signs[p.Provider] = len(p.Headers) + len(p.Hosts)
	}
	for _, p := range providers {
		if n, there := signs[p.name]; !there {
			t.Errorf("%s has no line", p.name)
		} else if n == 0 && p.headers+p.hosts != "" {
			t.Errorf("%s has lost its signs", p.name)
		}
	}
}
