package tracing_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/ukemi-dev/ukemi/pkg/edge"
	"github.com/ukemi-dev/ukemi/pkg/retry"
	"github.com/ukemi-dev/ukemi/pkg/tracing"
)

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestInAProgram: the spans stand below that of the request's context, and those of
// Options.Base below its attempt.
func TestInAProgram(t *testing.T) {
	recorder := tracetest.NewSpanRecorder()
	provider := sdk.NewTracerProvider(sdk.WithSpanProcessor(recorder))
	client := &http.Client{Transport: edge.NewTransport(edge.Options{
		Tracer: tracing.New(provider), Policy: retry.Policy{MaxAttempts: 1},
		Base: roundTripper(func(r *http.Request) (*http.Response, error) {
			_, inner := provider.Tracer("base").Start(r.Context(), "base")
			inner.End()
			return &http.Response{StatusCode: 401, Body: http.NoBody}, nil
		}),
	})}
	ctx, own := provider.Tracer("program").Start(t.Context(), "own")
	response := post(t, client, ctx, nil)
	_ = response.Body.Close()
	own.End()
	spans := recorder.Ended()
	var names []string
	for i, s := range spans {
		names = append(names, s.Name()+" "+s.SpanKind().String())
		if i+1 < len(spans) && s.Parent().SpanID() != spans[i+1].SpanContext().SpanID() {
			t.Errorf("%s is not below %s", s.Name(), spans[i+1].Name())
		}
	}
	if got := strings.Join(names, ", "); got != "base internal, POST client, chat gpt-5 internal, own internal" {
		t.Error(got)
	}
	if spans[1].Status().Description != "authentication" || spans[2].Status().Description != "authentication" {
		t.Errorf("%v, %v", spans[1].Status(), spans[2].Status())
	}
}

// TestEverySpanEnds: also where a call ends without an answer.
func TestEverySpanEnds(t *testing.T) {
	for name, c := range map[string]struct {
		headers http.Header
		base    func(*http.Request, context.CancelFunc) (*http.Response, error)
		spans   int
		failure string
	}{
		"the caller leaves": {nil, func(r *http.Request, leave context.CancelFunc) (*http.Response, error) {
			leave()
			return nil, r.Context().Err()
		}, 2, "canceled"},
		"the caller leaves during a wait": {nil, func(_ *http.Request, leave context.CancelFunc) (*http.Response, error) {
			defer leave()
			return &http.Response{StatusCode: 503, Body: http.NoBody}, nil
		}, 2, "canceled"},
		"a wrong RoundTripper": {nil, func(*http.Request, context.CancelFunc) (*http.Response, error) {
			return nil, nil //nolint:nilnil // what is tested
		}, 2, "_OTHER"},
		"a wrong header": {http.Header{"X-Ukemi-Timeout": {"soon"}}, nil, 1, "invalid_request"},
	} {
		recorder := tracetest.NewSpanRecorder()
		provider := sdk.NewTracerProvider(sdk.WithSpanProcessor(recorder))
		ctx, leave := context.WithCancel(t.Context())
		client := &http.Client{Transport: edge.NewTransport(edge.Options{
			Tracer: tracing.New(provider),
			Base:   roundTripper(func(r *http.Request) (*http.Response, error) { return c.base(r, leave) }),
		})}
		if response := post(t, client, ctx, c.headers); response != nil {
			_ = response.Body.Close()
		}
		leave()
		ended := recorder.Ended()
		if len(ended) != c.spans || len(recorder.Started()) != c.spans {
			t.Errorf("%s: %d spans started, %d ended", name, len(recorder.Started()), len(ended))
			continue
		}
		if got := ended[len(ended)-1].Status().Description; got != c.failure {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// TestSignedTraceparent: a header that a signature of AWS covers is not replaced.
func TestSignedTraceparent(t *testing.T) {
	const own = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
	for signed, stays := range map[string]bool{"host;traceparent;x-amz-date": true, "host;x-amz-date": false, "": false} {
		var sent string
		client := &http.Client{Transport: edge.NewTransport(edge.Options{
			Tracer: tracing.New(sdk.NewTracerProvider()),
			Base: roundTripper(func(r *http.Request) (*http.Response, error) {
				sent = r.Header.Get("Traceparent")
				return &http.Response{StatusCode: 200, Body: http.NoBody}, nil
			}),
		})}
		h := http.Header{"Traceparent": {own}}
		if signed != "" {
			h.Set("Authorization", "AWS4-HMAC-SHA256 Credential=x/y, SignedHeaders="+signed+", Signature=z")
		}
		_ = post(t, client, t.Context(), h).Body.Close()
		if (sent == own) != stays || !strings.HasPrefix(sent, own[:36]) {
			t.Errorf("%q: %s", signed, sent)
		}
	}
}

func post(t *testing.T, client *http.Client, ctx context.Context, headers http.Header) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://api.openai.com/v1/chat/completions",
		strings.NewReader(`{"model":"gpt-5","messages":[]}`))
	if err != nil {
		t.Fatal(err)
	}
	for name, values := range headers {
		r.Header[name] = values
	}
	response, _ := client.Do(r)
	return response
}
