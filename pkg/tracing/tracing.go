// Package tracing has the edge.Tracer of OpenTelemetry. It links OpenTelemetry's API
// alone; the program chooses the SDK and where the spans go.
//
//	edge.NewTransport(edge.Options{Tracer: tracing.New(otel.GetTracerProvider())})
package tracing

import (
	"context"
	"log/slog"
	"net/http"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"github.com/ukemi-dev/ukemi/pkg/edge"
)

// New returns a Tracer whose spans go to a provider of OpenTelemetry.
func New(to trace.TracerProvider) edge.Tracer {
	return tracer{to.Tracer("github.com/ukemi-dev/ukemi/pkg/edge")}
}

type tracer struct{ of trace.Tracer }

func (t tracer) StartSpan(ctx context.Context, start edge.SpanStart) (context.Context, edge.Span) {
	if start.Caller != nil && !trace.SpanContextFromContext(ctx).IsValid() {
		ctx = propagation.TraceContext{}.Extract(ctx, propagation.HeaderCarrier(start.Caller))
	}
	kind := trace.SpanKindInternal
	switch start.Kind {
	case "server":
		kind = trace.SpanKindServer
	case "client":
		kind = trace.SpanKindClient
	}
	attributes := trace.WithAttributes(attributesOf(start.Attributes)...)
	ctx, s := t.of.Start(ctx, start.Name, trace.WithSpanKind(kind), attributes)
	return ctx, span{s}
}

type span struct{ of trace.Span }

func (s span) Traceparent() string {
	header := propagation.HeaderCarrier(http.Header{})
	propagation.TraceContext{}.Inject(trace.ContextWithSpan(context.Background(), s.of), header)
	return header.Get("traceparent")
}

func (s span) AddEvent(name string, attributes ...slog.Attr) {
	s.of.AddEvent(name, trace.WithAttributes(attributesOf(attributes)...))
}

func (s span) End(failure string, attributes ...slog.Attr) {
	s.of.SetAttributes(attributesOf(attributes)...)
	if failure != "" {
		s.of.SetAttributes(attribute.String("error.type", failure))
		s.of.SetStatus(codes.Error, failure)
	}
	s.of.End()
}

// attributesOf leaves empty texts out: a span, unlike a line of the log, has no
// attribute for what is not known.
func attributesOf(all []slog.Attr) []attribute.KeyValue {
	out := make([]attribute.KeyValue, 0, len(all))
	for _, a := range all {
		switch a.Value.Kind() {
		case slog.KindInt64:
			out = append(out, attribute.Int64(a.Key, a.Value.Int64()))
		case slog.KindBool:
			out = append(out, attribute.Bool(a.Key, a.Value.Bool()))
		default:
			if s := a.Value.String(); s != "" {
				out = append(out, attribute.String(a.Key, s))
			}
		}
	}
	return out
}
