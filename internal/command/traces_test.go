package command

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	common "go.opentelemetry.io/proto/otlp/common/v1"
	trace "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"github.com/ukemi-dev/ukemi/pkg/edge"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// receiver is a receiver of OTLP over HTTP, as a collector is.
type receiver struct {
	*httptest.Server
	mu       sync.Mutex
	spans    []*trace.Span
	resource map[string]string
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, _ := io.ReadAll(req.Body)
		var message collector.ExportTraceServiceRequest
		if err := proto.Unmarshal(body, &message); err != nil || req.URL.Path != "/v1/traces" {
			t.Errorf("%s: %v", req.URL.Path, err)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		for _, rs := range message.ResourceSpans {
			r.resource = attributes(rs.Resource.Attributes)
			for _, ss := range rs.ScopeSpans {
				r.spans = append(r.spans, ss.Spans...)
			}
		}
		w.Header().Set("Content-Type", "application/x-protobuf")
	}))
	t.Cleanup(r.Close)
	return r
}

func attributes(all []*common.KeyValue) map[string]string {
	out := map[string]string{}
	for _, a := range all {
		switch v := a.Value.Value.(type) {
		case *common.AnyValue_StringValue:
			out[a.Key] = v.StringValue
		case *common.AnyValue_IntValue:
			data, _ := json.Marshal(v.IntValue)
			out[a.Key] = string(data)
		case *common.AnyValue_BoolValue:
			out[a.Key] = map[bool]string{true: "true", false: "false"}[v.BoolValue]
		}
	}
	return out
}

const (
	callerTrace = "0af7651916cd43dd8448eb211c80319c"
	callerSpan  = "b7ad6b7169203331"
)

// traced runs one call through the proxy, in front of an upstream, and returns the
// spans that the receiver got, the log and the headers that the upstream got.
func traced(t *testing.T, r *receiver, policy retry.Policy, body string, upstream http.HandlerFunc) (
	spans []*trace.Span, log string, sent []http.Header,
) {
	t.Helper()
	var lines bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&lines, nil))
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", r.URL)
	tracer, end, err := startTraces([]string{"OTEL_EXPORTER_OTLP_ENDPOINT=" + r.URL}, logger)
	if err != nil || tracer == nil {
		t.Fatalf("%v, %v", tracer, err)
	}
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		sent = append(sent, req.Header.Clone())
		upstream(w, req)
	}))
	defer api.Close()
	to, _ := url.Parse(api.URL)
	proxy := httptest.NewServer(edge.NewHandler(edge.Config{Upstream: to, Policy: policy, Tracer: tracer}, nil, logger))
	defer proxy.Close()
	req, _ := http.NewRequestWithContext(t.Context(), "POST", proxy.URL+"/v1/chat/completions?key=secret",
		strings.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Traceparent", "00-"+callerTrace+"-"+callerSpan+"-01")
	response, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, response.Body)
	_ = response.Body.Close()
	proxy.Close()
	end()
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.spans, lines.String(), sent
}

// has reports the attributes that a span has not.
func has(t *testing.T, span *trace.Span, want map[string]string) {
	t.Helper()
	got := attributes(span.Attributes)
	for name, value := range want {
		if got[name] != value {
			t.Errorf("%s: %s is %q, not %q", span.Name, name, got[name], value)
		}
	}
	for _, a := range span.Attributes {
		if strings.Contains(a.String(), "secret") {
			t.Errorf("%s: %v has the query", span.Name, a)
		}
	}
}

// TestTraces: a span for a call, one for each attempt below it, within the trace of
// the caller; the upstream gets the span of its attempt, the log the trace.
func TestTraces(t *testing.T) {
	r, n := newReceiver(t), 0
	spans, log, sent := traced(t, r, retry.Policy{InitialBackoff: 1}, `{"model":"gpt-5","messages":[]}`,
		func(w http.ResponseWriter, _ *http.Request) {
			if n++; n == 1 {
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"choices":[]}`)
		})
	if len(spans) != 3 || len(sent) != 2 {
		t.Fatalf("%d spans, %d attempts\n%s", len(spans), len(sent), log)
	}
	first, second, call := spans[0], spans[1], spans[2]
	has(t, call, map[string]string{
		"gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-5", "http.request.method": "POST",
		"http.response.status_code": "200", "http.request.resend_count": "1", "error.type": "",
		"url.path": "/v1/chat/completions",
	})
	has(t, first, map[string]string{
		"http.response.status_code": "503", "error.type": "unavailable", "http.request.resend_count": "0",
		"server.address": "127.0.0.1", "gen_ai.request.model": "gpt-5",
	})
	has(t, second, map[string]string{"http.response.status_code": "200", "http.request.resend_count": "1"})
	if call.Name != "chat gpt-5" || call.Kind != trace.Span_SPAN_KIND_SERVER ||
		hex.EncodeToString(call.ParentSpanId) != callerSpan ||
		call.Events[0].Name != "ukemi.wait" || attributes(call.Events[0].Attributes)["ukemi.wait_source"] != "backoff" {
		t.Errorf("the call: %v", call)
	}
	for i, s := range []*trace.Span{first, second} {
		parent := "00-" + callerTrace + "-" + hex.EncodeToString(s.SpanId) + "-01"
		if s.Kind != trace.Span_SPAN_KIND_CLIENT || !bytes.Equal(s.ParentSpanId, call.SpanId) ||
			hex.EncodeToString(s.TraceId) != callerTrace || sent[i].Get("Traceparent") != parent {
			t.Errorf("attempt %d: %v, %s", i, s, sent[i].Get("Traceparent"))
		}
	}
	const failed = trace.Status_STATUS_CODE_ERROR
	if first.Status.GetCode() != failed || call.Status.GetCode() == failed {
		t.Errorf("the status of the first attempt is %v, that of the call %v", first.Status, call.Status)
	}
	if !strings.Contains(log, `"trace_id":"`+callerTrace+`","span_id":"`+hex.EncodeToString(call.SpanId)+`"`) {
		t.Errorf("the log: %s", log)
	}
	if r.resource["service.name"] != "ukemi" || r.resource["telemetry.sdk.language"] != "go" {
		t.Errorf("the resource: %v", r.resource)
	}
}

// TestTracesOfAStream: the span of a stream ends with it, and has the error in it.
func TestTracesOfAStream(t *testing.T) {
	spans, _, _ := traced(t, newReceiver(t), retry.Policy{MaxAttempts: 1}, `{"model":"gpt-5","stream":true,"messages":[]}`,
		func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			_, _ = io.WriteString(w, `data: {"choices":[{"delta":{"content":"a"}}]}`+"\n\n")
		})
	if len(spans) != 2 {
		t.Fatalf("%d spans", len(spans))
	}
	for _, s := range spans {
		has(t, s, map[string]string{"http.response.status_code": "200"})
		if s.Status.GetCode() != trace.Status_STATUS_CODE_ERROR || attributes(s.Attributes)["error.type"] == "" {
			t.Errorf("%s: a cut is no error: %v", s.Name, s)
		}
	}
}

// TestTracesOfASwitch: the attempt of a fallback has its model.
func TestTracesOfASwitch(t *testing.T) {
	policy := retry.Policy{MaxAttempts: 1, Fallbacks: retry.Routes{{Model: "a", To: []retry.Fallback{{Model: "b"}}}}}
	spans, _, _ := traced(t, newReceiver(t), policy, `{"model":"a","messages":[]}`,
		func(w http.ResponseWriter, req *http.Request) {
			if body, _ := io.ReadAll(req.Body); strings.Contains(string(body), `"a"`) {
				w.WriteHeader(http.StatusServiceUnavailable)
			}
		})
	if len(spans) != 3 {
		t.Fatalf("%d spans", len(spans))
	}
	has(t, spans[1], map[string]string{"gen_ai.request.model": "b"})
	has(t, spans[2], map[string]string{"gen_ai.request.model": "a", "gen_ai.response.model": "b"})
	if spans[2].Events[0].Name != "ukemi.switch" {
		t.Errorf("the events: %v", spans[2].Events)
	}
}

// TestServeTraces: the server itself, with OpenTelemetry's settings; the last spans
// are sent before it ends.
func TestServeTraces(t *testing.T) {
	r := newReceiver(t)
	child := exec.Command(os.Args[0], "serve", "--listen", "127.0.0.1:0")
	child.Env = append(os.Environ(), asChild+"=1", "OTEL_EXPORTER_OTLP_ENDPOINT="+r.URL, "OTEL_SERVICE_NAME=front")
	errs, err := child.StderrPipe()
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = child.Process.Kill() }()
	lines := bufio.NewReader(errs)
	line, _ := lines.ReadString('\n')
	_, address, _ := strings.Cut(line, "listens on ")
	address, _, _ = strings.Cut(address, " ")
	response, err := http.Post(address+"/v1/chat/completions", "application/json",
		strings.NewReader(`{"model":"demo-503-once","messages":[]}`))
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, response.Body)
	_ = response.Body.Close()
	_ = child.Process.Signal(syscall.SIGTERM)
	log, _ := io.ReadAll(lines)
	if err := child.Wait(); err != nil {
		t.Errorf("%v\n%s", err, log)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.spans) != 3 || r.resource["service.name"] != "front" || !bytes.Contains(log, []byte(`"trace_id":"`)) {
		t.Errorf("%d spans, %v\n%s", len(r.spans), r.resource, log)
	}
}

// TestHasTraces: OpenTelemetry's settings state whether there are traces.
func TestHasTraces(t *testing.T) {
	const at = "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318"
	for settings, want := range map[string]string{
		"":                                       "off",
		at:                                       "on",
		at + " OTEL_SDK_DISABLED=true":           "off",
		at + " OTEL_TRACES_EXPORTER=none":        "off",
		"OTEL_TRACES_EXPORTER=otlp":              "on",
		"OTEL_SERVICE_NAME=x":                    "off",
		"OTEL_TRACES_EXPORTER=zipkin":            `OTEL_TRACES_EXPORTER="zipkin": must be otlp or none`,
		at + " OTEL_EXPORTER_OTLP_PROTOCOL=grpc": `OTEL_EXPORTER_OTLP_PROTOCOL="grpc": must be http/protobuf or http/json`,
	} {
		on, err := hasTraces(strings.Fields(settings))
		got := map[bool]string{true: "on", false: "off"}[on]
		if err != nil {
			got = err.Error()
		}
		if !strings.HasPrefix(got, want) {
			t.Errorf("%q: %s, not %s", settings, got, want)
		}
	}
}
