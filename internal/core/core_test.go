package core

import (
	"cmp"
	"encoding/json"
	"os"
	"testing"

	"github.com/ukemi-dev/ukemi/internal/api"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
	"github.com/ukemi-dev/ukemi/pkg/stream"
)

// TestSuspect: the rules and their JavaScript twin agree.
func TestSuspect(t *testing.T) {
	data, err := os.ReadFile("../../test/scenarios/suspect.json")
	if err != nil {
		t.Fatal(err)
	}
	var f struct {
		Suspect []struct {
			Method  string
			Path    string
			Status  int
			Type    string
			Length  int64
			Streams bool
			Want    bool
		}
		Bodies  []struct{ Body, Want string }
		Watched []struct {
			Status     int
			Type, Path string
			Length     int64
			Streams    bool
			Want       bool
		}
		Deterministic []struct {
			Body string
			Want bool
		}
	}
	if err := json.Unmarshal(data, &f); err != nil {
		t.Fatal(err)
	}
	for _, c := range f.Suspect {
		call := api.Of(c.Method, cmp.Or(c.Path, "/v1/chat/completions"))
		if got := Suspect(call, c.Status, c.Type, c.Length, c.Streams); got != c.Want {
			t.Errorf("Suspect(%+v) is %v", c, got)
		}
	}
	for _, c := range f.Bodies {
		want := map[string]stream.Body{"answer": stream.Answer, "failed": stream.Failed, "broken": stream.Broken}[c.Want]
		if got := stream.Look([]byte(c.Body)); got != want {
			t.Errorf("Look(%s) is %v, want %s", c.Body, got, c.Want)
		}
	}
	for _, c := range f.Watched {
		if got := Watched(Head{Status: c.Status, Type: c.Type, Length: cmp.Or(c.Length, -1)}, c.Streams, api.Of("POST", c.Path).Dialect); got != c.Want {
			t.Errorf("Watched(%+v) is %v", c, got)
		}
	}
	for _, c := range f.Deterministic {
		if got := Deterministic([]byte(c.Body)); got != c.Want {
			t.Errorf("Deterministic(%s) is %v", c.Body, got)
		}
	}
}

// TestShouldRetry: only where the SDK above retries is it told to.
func TestShouldRetry(t *testing.T) {
	for _, c := range []struct {
		mode   retry.Mode
		status int
		want   string
	}{
		{retry.Own, 400, "false"}, {retry.Own, 503, "false"}, {retry.Advise, 503, "true"}, {retry.Advise, 400, "false"},
	} {
		policy := retry.Default()
		policy.Mode, policy.MaxAttempts = c.mode, 1
		_, _, r := React(Call{Policy: policy}, retry.Health{}, Attempt{Response: &classify.Response{Status: c.status}}, retry.Moment{})
		if got := r.Answer.Headers.Get("x-should-retry"); got != c.want {
			t.Errorf("%s, status %d: x-should-retry is %q, want %q", c.mode, c.status, got, c.want)
		}
	}
}
