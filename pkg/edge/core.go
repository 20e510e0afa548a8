// The calls into the core, and the health that they share.

package edge

import (
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/ukemi-dev/ukemi/internal/core"
	"github.com/ukemi-dev/ukemi/internal/nethttp"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// health holds what this instance knows of its upstreams. A call takes no lock
// while all of them are well.
type health struct {
	mu        sync.Mutex
	value     retry.Health
	unhealthy atomic.Bool
}

func (h *health) isQuiet() bool { return !h.unhealthy.Load() }

// update changes the value. Calls wait for each other here, so change must be short.
func (h *health) update(change func(retry.Health) retry.Health) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.value = change(h.value)
	h.unhealthy.Store(!h.value.IsQuiet())
}

// snapshot returns a copy of the value.
func (h *health) snapshot() retry.Health {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.value
}

// newCall returns the core's description of a request.
func (t *Transport) newCall(req *http.Request, body *requestBody) core.Call {
	headers := nethttp.Headers(req.Header)
	c := core.Call{
		Request: retry.Request{
			Method: req.Method, Path: req.URL.Path, Headers: headers, Replayable: body.replayable,
			Streams: body.streams, Upstream: req.URL.Scheme + "://" + req.URL.Host,
			OwnsKeys: !t.hasCallers,
		},
		Policy: t.options.Policy,
		Caller: classify.CallerOf(req.URL.Path, headers),
	}
	c.Caller.Details, c.Caller.HelpURL = t.options.Details, t.options.HelpURL
	if deadline, ok := req.Context().Deadline(); ok {
		c.Request.CallerTimeout = classify.Millis(deadline.Sub(t.now()).Milliseconds())
	}
	if t.detectMode {
		c.Policy.Mode = retry.Own
		if req.Header.Get("x-stainless-retry-count") != "" {
			c.Policy.Mode = retry.Advise
		}
	}
	return c
}

// begin starts a call. It parses the request's body only where the core needs
// its fields.
func (t *Transport) begin(req *http.Request, c core.Call, body *requestBody) (_ core.Call, opening core.Opening) {
	m := retry.Moment{Now: classify.Millis(t.now().UnixMilli())}
	if t.health.isQuiet() && !c.Policy.LearnsPace(c.Request) && !c.Policy.Pace {
		c, _, opening = core.Begin(c, retry.Health{}, m)
		return c, opening
	}
	c.Request, m.Random = body.describe(req, c.Request), t.random()
	t.health.update(func(h retry.Health) retry.Health {
		c, h, opening = core.Begin(c, h, m)
		return h
	})
	return c, opening
}

// react returns what to do after an attempt.
func (t *Transport) react(req *http.Request, c core.Call, body *requestBody, a attempt) (core.Call, core.Reaction) {
	c.Request = body.describe(req, c.Request)
	m := retry.Moment{Now: classify.Millis(t.now().UnixMilli()), Random: t.random()}
	o := c.Outcome(a.outcome) // before the state is read
	in := retry.DecideInput{State: c.State, Request: c.Request, Outcome: o, Moment: m}
	var result retry.DecideResult
	t.health.update(func(h retry.Health) retry.Health {
		in.Health = h
		result = c.Policy.Decide(in)
		return result.Health
	})
	r := c.Follow(o, result)
	return c, r
}
