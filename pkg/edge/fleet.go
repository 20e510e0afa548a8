// The fleet: instances that share their health. pkg/edge knows no transport; a Fleet
// carries the ledgers, beside the calls.

package edge

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"strings"
	"sync"

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
	// SetSecret sets the secret of the deployment, in Join. Rate limits (Policy.Pace) of a
	// caller's key are known under a fingerprint of the key; it is keyed with the secret, so
	// that nobody else can compute it. Without a secret these limits are not in the Ledger.
	SetSecret(secret []byte)
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
	f.Join(&member{t: t})
}

// member keeps the methods of Member out of Transport's own.
type member struct {
	t *Transport

	mu     sync.Mutex
	origin string
	limits []retry.InstanceLimit // of the last Ledger
}

func (m *member) SetSecret(secret []byte) { m.t.fleetSecret = secret }

func (m *member) Ledger(origin string) retry.Ledger {
	h := m.t.health.snapshot()
	l := h.Ledger(origin)
	if !m.t.options.Policy.Pace {
		return l
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.origin, m.limits = origin, h.SharedLimits(origin, m.limits, m.now())
	for _, limit := range m.limits {
		if limit.IsLow && (m.t.fleetSecret != nil || !strings.HasPrefix(limit.Key, "#")) {
			l.Limits = append(l.Limits, limit)
		}
	}
	return l
}

func (m *member) Learn(all retry.Ledger) {
	hint := all.Hint(m.t.options.Policy.RetryBudget, m.now())
	if m.t.options.Policy.Pace {
		m.mu.Lock()
		hint.Limits = all.LimitHints(m.origin, hint.At)
		m.mu.Unlock()
	}
	m.t.health.update(func(h retry.Health) retry.Health {
		h.Hint = hint
		return h
	})
}

func (m *member) now() classify.Millis { return classify.Millis(m.t.now().UnixMilli()) }

// keyedFingerprint returns a fingerprint of a fingerprint of a caller's key that only those
// can compute who know the secret.
func keyedFingerprint(secret []byte, fingerprint string) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(fingerprint))
	return "#" + strings.ToLower(base32.HexEncoding.EncodeToString(mac.Sum(nil)[:10]))
}
