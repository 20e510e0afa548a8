//go:build !js

// Traces: OpenTelemetry's SDK, by its own settings (OTEL_…), which it reads itself.
// Without an exporter among them there are no traces, and calls cost nothing more.

package command

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"

	"github.com/ukemi-dev/ukemi/pkg/edge"
	"github.com/ukemi-dev/ukemi/pkg/tracing"
)

// flush is how long the last spans may take to be sent when the server ends.
const flush = 5 * time.Second

// startTraces returns the tracer that the environment asks for, nil for none, and the
// function that sends its last spans.
func startTraces(environ []string, log *slog.Logger) (t edge.Tracer, end func(), err error) {
	on, err := hasTraces(environ)
	if !on || err != nil {
		return nil, func() {}, err
	}
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) {
		log.Warn("traces", slog.String("error", err.Error()))
	}))
	ctx := context.Background()
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("OTEL_EXPORTER_OTLP_…: %w", err)
	}
	about, err := resource.New(ctx, resource.WithTelemetrySDK(), resource.WithAttributes(
		attribute.String("service.name", "ukemi"), attribute.String("service.version", Version()),
	), resource.WithFromEnv())
	if err != nil {
		return nil, nil, fmt.Errorf("OTEL_RESOURCE_ATTRIBUTES: %w", err)
	}
	provider := sdk.NewTracerProvider(sdk.WithBatcher(exporter), sdk.WithResource(about))
	return tracing.New(provider), func() {
		ctx, cancel := context.WithTimeout(ctx, flush)
		defer cancel()
		if err := provider.Shutdown(ctx); err != nil {
			log.Warn("traces", slog.String("error", err.Error()))
		}
	}, nil
}

// hasTraces reports whether OpenTelemetry's settings ask for traces: an exporter that
// is named, or an address of one.
func hasTraces(environ []string) (bool, error) {
	set := map[string]string{}
	for _, pair := range environ {
		if name, value, _ := strings.Cut(pair, "="); strings.HasPrefix(name, "OTEL_") {
			set[name] = strings.TrimSpace(value)
		}
	}
	first := func(names ...string) (name, value string) {
		for _, name = range names {
			if value = set[name]; value != "" {
				return name, value
			}
		}
		return "", ""
	}
	if strings.EqualFold(set["OTEL_SDK_DISABLED"], "true") {
		return false, nil
	}
	_, address := first("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
	switch exporter := set["OTEL_TRACES_EXPORTER"]; {
	case exporter == "none", exporter == "" && address == "":
		return false, nil
	case exporter != "" && exporter != "otlp":
		return false, fmt.Errorf("OTEL_TRACES_EXPORTER=%q: must be otlp or none", exporter)
	}
	name, protocol := first("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
	switch protocol {
	case "", "http/protobuf", "http/json":
		return true, nil
	}
	return false, fmt.Errorf("%s=%q: must be http/protobuf or http/json, which collectors take at port 4318",
		name, protocol)
}
