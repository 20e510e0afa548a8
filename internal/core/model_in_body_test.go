package core

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/tidwall/gjson"
	"github.com/tidwall/sjson"
)

// TestModel against sjson, which edits JSON byte by byte, too.
func TestModel(t *testing.T) {
	for _, body := range []string{
		`{"model":"a","messages":[]}`,
		"{ \"messages\" : [ {\"model\":\"not me\"}, \"}\\\"{\" ],\n\t\"model\" : \"a\" , \"n\":1.50}",
		`{"m":{"model":"x"},"model":"ä\"\\"}`,
		`{"model":""}`,
		`{"temperature":1e0,"model":"a"}`,
	} {
		want, err := sjson.SetBytes([]byte(body), "model", "other \"one\"")
		if err != nil {
			t.Fatal(err)
		}
		if got := WithModel([]byte(body), `other "one"`); !bytes.Equal(got, want) {
			t.Errorf("%s\nbecomes %s\nwant    %s", body, got, want)
		}
		if got, want := ModelOf([]byte(body)), gjson.Get(body, "model").String(); got != want {
			t.Errorf("%s: the model is %q, want %q", body, got, want)
		}
	}
	for body, want := range map[string]string{`{"mod\u0065l":"a"}`: "a", `{"model":"a","model":"b"}`: "b", `{"model":7}`: "", `["model"]`: "", ``: "", `{"model":`: "", `{"model":"a`: "", `{"n":1`: ""} {
		if got := ModelOf([]byte(body)); got != want {
			t.Errorf("%s: the model is %q, want %q", body, got, want)
		}
	}
}

// FuzzModel: whatever JSON object comes, the new one has the model and all the rest.
func FuzzModel(f *testing.F) {
	f.Add(`{"model":"a","messages":[{"role":"user","content":"\"model\":"}]}`)
	f.Add(`{"a":[1,{"model":null}] , "model" : "x" }`)
	f.Fuzz(func(t *testing.T, body string) {
		var before map[string]any
		valid := json.Unmarshal([]byte(body), &before) == nil && before != nil
		out := WithModel([]byte(body), "other")
		if !valid || before["model"] == nil {
			return
		}
		var after map[string]any
		if err := json.Unmarshal(out, &after); err != nil || after["model"] != "other" || len(after) != len(before) {
			t.Fatalf("%s becomes %s", body, out)
		}
	})
}
