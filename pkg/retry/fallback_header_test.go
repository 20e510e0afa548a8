package retry

import (
	"slices"
	"testing"

	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// TestWished: the models that a request names, and what is no list of them.
func TestWished(t *testing.T) {
	for text, want := range map[string][]string{
		"":                                      nil,
		"b":                                     {"b"},
		" b , c/d:e ":                           {"b", "c/d:e"},
		"claude[1m], none":                      {"claude[1m]", "none"},
		"none":                                  {"none"},
		`["b"]`:                                 {"b"},
		`["b, c", "us.x/y:0"]`:                  {"b, c", "us.x/y:0"},
		`["none"]`:                              {"none"},
		"1,2,3,4,5,6,7,8,9":                     {"1", "2", "3", "4", "5", "6", "7", "8"},
		`["1","2","3","4","5","6","7","8","9"]`: {"1", "2", "3", "4", "5", "6", "7", "8"},
	} {
		got, err := fallbackHeader(requestNaming(text))
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q, %v", text, got, err)
		}
	}
	for _, text := range []string{
		"a,,b", ",", "[]", `["b"`, `["b", 7]`, `[["b"]]`, `[{"model":"b"}]`, `{"model":"b"}`, `"b"`, `"b", "c"`, `a, "b"`, "'b'", "`b`", `[""]`,
		"../b", "a/../../admin", `["./b"]`, `a\b`, "b\x01", "modèle",
	} {
		if got, err := fallbackHeader(requestNaming(text)); got != nil || err != errFallbackHeader {
			t.Errorf("%s: %q, %v", text, got, err)
		}
	}
}

func requestNaming(fallback string) Request {
	return Request{Headers: classify.Headers{{Name: "X-Ukemi-Fallback", Value: fallback}}}
}
