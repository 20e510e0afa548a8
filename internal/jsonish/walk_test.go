package jsonish

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestWalk(t *testing.T) {
	for src, want := range map[string]string{
		`{"a":1,"b":{"c":[{"d":"x"},2,[{"e":{}}]]},"f":[]}`: "0a 0b 1c 2d 2e 0f",
		` [ { "a" : "}" } , {"b":null} ] `:                  "0a 0b",
		`{"skip":{"a":{"b":1}},"c":1}`:                      "0skip 0c",
		`{"\u0061":1,"a\"b":2}`:                             `0a 0a"b`,
		`{"a":{"b":"cut`:                                    "0a 1b",
		`{"a":1 "b":2}`:                                     "0a",
		`{"a"`:                                              "",
		`{a:1}`:                                             "",
		`"text"`:                                            "",
		``:                                                  "",
		`{}`:                                                "",
	} {
		var got []string
		Walk(src, func(depth int, name string, at int) bool {
			got = append(got, strconv.Itoa(depth)+name)
			return name != "skip"
		})
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: %q, want %q", src, s, want)
		}
	}
	deep := 0
	Walk(
		strings.Repeat(`{"a":`, 1000)+`1`+strings.Repeat(`}`, 1000),
		func(depth int, _ string, _ int) bool { deep = depth; return true },
	)
	if deep >= maxDepth {
		t.Errorf("it goes %d deep", deep)
	}
}

// FuzzWalk: of valid JSON every member is visited, in encoding/json's order.
func FuzzWalk(f *testing.F) {
	f.Add(`{"a":[1,{"b":null}] , "c" : "x" }`)
	f.Add(`[[{"a":{"b\u0000":true}}],-1e9,"\\\""]`)
	f.Fuzz(func(t *testing.T, src string) {
		var got []string
		Walk(src, func(_ int, name string, at int) bool {
			if at >= len(src) {
				t.Fatalf("%d is beyond the end", at)
			}
			got = append(got, name)
			return true
		})
		if !json.Valid([]byte(src)) || !utf8.ValidString(src) || strings.Count(src, "[")+strings.Count(src, "{") >= maxDepth {
			return
		}
		if want := names(src); !slices.Equal(got, want) {
			t.Fatalf("%s: %q, want %q", src, got, want)
		}
	})
}

// names of all members, by encoding/json's tokens.
func names(src string) (all []string) {
	d := json.NewDecoder(strings.NewReader(src))
	type level struct{ object, value bool }
	levels := []level{{}}
	for {
		token, err := d.Token()
		if err != nil {
			return all
		}
		top := &levels[len(levels)-1]
		delim, _ := token.(json.Delim)
		switch {
		case delim == '}' || delim == ']':
			levels = levels[:len(levels)-1]
			continue
		case top.object && !top.value:
			all = append(all, token.(string))
			top.value = true
			continue
		}
		top.value = false
		if delim != 0 {
			levels = append(levels, level{object: delim == '{'})
		}
	}
}
