//go:build !js

package main

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the tables into the docs")

// TestREADME: the tables in the docs are what the code prints; the README has at
// most 1,500 words.
func TestREADME(t *testing.T) {
	for path, commands := range map[string][]string{
		"../../docs/error-format.md": {"classes"},
		"../../docs/cures.md":        {"cures"},
		"../../docs/headers.md":      {"headers"},
		"../../docs/settings.md":     {"config"},
		"../../docs/operations.md":   {"metrics"},
	} {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		page := string(data)
		for _, command := range commands {
			page = withTable(t, page, command)
		}
		if *update {
			if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
				t.Fatal(err)
			}
		} else if page != string(data) {
			t.Errorf("%s: its tables are old: go test ./cmd/edge -run README -update", path)
		}
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if words := len(strings.Fields(string(readme))); words > 1500 {
		t.Errorf("README.md has %d words, at most 1,500: move facts to docs/", words)
	}
}

// withTable is a page with the table that a command prints in its place.
func withTable(t *testing.T, page, command string) string {
	begin := "<!-- made by: go run ./cmd/edge " + command + " -markdown -->\n"
	before, rest, ok := strings.Cut(page, begin)
	_, after, ok2 := strings.Cut(rest, "<!-- end -->")
	if !ok || !ok2 {
		t.Fatalf("no place for %s", command)
	}
	var table, errs bytes.Buffer
	if exit := run([]string{command, "-markdown"}, nil, &table, &errs); exit != 0 {
		t.Fatalf("edge %s: %d %s", command, exit, errs.String())
	}
	return before + begin + table.String() + "<!-- end -->" + after
}
