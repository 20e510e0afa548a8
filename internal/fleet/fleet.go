// Package fleet lets the instances of a deployment share what they count about their
// upstreams, through a Redis or Valkey server. Each publishes the changes of its own
// ledger on a channel, and merges those of the others. No call waits for it: a server
// that is down, slow or full costs an instance the knowledge of the others, no more.
package fleet

// fleet.go is the exchange and its two loops, message.go what they send, status.go its
// counts and its log, link.go the two connections, bounds.go what a server may send.

import (
	"context"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"log/slog"
	mathrand "math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/ukemi-dev/ukemi/internal/fleet/address"
	"github.com/ukemi-dev/ukemi/pkg/edge"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

const (
	publishInterval = 250 * time.Millisecond
	// crowd is the number of instances from which on each publishes less often, so that
	// none receives more than about 500 messages a second.
	crowd     = 128
	maxCrowds = 15 // because anybody may subscribe
	// beatInterval is how often an instance proves that the server answers.
	beatInterval = 2 * time.Second
	// learnInterval is how often the knowledge of the others is handed out although no
	// message came: it ages.
	learnInterval = time.Second

	firstBackoff = 250 * time.Millisecond
	maxBackoff   = 5 * time.Second
	// steadyTime is how long a connection lasts until the next backoff is the first again.
	steadyTime = 10 * time.Second
)

// Exchange is the membership of one instance.
type Exchange struct {
	server address.Address
	dialer dialer
	origin string // random: the name of this instance
	secret []byte // of the deployment; nil where the server has no password
	status status

	stop context.CancelFunc
	done sync.WaitGroup

	mu    sync.Mutex
	own   retry.Ledger // what this instance counted
	inbox inbox        // what others sent since the last tick
}

// New returns an exchange through a server, which Join begins. Its error is that of the
// certificates that the address names.
func New(server address.Address, log *slog.Logger) (*Exchange, error) {
	d, err := newDialer(server)
	if err != nil {
		return nil, err
	}
	e := &Exchange{server: server, dialer: d, origin: strings.ToLower(rand.Text()), stop: func() {}}
	if e.secret, err = secretOf(server); err != nil {
		return nil, err
	}
	e.status.log = log.With(slog.String("server", server.String()))
	return e, nil
}

// Join begins the exchange for a member. It returns at once.
func (e *Exchange) Join(m edge.Member) {
	ctx, stop := context.WithCancel(context.Background())
	e.stop = stop
	if e.secret != nil {
		m.SetSecret(e.secret)
	}
	e.done.Go(func() { e.tend(ctx, m) })
	e.done.Go(func() { e.connect(ctx) })
}

// Close ends the exchange. The server keeps this instance's ledger for a while, because
// it is still true.
func (e *Exchange) Close() {
	e.stop()
	e.done.Wait()
}

// Status returns the counts for the metrics.
func (e *Exchange) Status() edge.FleetStatus { return e.status.snapshot() }

// tend takes the member's ledger and hands out that of the others. It does no I/O.
func (e *Exchange) tend(ctx context.Context, m edge.Member) {
	tick := time.NewTicker(publishInterval)
	defer tick.Stop()
	var others retry.Ledger
	var learnedAt time.Time
	for wait(ctx, tick.C) {
		counted := m.Ledger(e.origin)
		e.mu.Lock()
		own := e.own.Merge(counted).Recent(nowMillis())
		e.own = own
		news := e.inbox.take()
		e.mu.Unlock()
		if isEmpty(news) && (isEmpty(others) || time.Since(learnedAt) < learnInterval) {
			continue
		}
		learnedAt = time.Now()
		if others = others.Merge(news).Recent(nowMillis()); isEmpty(others) {
			m.Learn(others) // alone, an instance is as one that shares nothing
			continue
		}
		if len(others.Entries)+len(others.Keys) == 0 {
			m.Learn(retry.Ledger{Limits: others.Limits}) // where no other counts, it is alone as well
			continue
		}
		m.Learn(others.Merge(own))
	}
}

// connect keeps a link to the server until the context ends.
func (e *Exchange) connect(ctx context.Context) {
	backoff := firstBackoff
	for ctx.Err() == nil {
		began := time.Now()
		err := e.run(ctx)
		if ctx.Err() != nil {
			return
		}
		e.status.down(err)
		if time.Since(began) > steadyTime {
			backoff = firstBackoff
		}
		pause := time.NewTimer(backoff/2 + mathrand.N(backoff/2))
		wait(ctx, pause.C)
		pause.Stop()
		backoff = min(2*backoff, maxBackoff)
	}
}

// run exchanges over one link until that fails.
func (e *Exchange) run(ctx context.Context) error {
	l, err := e.dialer.dial(ctx)
	if err != nil {
		return err
	}
	failed := make(chan error, 1)
	var receiver sync.WaitGroup
	receiver.Go(func() { failed <- l.receive(e.receive) })
	defer receiver.Wait()
	defer l.close() // which ends the receiver
	if err := l.readStored(e.origin, e.receive); err != nil {
		return err
	}
	return e.publish(ctx, l, failed)
}

// publish sends what changed, until the context ends or the link fails.
func (e *Exchange) publish(ctx context.Context, l *link, failed <-chan error) error {
	tick := time.NewTicker(publishInterval)
	defer tick.Stop()
	var sent retry.Ledger
	var sentAt, beatAt time.Time
	interval := publishInterval
	for {
		e.mu.Lock()
		own := e.own
		e.mu.Unlock()
		if changes := changesSince(sent, own); !isEmpty(changes) && time.Since(sentAt) >= interval-publishInterval/2 {
			sentAt = time.Now()
			refusal, err := l.send(e.origin, encode(changes), encode(own))
			if err != nil {
				return err
			}
			sent = own
			e.status.sent(refusal)
		}
		if time.Since(beatAt) >= beatInterval {
			beatAt = time.Now()
			peers, err := l.beat()
			if err != nil {
				return err
			}
			e.status.up(peers)
			interval = publishInterval * time.Duration(1+min(peers/crowd, maxCrowds))
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-failed:
			return err
		case <-tick.C:
		}
	}
}

// receive takes a message of another instance, or of anybody who can write to the server.
func (e *Exchange) receive(message []byte) {
	e.mu.Lock()
	room := e.inbox.admits(message)
	e.mu.Unlock()
	if !room {
		e.status.ignored()
		return
	}
	l, ok := decode(message, e.origin)
	if !ok {
		e.status.ignored()
		return
	}
	if isEmpty(l) { // our own
		return
	}
	e.status.received()
	e.mu.Lock()
	e.inbox.add(l)
	e.mu.Unlock()
}

// wait reports whether a tick came before the context ended.
func wait(ctx context.Context, tick <-chan time.Time) bool {
	select {
	case <-ctx.Done():
		return false
	case <-tick:
		return true
	}
}

// secretOf a deployment, for Member.SetSecret: of its password for the server. To find the
// password from fingerprints of known keys costs as much as from a good password file.
func secretOf(server address.Address) ([]byte, error) {
	if server.Password == "" {
		return nil, nil
	}
	return pbkdf2.Key(sha256.New, server.Password, []byte("ukemi limits "+server.Name), 100_000, 32)
}

func nowMillis() retry.Millis { return retry.Millis(time.Now().UnixMilli()) }
