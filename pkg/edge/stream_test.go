// What the scenarios cannot see of a stream: when its bytes go out, what is
// told of it, and what happens when its reader is slow or leaves.

package edge

import (
	"context"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/ukemi-dev/ukemi/internal/demo"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// streamFrom starts a stream of a model through a Transport of its own.
func streamFrom(t *testing.T, ctx context.Context, model string, o Options) (*demo.Provider, *http.Response) {
	t.Helper()
	w := demo.New()
	sites, err := w.Listen()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sites.Close)
	req, _ := http.NewRequestWithContext(
		ctx,
		"POST",
		sites.URL+"/v1/chat/completions",
		strings.NewReader(`{"model":"`+model+`","stream":true,"temperature":0}`),
	)
	req.Header.Set("x-demo-session", model)
	transport := NewTransport(o)
	transport.wait = func(context.Context, time.Duration) error { return nil }
	response, err := transport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	return w, response
}

// TestStreamRecords: one record for each stream, when it ends, with what it
// went through.
func TestStreamRecords(t *testing.T) {
	for model, want := range map[string]struct {
		trail, class, reason string
	}{
		"demo-stream-long":      {"", "", "success"},
		"demo-stream-cut-once":  {"cut@40;resume=ok, 200", "", "success"},
		"demo-stream-cut-twice": {"cut@40;resume=ok, cut@50;resume=ok, 200", "", "success"},
		"demo-stream-differs":   {"cut@40;resume=differs, connection", "connection", "begun"},
		"demo-stream-error": {"server_error@20;resume=ok, server_error@20;resume=ok, server_error@20;resume=ok, " +
			"server_error@20", "server_error", "max-attempts"},
		"demo-stream-error-first": {"overloaded, 200", "", "success"},
	} {
		t.Run(model, func(t *testing.T) {
			var records []Record
			_, response := streamFrom(t, t.Context(), model, Options{OnCall: func(r Record) { records = append(records, r) }})
			if len(records) > 0 {
				t.Errorf("told before the end: %+v", records)
			}
			_, _ = io.Copy(io.Discard, response.Body)
			_ = response.Body.Close()
			if len(records) != 1 {
				t.Fatalf("%d records: %+v", len(records), records)
			}
			r := records[0]
			is(t, "trail", trailWait.ReplaceAllString(r.Trail, ""), want.trail)
			is(t, "class", string(r.Class), want.class)
			is(t, "reason", r.Reason, want.reason)
			is(t, "status", r.Status, 200)
		})
	}
}

// TestSlowReader: a reader that does not read makes the upstream wait; nothing
// piles up in between.
func TestSlowReader(t *testing.T) {
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	_, response := streamFrom(t, t.Context(), "demo-stream-flood", Options{})
	defer response.Body.Close()
	before, part := heap(), make([]byte, 10<<10)
	for range 20 << 20 / len(part) {
		if _, err := io.ReadFull(response.Body, part); err != nil {
			t.Fatal(err)
		}
	}
	if after := heap(); after > before+4<<20 {
		t.Errorf("the heap grew from %d to %d bytes", before, after)
	}
}

// TestReaderLeaves: the upstream stops when the caller does.
func TestReaderLeaves(t *testing.T) {
	ctx, leave := context.WithCancel(t.Context())
	w, response := streamFrom(t, ctx, "demo-stream-flood", Options{})
	if _, err := io.ReadFull(response.Body, make([]byte, 1000)); err != nil {
		t.Fatal(err)
	}
	leave()
	_ = response.Body.Close()
	for deadline := time.Now().Add(10 * time.Second); !w.Log("demo-stream-flood")[0].Left; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the upstream goes on")
		}
	}
}

// TestPeek: what was read past the first content goes out as it came.
func TestPeek(t *testing.T) {
	policy := retry.Default()
	policy.Stream = retry.StreamPeek
	_, response := streamFrom(t, t.Context(), "demo-stream-half-event", Options{Policy: policy})
	body, err := io.ReadAll(response.Body)
	if err != nil || !strings.HasSuffix(string(body), `"delta":{"con`) {
		t.Errorf("%v: %.100s", err, body[max(0, len(body)-100):])
	}
}

// TestPeekSilence: a stream that falls silent later is broken off, too.
func TestPeekSilence(t *testing.T) {
	policy := retry.Default()
	policy.Stream, policy.StreamIdleTimeout = retry.StreamPeek, 100
	_, response := streamFrom(t, t.Context(), "demo-stream-stall", Options{Policy: policy})
	body, err := io.ReadAll(response.Body)
	if err == nil || !strings.Contains(string(body), `"falling "`) || strings.Contains(string(body), "error") {
		t.Errorf("%v: %s", err, body)
	}
}
