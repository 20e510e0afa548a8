// The fleet: instances that share their health. pkg/edge knows no transport; a Fleet
// carries the ledgers, beside the calls.

package edge

import (
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// Fleet carries the ledgers of the instances of a deployment to each other. `ukemi serve`
// has one of Redis (UKEMI_HEALTH).
type Fleet interface {
	// Join begins the exchange for a member. It must not block. It is called once.
	Join(Member)
	// Status is for the metrics.
	Status() FleetStatus
}

// Member is one instance of a fleet: a Transport whose Options have a Fleet.
type Member interface {
	// Ledger returns what this instance counted in the last seconds, under a name of the
	// Fleet's choice that no other instance has.
	Ledger(origin string) retry.Ledger
	// Learn replaces what is known of all instances, this one included. It is to be called
	// each few seconds, because an instance ignores what it learned ten seconds ago.
	Learn(all retry.Ledger)
}

// FleetStatus is what a Fleet did since it began.
type FleetStatus struct {
	Up                              bool // health is shared
	Peers                           int  // other instances
	Sent, Received, Ignored, Errors int64
}

// join enters the transport into its fleet.
func (t *Transport) join(f Fleet) {
	t.health.update(func(h retry.Health) retry.Health {
		h.Shares = true
		return h
	})
	f.Join(member{t})
}

// member keeps the methods of Member out of Transport's own.
type member struct{ t *Transport }

func (m member) Ledger(origin string) retry.Ledger { return m.t.health.snapshot().Ledger(origin) }

func (m member) Learn(all retry.Ledger) {
	hint := all.Hint(m.t.options.Policy.RetryBudget, classify.Millis(m.t.now().UnixMilli()))
	m.t.health.update(func(h retry.Health) retry.Health {
		h.Hint = hint
		return h
	})
}
