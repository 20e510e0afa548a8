//go:build !js

package main

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the tables into README.md")

// TestREADME: the tables in the README are what the code prints.
func TestREADME(t *testing.T) {
	const path = "../../README.md"
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	readme := string(data)
	for _, command := range []string{"classes", "config"} {
		begin := "<!-- made by: go run ./cmd/edge " + command + " -markdown -->\n"
		before, rest, ok := strings.Cut(readme, begin)
		_, after, ok2 := strings.Cut(rest, "<!-- end -->")
		if !ok || !ok2 {
			t.Fatalf("README.md: no place for %s", command)
		}
		var table, errs bytes.Buffer
		if exit := run([]string{command, "-markdown"}, nil, &table, &errs); exit != 0 {
			t.Fatalf("edge %s: %d %s", command, exit, errs.String())
		}
		readme = before + begin + table.String() + "<!-- end -->" + after
	}
	if *update {
		if err := os.WriteFile(path, []byte(readme), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if readme != string(data) {
		t.Error("README.md's tables are old: go test ./cmd/edge -run README -update")
	}
}
