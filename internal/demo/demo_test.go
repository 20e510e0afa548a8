package demo

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"
)

func listen(t *testing.T) (*Provider, *Sites) {
	t.Helper()
	w := New()
	sites, err := w.Listen()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sites.Close)
	return w, sites
}

// ask for a model with bare HTTP, for as long as ctx lives.
func ask(ctx context.Context, t *testing.T, base, model, session string) (*http.Response, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(
		ctx, "POST", base+"/v1/chat/completions", strings.NewReader(`{"model":"`+model+`"}`),
	)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("x-demo-session", session)
	req.Header.Set("x-demo-ms", "1")
	response, err := (&http.Transport{DisableKeepAlives: true, DisableCompression: true}).RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	return response, err
}

// TestRows: each row is one of its kind, does what its name says, and is logged.
func TestRows(t *testing.T) {
	w, sites := listen(t)
	statuses := map[string]int{
		"demo-204":              204,
		"demo-304":              304,
		"demo-redirect":         307,
		"demo-429":              429,
		"demo-html-502":         502,
		"demo-huge-500":         500,
		"demo-quota":            429,
		"demo-retry-after-date": 429,
	}
	breaks := map[string]string{
		"demo-reset":                "reset by peer",
		"demo-reset-once":           "reset by peer",
		"demo-half-status-closed":   "malformed HTTP status",
		"demo-length-long":          "unexpected EOF",
		"demo-stream-cut":           "unexpected EOF",
		"demo-stream-cut-once":      "unexpected EOF",
		"demo-stream-cut-twice":     "unexpected EOF",
		"demo-stream-cut-late":      "unexpected EOF",
		"demo-stream-cut-then-503":  "unexpected EOF",
		"demo-stream-recut":         "unexpected EOF",
		"demo-stream-differs":       "unexpected EOF",
		"demo-stream-finish-cut":    "unexpected EOF",
		"demo-stream-tool-cut":      "unexpected EOF",
		"demo-stream-reasoning-cut": "unexpected EOF",
		"demo-stream-logprobs-cut":  "unexpected EOF",
		"demo-stream-choices-cut":   "unexpected EOF",
		"demo-stream-responses-cut": "unexpected EOF",
		"demo-stream-thinking-cut":  "unexpected EOF",
		"demo-stream-role-cut":      "reset by peer",
		"demo-stream-flood":         "deadline exceeded",
		"demo-silent":               "deadline exceeded",
		"demo-200-stall":            "deadline exceeded",
		"demo-half-status":          "deadline exceeded",
	}
	known := map[string]bool{}
	for _, s := range scripts {
		if known[s.model] || s.about == "" || len(s.steps) == 0 {
			t.Errorf("%s: there twice, or without a word or a step", s.model)
		}
		known[s.model] = true
		t.Run(s.model, func(t *testing.T) {
			t.Parallel()
			timeLimit := time.Minute
			if breaks[s.model] == "deadline exceeded" {
				timeLimit = time.Second
			}
			ctx, cancel := context.WithTimeout(t.Context(), timeLimit)
			defer cancel()
			response, err := ask(ctx, t, sites.URL, s.model, s.model)
			if want := breaks[s.model]; (err != nil) != (want != "") || err != nil && !strings.Contains(err.Error(), want) {
				t.Fatalf("got %v, want %q", err, want)
			}
			if want := statuses[s.model]; want != 0 && response.StatusCode != want {
				t.Errorf("got %d, want %d", response.StatusCode, want)
			}
			if seen := w.Log(s.model); len(seen) != 1 || seen[0].Model != s.model || seen[0].Length != len(seen[0].Body) {
				t.Errorf("the log says %+v", seen)
			}
		})
	}
}

func TestFaultsAreRows(t *testing.T) {
	for n, model := range faults {
		if model != "" && (find(model) == nil || !strings.Contains(faultsOf(model), "S")) {
			t.Errorf("S%d is %s, which is no row", n, model)
		}
	}
	if s := find("demo-s03+another"); s == nil || s.model != "demo-500-once" {
		t.Error("demo-s03+another is not S03")
	}
}

// TestScript: calls of a session walk through the script, each session alone.
func TestScript(t *testing.T) {
	_, sites := listen(t)
	for _, want := range []int{503, 200, 503} {
		if response, err := ask(t.Context(), t, sites.Second, "demo-503-once", "a"); err != nil ||
			response.StatusCode != want {
			t.Fatalf("got %v, %v, want %d", response, err, want)
		}
	}
	if response, err := ask(t.Context(), t, sites.URL, "demo-503-once", "b"); err != nil || response.StatusCode != 503 {
		t.Errorf("another session: got %v, %v", response, err)
	}
}

func TestSites(t *testing.T) {
	_, sites := listen(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if _, err := ask(ctx, t, sites.Refused, "demo-ok", ""); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("refused: %v", err)
	}
	var unknown x509.UnknownAuthorityError
	if _, err := ask(ctx, t, sites.TLS, "demo-ok", ""); !errors.As(err, &unknown) {
		t.Errorf("TLS: %v", err)
	}
	if _, err := ask(ctx, t, sites.Plain, "demo-ok", ""); err == nil || !strings.Contains(err.Error(), "TLS handshake") {
		t.Errorf("plain: %v", err)
	}
	short, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	var timeout net.Error
	if _, err := ask(short, t, sites.HalfOpen, "demo-ok", ""); !errors.As(err, &timeout) || !timeout.Timeout() {
		t.Errorf("half-open: %v", err)
	}
}
