// What the exchange did, for the metrics, and one line of the log for each change of
// its state.

package fleet

import (
	"log/slog"
	"sync"

	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/edge"
)

type status struct {
	log *slog.Logger

	mu      sync.Mutex
	count   edge.FleetStatus
	isDown  bool // and the log has it
	refuses bool // to store, and the log has it
}

func (s *status) snapshot() edge.FleetStatus {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.count
}

func (s *status) received() { s.change(func(c *edge.FleetStatus) { c.Received++ }) }

func (s *status) ignored() { s.change(func(c *edge.FleetStatus) { c.Ignored++ }) }

func (s *status) change(count func(*edge.FleetStatus)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	count(&s.count)
}

// up notes that the server answers, and how many other instances listen there.
func (s *status) up(peers int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.count.Up {
		s.log.Info("fleet: health is shared", slog.Int("peers", peers))
	}
	s.count.Up, s.count.Peers, s.isDown = true, peers, false
}

// down notes that nothing is shared, and why.
func (s *status) down(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count.Errors++
	if !s.isDown {
		s.log.Warn("fleet: health is not shared", slog.String("error", reason(err)))
	}
	s.count.Up, s.count.Peers, s.isDown = false, 0, true
}

// sent notes a message, and whether the server stored the ledger: where it did not, a new
// instance learns only what happens from then on.
func (s *status) sent(refusal error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count.Sent++
	if refusal != nil {
		s.count.Errors++
	}
	switch {
	case refusal != nil && !s.refuses:
		s.log.Warn("fleet: the server stores nothing; messages still pass", slog.String("error", reason(refusal)))
	case refusal == nil && s.refuses:
		s.log.Info("fleet: the server stores again")
	}
	s.refuses = refusal != nil
}

// reason is the text of an error, which a server may have sent.
func reason(err error) string {
	text := classify.Redact(err.Error())
	if len(text) > 200 {
		text = text[:200] + "…"
	}
	return text
}
