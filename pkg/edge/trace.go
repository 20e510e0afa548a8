// Traces: a span for each call and a child for each attempt. The package has an
// interface of its own, so that a program without traces links no tracing library;
// pkg/tracing has the one of OpenTelemetry. Names of attributes are OpenTelemetry's
// where it has one (semantic conventions for HTTP, errors and gen-ai).

package edge

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"github.com/ukemi-dev/ukemi/internal/provider"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// Tracer starts spans. It is safe for concurrent use.
type Tracer interface {
	// StartSpan starts a span, a child of the span of ctx. If ctx has none, its parent
	// is the one that the header traceparent of start.Caller names.
	StartSpan(ctx context.Context, start SpanStart) (context.Context, Span)
}

// SpanStart describes a span at its start.
type SpanStart struct {
	Name string
	// Kind is "server" for the call of a proxy, "internal" for the call of an
	// application, and "client" for an attempt.
	Kind       string
	Attributes []slog.Attr
	// Caller has the headers of the caller's request; nil for an attempt.
	Caller http.Header
}

// Span is a call or an attempt.
type Span interface {
	// Traceparent returns the header of that name (W3C Trace Context) for requests
	// within this span, "" for none.
	Traceparent() string
	AddEvent(name string, attributes ...slog.Attr)
	// End ends the span. failure is the class of its error, "" for none.
	End(failure string, attributes ...slog.Attr)
}

// callTrace is the trace of one call. Its methods accept nil, for no trace.
type callTrace struct {
	tracer        Tracer
	ctx           context.Context
	call, attempt Span
	model         string
	sent          int         // attempts
	status        int         // of the answer of the attempt under way
	host          string      // that it is sent to
	target        []slog.Attr // of the same attempt
}

// startTrace starts the span of a call; without Options.Tracer there is none. It
// parses the request's body, for the name of the model.
func (x *exchange) startTrace() *callTrace {
	tracer := x.t.options.Tracer
	if tracer == nil {
		return nil
	}
	model := shorten(x.body.describe(x.req, x.call.Request).Model)
	operation := operationOf(x.req.URL.Path)
	start := SpanStart{
		Name: strings.TrimSpace(operation + " " + model), Kind: "internal", Caller: x.req.Header,
		Attributes: []slog.Attr{
			slog.String("http.request.method", x.req.Method),
			slog.String("url.path", shorten(x.req.URL.Path)),
			slog.String("gen_ai.operation.name", operation),
			slog.String("gen_ai.request.model", model),
			slog.Bool("gen_ai.request.stream", x.body.streams),
		},
	}
	if operation == "" {
		start.Name = x.req.Method
	}
	if x.t.hasCallers {
		start.Kind = "server"
	}
	c := &callTrace{tracer: tracer, model: model}
	c.ctx, c.call = tracer.StartSpan(x.req.Context(), start)
	return c
}

// startAttempt starts the span of an attempt. It returns the context for the attempt.
func (c *callTrace) startAttempt(ctx context.Context, method string) context.Context {
	if c == nil {
		return ctx
	}
	ctx, c.attempt = c.tracer.StartSpan(c.ctx, SpanStart{
		Name: method, Kind: "client",
		Attributes: []slog.Attr{
			slog.String("http.request.method", method), slog.Int("http.request.resend_count", c.sent),
		},
	})
	c.sent, c.status = c.sent+1, 0
	return ctx
}

// sends notes the target of the attempt, and puts its span into the request.
func (c *callTrace) sends(out *http.Request, fallback string) {
	if c == nil {
		return
	}
	c.host = out.URL.Hostname()
	c.target = []slog.Attr{
		slog.String("server.address", c.host),
		slog.Int("server.port", portOf(out)),
		slog.String("url.scheme", out.URL.Scheme),
		slog.String("url.path", shorten(out.URL.Path)), // no query: it may have a key
		slog.String("gen_ai.provider.name", providerAt(c.host)),
		slog.String("gen_ai.request.model", cmp.Or(fallback, c.model)),
	}
	if parent := c.attempt.Traceparent(); parent != "" && !isSigned(out.Header, "traceparent") {
		out.Header.Set("Traceparent", parent)
	}
}

func portOf(out *http.Request) int {
	port, _ := strconv.Atoi(out.URL.Port())
	if port == 0 && out.URL.Scheme == "https" {
		return 443
	}
	return cmp.Or(port, 80)
}

// providerAt returns the id of the provider whose API has this host, "" for none.
func providerAt(host string) string {
	for i := range provider.Count {
		p, _ := provider.At(i)
		for name := range strings.SplitSeq(p.Hosts, "|") {
			if name != "" && (host == name || strings.HasSuffix(host, "."+name) || strings.HasPrefix(host, name+".")) {
				return p.ID
			}
		}
	}
	return ""
}

// isSigned reports whether a signature of AWS covers a header, which then must stay.
func isSigned(h http.Header, name string) bool {
	_, signed, _ := strings.Cut(strings.ToLower(h.Get("Authorization")), "signedheaders=")
	signed, _, _ = strings.Cut(signed, ",")
	return strings.Contains(";"+strings.TrimSpace(signed)+";", ";"+name+";")
}

// answered notes the status of the answer of the attempt under way.
func (c *callTrace) answered(status int) {
	if c != nil {
		c.status = status
	}
}

// decided ends the span of a failed attempt, and adds an event for what follows.
func (c *callTrace) decided(x *exchange) {
	if c == nil {
		return
	}
	if v := x.last.Verdict; v != nil {
		c.endAttempt(string(v.Class), slog.String("ukemi.rule", v.Rule), slog.String("request_id", shorten(v.RequestID)))
	}
	switch d := x.last.Decision; d.Action {
	case retry.Resend:
		attempts := x.call.State.Attempts
		last := attempts[len(attempts)-1]
		c.waits(d.Wait, last.Source)
	case retry.Switch:
		c.call.AddEvent("ukemi.switch",
			slog.String("gen_ai.request.model", d.Fallback.Model), slog.String("ukemi.reason", d.Reason))
	}
}

// waits adds an event for a wait.
func (c *callTrace) waits(ms classify.Millis, source string) {
	if c != nil {
		c.call.AddEvent("ukemi.wait", slog.Int64("ukemi.wait_ms", int64(ms)), slog.String("ukemi.wait_source", source))
	}
}

func (c *callTrace) endAttempt(failure string, attributes ...slog.Attr) {
	if c.attempt == nil {
		return
	}
	attributes = append(attributes, c.target...)
	if c.status != 0 {
		attributes = append(attributes, slog.Int("http.response.status_code", c.status))
	}
	c.attempt.End(failure, attributes...)
	c.attempt = nil
}

// end ends the spans of a call, once.
func (c *callTrace) end(failure string, status int, attributes ...slog.Attr) {
	if c == nil || c.call == nil {
		return
	}
	c.endAttempt(failure)
	if status != 0 {
		attributes = append(attributes, slog.Int("http.response.status_code", status))
	}
	c.call.End(failure, append(attributes, slog.Int("http.request.resend_count", max(c.sent-1, 0)))...)
	c.call = nil
}

// errorType returns error.type for an error that is none of the upstream's.
func errorType(err error) string {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "deadline_exceeded"
	case errors.Is(err, context.Canceled), errors.Is(err, errCanceled):
		return "canceled"
	}
	return "_OTHER"
}

// endWith ends the spans of a call as its record describes it, and adds the ids to
// the record.
func (c *callTrace) endWith(r *Record) {
	if c == nil || c.call == nil {
		return
	}
	if parent := c.call.Traceparent(); len(parent) == len("00-")+32+len("-")+16+len("-00") {
		r.TraceID, r.SpanID = parent[3:35], parent[36:52]
	}
	c.end(string(r.Class), r.Status,
		slog.String("gen_ai.provider.name", cmp.Or(r.Provider, providerAt(c.host))),
		slog.String("gen_ai.response.model", r.lastFallback()),
		slog.String("ukemi.rule", r.Rule), slog.String("ukemi.reason", r.Reason), slog.String("ukemi.attempts", r.Trail),
		slog.String("ukemi.mended", r.Mended), slog.String("request_id", shorten(r.RequestID)))
}

// operationOf returns gen_ai.operation.name for a path, "" where there is none.
func operationOf(path string) string {
	path = strings.TrimRight(path, "/")
	for _, o := range operations {
		if strings.HasSuffix(path, o.suffix) {
			return o.name
		}
	}
	return ""
}

var operations = [...]struct{ suffix, name string }{
	{"/chat/completions", "chat"}, {"/messages", "chat"}, {"/responses", "chat"}, {"/api/chat", "chat"},
	{"/v1/chat", "chat"}, {"/v2/chat", "chat"}, {"/converse", "chat"}, {"/converse-stream", "chat"},
	{":rawPredict", "chat"}, {":streamRawPredict", "chat"},
	{":generateContent", "generate_content"}, {":streamGenerateContent", "generate_content"},
	{"/completions", "text_completion"}, {"/completion", "text_completion"}, {"/api/generate", "text_completion"},
	{"/embeddings", "embeddings"}, {"/api/embed", "embeddings"}, {"/embed", "embeddings"},
	{":embedContent", "embeddings"}, {":batchEmbedContents", "embeddings"},
}
