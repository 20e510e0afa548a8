// Package edge retries failed calls of an LLM API and answers every failure in
// one documented format.
//
// [NewTransport] returns an [http.RoundTripper] for applications: any SDK that
// accepts an *http.Client can use it.
//
//	client := &http.Client{Transport: edge.NewTransport(edge.Options{})}
//
// [NewHandler] returns a proxy for gateways, with the settings of the command
// ukemi ([Load]) and routes of its own under /_ukemi/ ([Routes]).
//
// The package fetches, waits and copies bytes. Package classify finds out what
// an error means, package retry decides what to do about it.
package edge

// This file holds the RoundTripper. exchange.go is the loop over attempts,
// attempt.go one attempt, response.go what the caller gets, stream.go a
// streamed answer, core.go the calls into the core, handler.go the proxy,
// routes.go the routes under /_ukemi/, config.go the settings.

import (
	"cmp"
	"context"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// Options of a Transport. The zero value is ready to use: the default policy
// over http.DefaultTransport. A zero field always has its default; the fields
// whose zero would have a meaning of its own say how to state it.
type Options struct {
	// Base sends the attempts; nil is http.DefaultTransport.
	Base http.RoundTripper
	// Policy says when to retry. Each of its zero fields has the value of
	// retry.Default. To state "none": MaxAttempts 1 is no retry; -1 in Jitter,
	// MaxRetryAfter, RetryBudget or BreakerFailures switches that off.
	//
	// Without a Mode each request has its own: advise where an SDK that retries
	// sent it (it has the header x-stainless-retry-count), else own.
	Policy retry.Policy
	// Keys are the API keys of fallbacks, by the names that the policy's Fallbacks
	// use; nil is none. They count as the program's own, as does the key of a request:
	// where that is refused, another key for the same model is used. A proxy is
	// NewHandler, where a caller's wrong key is no reason to use the deployment's.
	Keys map[string]string
	// MaxBody is how many bytes of a request body are buffered for a retry: 0 is
	// 4 MiB, a negative number none. A larger body is streamed and sent once.
	MaxBody int64
	// Details adds the member error.upstream to error bodies.
	Details bool
	// HelpURL is the address of the playground for the link header; "" adds none.
	HelpURL string
	// OnCall is called once a call, when its answer begins; for a watched stream,
	// when that ends. It must not block. nil is none.
	OnCall func(Record)
	// Tracer gets a span for each call and one for each attempt; nil is none.
	// tracing.New of pkg/tracing makes one of OpenTelemetry's.
	Tracer Tracer
	// Fleet shares the health of upstreams with other instances; nil is none.
	Fleet Fleet
}

// Transport is an http.RoundTripper that retries failed calls and answers every
// failure in the error format. It returns an error only if the caller's context
// ended, the request body could not be read, or net/http refused the request.
//
// NewTransport makes one; the zero value is not usable. A Transport is safe for
// concurrent use. Its calls share a retry budget and breakers, so that a program
// needs one Transport for all clients.
type Transport struct {
	options    Options
	detectMode bool // for each request
	hasCallers bool // requests come from callers with keys of their own, as to a proxy
	wait       func(context.Context, time.Duration) error
	random     func() float64
	now        func() time.Time
	health     health
	// fleetSecret keys the fingerprints of callers' keys; nil where they stay here.
	fleetSecret []byte
}

// NewTransport returns a Transport. NewTransport(Options{}) has all defaults.
func NewTransport(o Options) *Transport {
	if o.Base == nil {
		o.Base = http.DefaultTransport
	}
	t := &Transport{options: o, detectMode: o.Policy.Mode == "", wait: wait, random: rand.Float64, now: time.Now}
	t.options.Policy, t.options.MaxBody = o.Policy.WithDefaults(), maxBodyOf(o.MaxBody)
	if o.Fleet != nil {
		t.join(o.Fleet)
	}
	return t
}

// maxBodyOf returns the bytes that an Options.MaxBody stands for.
func maxBodyOf(option int64) int64 { return max(0, cmp.Or(option, 4<<20)) }

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}

// RoundTrip sends a request as often, and to the models, that the policy allows.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	switch {
	case !isSendable(req):
		return t.options.Base.RoundTrip(req)
	case req.Header.Get("Upgrade") != "": // a WebSocket, which cannot be repeated
		out := req.Clone(req.Context())
		dropUkemiHeaders(out.Header)
		return t.options.Base.RoundTrip(out)
	}
	startedAt := t.now()
	body, err := takeBody(req, t.options.MaxBody, t.hasCallers)
	if err != nil {
		return nil, err
	}
	body.secret = t.fleetSecret
	call, opening := t.begin(req, t.newCall(req, body), body)
	x := &exchange{
		t: t, req: req, body: body, call: call, startedAt: startedAt,
		target: opening.Fallback, timeout: opening.FirstEventTimeout, opening: opening,
	}
	x.trace = x.startTrace()
	if opening.Refused != nil {
		body.close()
		x.trace.end("invalid_request", opening.Refused.Status)
		return newResponse(req, nil, *opening.Refused), nil
	}
	if interval := x.heartbeatInterval(); interval > 0 {
		return x.runWithHeartbeat(interval)
	}
	return x.run()
}

// CloseIdleConnections calls the method of that name of Options.Base, where it
// has one. http.Client.CloseIdleConnections needs it.
func (t *Transport) CloseIdleConnections() {
	if base, ok := t.options.Base.(interface{ CloseIdleConnections() }); ok {
		base.CloseIdleConnections()
	}
}

// dropUkemiHeaders removes the headers that a caller sends to this layer.
func dropUkemiHeaders(h http.Header) {
	const own = "x-ukemi-"
	for name := range h {
		if len(name) >= len(own) && strings.EqualFold(name[:len(own)], own) {
			delete(h, name)
		}
	}
}
