package core

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

func TestFamilies(t *testing.T) {
	for model, want := range map[string]string{
		"claude-sonnet-5": "claude", "anthropic/claude-opus-4.6": "claude", "eu.anthropic.claude-opus-4-7-v1:0": "claude",
		"gpt-5-mini": "gpt", "openai/o3": "gpt", "o4-mini": "gpt", "chatgpt-4o-latest": "gpt", "gpt-5.1-codex-max": "gpt",
		"models/gemini-3-pro": "gemini", "google/gemini-2.5-flash": "gemini", "kimi-k3": "kimi", "qwen3-max": "qwen",
		"MiniMax-M2.5": "minimax", "z-ai/glm-5.2": "glm", "my-deployment": "", "o365-bot": "", "": "", "pro1": "",
	} {
		if got := familyOf(model); got != want {
			t.Errorf("%s is of the family %q, want %q", model, got, want)
		}
	}
}

// TestForeignThinking: what a model of another family would refuse leaves, and nothing
// else. The cases stand in testdata/foreign.txt: a name, the entry of the fallback, a
// body, a line "--", and the body that the fallback gets.
func TestForeignThinking(t *testing.T) {
	data, err := os.ReadFile("testdata/foreign.txt")
	if err != nil {
		t.Fatal(err)
	}
	for c := range strings.SplitSeq(strings.TrimSpace(string(data)), "\n\n") {
		name, rest, _ := strings.Cut(c, "\n> ")
		entry, rest, _ := strings.Cut(rest, "\n")
		body, want, ok := strings.Cut(rest, "\n--\n")
		v, _ := jsonish.Parse(entry)
		f := retry.ReadFallback(entry, v)
		if !ok || f.Model == "" {
			t.Fatalf("testdata/foreign.txt: no case in %q", c)
		}
		o := OriginalRequest{Method: "POST", Path: "/v1/messages", Body: []byte(body)}
		if strings.Contains(body, `"contents"`) {
			o.Path = "/v1beta/models/gemini-3-pro:generateContent"
		}
		if got := string(o.Reroute(f, nil, "").Body); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, want)
		}
	}
}

// FuzzForeignThinking: valid JSON stays valid, and whatever is no JSON stays as it is.
func FuzzForeignThinking(f *testing.F) {
	data, _ := os.ReadFile("testdata/foreign.txt")
	for line := range strings.Lines(string(data)) {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, body string) {
		out := withoutForeignThinking([]byte(body), "claude-x", retry.Fallback{Model: "gpt-5"})
		if valid := json.Valid([]byte(body)); valid != json.Valid(out) || !valid && string(out) != body {
			t.Fatalf("%q becomes %q", body, out)
		}
		if again := withoutForeignThinking(out, "claude-x", retry.Fallback{Model: "gpt-5"}); len(again) > len(out) {
			t.Fatalf("%q grows to %q", out, again)
		}
	})
}
