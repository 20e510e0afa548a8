// What an attempt sends of a request's body.

package edge

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
)

// bodyOf an attempt, as it is sent and as net/http may send it again.
func bodiesOf(t *testing.T, out *http.Request) (sent, again string) {
	t.Helper()
	read := func(body io.ReadCloser) string {
		text, err := io.ReadAll(body)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	sent = read(out.Body)
	if out.GetBody != nil {
		body, _ := out.GetBody()
		again = read(body)
	}
	return sent, again
}

func TestBody(t *testing.T) {
	const asked = `{"model":"a"}`
	for name, c := range map[string]struct {
		max                int64
		instead, key       string
		sent, again        string
		replayable, closed bool // by takeBody, and not by whoever sends it
	}{
		"kept":                            {max: 100, sent: asked, again: asked, replayable: true, closed: true},
		"for another model":               {max: 100, instead: `{"model":"b"}`, sent: `{"model":"b"}`, again: `{"model":"b"}`, replayable: true, closed: true},
		"with a key net/http may not":     {max: 100, key: "k", sent: asked, replayable: true, closed: true},
		"too large":                       {max: 5, sent: asked},
		"none is kept":                    {max: -1, sent: asked},
		"too large, of an unknown length": {max: 5, sent: asked},
	} {
		body := &closing{Reader: strings.NewReader(asked)}
		request, _ := http.NewRequest("POST", "http://api.example/v1/chat/completions", body)
		if request.ContentLength = int64(len(asked)); strings.Contains(name, "unknown") {
			request.ContentLength = -1
		}
		if c.key != "" {
			request.Header.Set("Idempotency-Key", c.key)
		}
		kept, err := takeBody(request, c.max, false)
		if err != nil || kept.replayable != c.replayable || body.closed != c.closed {
			t.Errorf("%s: %v, replayable %v, closed %v", name, err, kept.replayable, body.closed)
		}
		out := request.Clone(t.Context())
		if kept.attach(out, nil); c.instead != "" {
			kept.attach(out, []byte(c.instead))
		}
		if sent, again := bodiesOf(t, out); sent != c.sent || again != c.again {
			t.Errorf("%s: sent %q, again %q", name, sent, again)
		}
		if _ = out.Body.Close(); !body.closed {
			t.Errorf("%s: nobody closes it", name)
		}
	}
}

type closing struct {
	io.Reader
	closed bool
}

func (c *closing) Close() error {
	c.closed = true
	return nil
}

// TestAsksForStream: wasm/src/request.js has the same rule, held to the same cases.
func TestAsksForStream(t *testing.T) {
	var file struct {
		AsksForStream []struct {
			Path, Body string
			Want       bool
		}
	}
	data, err := os.ReadFile("../../test/scenarios/suspect.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &file); err != nil || len(file.AsksForStream) == 0 {
		t.Fatal("no cases", err)
	}
	for _, c := range file.AsksForStream {
		if got := asksForStream(c.Path, []byte(c.Body)); got != c.Want {
			t.Errorf("%s %s: %v", c.Path, c.Body, got)
		}
	}
}
