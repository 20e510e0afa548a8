package edge

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/ukemi-dev/ukemi/internal/demo"
)

// TestMetricsAndLog: what calls leave in the metrics and in the log.
func TestMetricsAndLog(t *testing.T) {
	provider := httptest.NewServer(demo.New())
	defer provider.Close()
	c, err := Load(
		[]string{"UKEMI_INITIAL_BACKOFF=1ms", "UKEMI_MAX_BACKOFF=1ms", `UKEMI_FALLBACKS={"demo-503":["demo-ok"]}`},
	)
	if err != nil {
		t.Fatal(err)
	}
	c.Upstream, _ = url.Parse(provider.URL)
	var log strings.Builder
	edge := httptest.NewServer(NewHandler(c, nil, slog.New(slog.NewJSONHandler(&log, nil))))
	defer edge.Close()
	for _, model := range []string{"demo-ok", "demo-500-once", "demo-401", "demo-503"} {
		request, _ := http.NewRequest(
			"POST",
			edge.URL+"/v1/chat/completions",
			strings.NewReader(`{"model":"`+model+`","messages":[{"role":"user","content":"a secret"}]}`),
		)
		request.Header.Set("Authorization", "Bearer sk-very-secret")
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
	}
	response, err := http.Get(edge.URL + "/_ukemi/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, _ := io.ReadAll(response.Body)
	for _, line := range []string{
		`ukemi_requests_total{error_type="",status="200"} 3`, `ukemi_requests_total{error_type="authentication",status="401"} 1`,
		`ukemi_attempts_total{error_type=""} 3`, `ukemi_attempts_total{error_type="unavailable"} 4`, `ukemi_switched_total 1`, `ukemi_ambiguous_attempts_total 1`,
		`ukemi_request_duration_seconds_count{outcome="recovered"} 2`, `ukemi_breakers_open 0`, "go_goroutines",
	} {
		if !strings.Contains(string(text), line) {
			t.Errorf("the metrics have no line %s", line)
		}
	}
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	if len(lines) != 3 {
		t.Fatalf("%d lines in the log, want one for each call that did not go well at once:\n%s", len(lines), log.String())
	}
	for i, has := range []string{`"http.request.resend_count":1`, `"error.type":"authentication"`, `"gen_ai.request.model":"demo-503","gen_ai.response.model":"demo-ok"`} {
		if !strings.Contains(lines[i], has) {
			t.Errorf("line %d has not %s: %s", i, has, lines[i])
		}
	}
	if strings.Contains(log.String()+string(text), "secret") {
		t.Error("a secret is in the log or the metrics")
	}
}
