// What this instance knows of its upstreams, shared by all of its calls.

package edge

import (
	"sync"
	"sync/atomic"

	"github.com/ukemi-dev/ukemi/internal/core"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// health guards the core's value. While nothing is wrong a call takes no lock.
type health struct {
	mu    sync.Mutex
	value retry.Health
	noisy atomic.Bool
}

func (h *health) quiet() bool { return !h.noisy.Load() }

func (h *health) update(change func(retry.Health) retry.Health) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.value = change(h.value)
	h.noisy.Store(!h.value.Quiet())
}

// now is a copy of the value.
func (h *health) now() retry.Health {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.value
}

// begin a call.
func (t *Transport) begin(c core.Call, body *requestBody) (_ core.Call, opening core.Opening) {
	now := classify.Millis(t.now().UnixMilli())
	if t.health.quiet() && !c.Policy.Learns(c.Request) {
		c, _, opening = core.Begin(c, retry.Health{}, now)
		return c, opening
	}
	c.Request.Model, c.Request.Thinks = body.model(), core.ThinksOf(body.kept)
	t.health.update(func(h retry.Health) retry.Health {
		c, h, opening = core.Begin(c, h, now)
		return h
	})
	return c, opening
}

// react to one attempt.
func (t *Transport) react(c core.Call, body *requestBody, a attempt) (_ core.Call, r core.Reaction) {
	if c.Request.Model == "" {
		c.Request.Model = body.model()
	}
	c.Request.Kept = core.KeptOf(body.kept)
	m := retry.Moment{Now: classify.Millis(t.now().UnixMilli()), Random: t.random()}
	t.health.update(func(h retry.Health) retry.Health {
		c, h, r = core.React(c, h, a.outcome, m)
		return h
	})
	return c, r
}
