// Package edge is the Go driver of the core: an http.RoundTripper for
// applications and a proxy for gateways. It fetches, waits and copies bytes;
// what an error means and what to do about it is decided in the core.
//
// transport.go is the RoundTripper, exchange.go the loop over attempts,
// attempt.go one attempt, stream.go a streamed answer, handler.go the proxy,
// routes.go what stands under /_ukemi/, config.go the settings.
package edge

import (
	"cmp"
	"context"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"github.com/ukemi-dev/ukemi/internal/core"
	"github.com/ukemi-dev/ukemi/internal/nethttp"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// Options of a Transport. The zero value is the contract's policy over
// http.DefaultTransport.
type Options struct {
	// Base sends the single attempts; nil is http.DefaultTransport.
	Base http.RoundTripper
	// Policy, of which zero fields take retry.Default's values; see its
	// WithDefaults for how to say none. Without a Mode it is chosen per request:
	// advise where an SDK that retries by itself is above (the request bears
	// x-stainless-retry-count), else own. Its Fallbacks name the models to switch
	// to.
	Policy retry.Policy
	// Keys of other upstreams, by the names that fallbacks call them.
	Keys map[string]string
	// MaxBody is how many bytes of a request body are kept for a retry: 0 is
	// 4 MiB, a negative number none. A larger body is streamed and sent once.
	MaxBody int64
	// Details adds error.upstream to error bodies.
	Details bool
	// HelpURL is where the playground is; "" adds no link header.
	HelpURL string
	// OnCall is told of every call when its answer begins; where a stream is
	// watched, when that ends. It must not block.
	OnCall func(Record)
}

// Transport is an http.RoundTripper that retries what is worth retrying and
// answers every failure in the error contract's format. It returns an error
// only where the caller's own context has ended, its body cannot be read, or
// net/http would not send the request.
type Transport struct {
	o      Options
	auto   bool // choose the mode per request
	wait   func(context.Context, time.Duration) error
	random func() float64
	now    func() time.Time
	health health
}

// NewTransport returns a Transport; see Options for the defaults.
func NewTransport(o Options) *Transport {
	if o.Base == nil {
		o.Base = http.DefaultTransport
	}
	t := &Transport{o: o, auto: o.Policy.Mode == "", wait: wait, random: rand.Float64, now: time.Now}
	t.o.Policy, t.o.MaxBody = o.Policy.WithDefaults(), kept(o.MaxBody)
	return t
}

// kept is how many bytes of a body an Options.MaxBody means.
func kept(maxBody int64) int64 { return max(0, cmp.Or(maxBody, 4<<20)) }

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

// RoundTrip sends a request, again or to another model where the policy says so.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	switch {
	case !sendable(req):
		return t.o.Base.RoundTrip(req)
	case req.Header.Get("Upgrade") != "": // a WebSocket is no call that could be repeated
		out := req.Clone(req.Context())
		dropOwn(out.Header)
		return t.o.Base.RoundTrip(out)
	}
	began := t.now()
	body, err := takeBody(req, t.o.MaxBody)
	if err != nil {
		return nil, err
	}
	call, opening := t.begin(req, t.call(req, body), body)
	if opening.Refused != nil {
		body.close()
		return answer(req, nil, *opening.Refused), nil
	}
	x := &exchange{t: t, req: req, body: body, call: call, began: began, target: opening.Fallback, patience: opening.FirstEventTimeout}
	if every := x.beats(); every > 0 {
		return x.runWithHeartbeat(every)
	}
	return x.run()
}

// CloseIdleConnections of the transport below, for http.Client's method of that
// name.
func (t *Transport) CloseIdleConnections() {
	if below, ok := t.o.Base.(interface{ CloseIdleConnections() }); ok {
		below.CloseIdleConnections()
	}
}

// dropOwn headers: they were for us.
func dropOwn(h http.Header) {
	for name := range h {
		if strings.HasPrefix(strings.ToLower(name), "x-ukemi-") {
			delete(h, name)
		}
	}
}

// call is what the core needs to know of the request.
func (t *Transport) call(req *http.Request, body *requestBody) core.Call {
	headers := nethttp.Headers(req.Header)
	c := core.Call{
		Request: retry.Request{Method: req.Method, Path: req.URL.Path, Headers: headers, Replayable: body.replayable, Streams: body.streams, Upstream: req.URL.Scheme + "://" + req.URL.Host},
		Policy:  t.o.Policy,
		Caller:  classify.CallerOf(req.URL.Path, headers),
	}
	c.Caller.Details, c.Caller.HelpURL = t.o.Details, t.o.HelpURL
	if deadline, ok := req.Context().Deadline(); ok {
		c.Request.Timeout = classify.Millis(deadline.Sub(t.now()).Milliseconds())
	}
	if t.auto {
		c.Policy.Mode = retry.Own
		if req.Header.Get("x-stainless-retry-count") != "" {
			c.Policy.Mode = retry.Advise
		}
	}
	return c
}
