// A link: two connections to the server, one for commands and one that is subscribed,
// because a subscribed one takes no commands.

package fleet

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"github.com/gomodule/redigo/redis"

	"github.com/ukemi-dev/ukemi/internal/fleet/address"
)

const (
	dialTimeout = 2 * time.Second // the handshake of TLS included
	// replyTimeout bounds a read and a write.
	replyTimeout = time.Second
	// silence after which a subscription is dead: two pings were not answered.
	silence = 2*beatInterval + replyTimeout

	// storedTime is how long the server keeps an instance's ledger. What it has matters
	// for a minute.
	storedTime = time.Minute
	// maxInstances whose stored ledgers a new instance reads, chosen at random.
	maxInstances = 256
	readBatch    = 32
)

// dialer connects to the server of an address.
type dialer struct {
	address.Address
	tls *tls.Config // nil without TLS
}

func newDialer(a address.Address) (d dialer, err error) {
	d.Address = a
	if !a.TLS {
		return d, nil
	}
	host, _, err := net.SplitHostPort(a.Host)
	if err != nil {
		return d, err
	}
	d.tls = &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
	if a.CA != "" {
		pem, err := os.ReadFile(a.CA)
		if err != nil {
			return d, fmt.Errorf("its ca: %w", err)
		}
		d.tls.RootCAs = x509.NewCertPool()
		if !d.tls.RootCAs.AppendCertsFromPEM(pem) {
			return d, fmt.Errorf("its ca: %s has no certificate in PEM", a.CA)
		}
	}
	return d, nil
}

// prefix of the names at the server. The number is the version of the messages.
func (d dialer) prefix() string { return "ukemi:1:" + d.Name + ":" }

func (d dialer) channel() string { return d.prefix() + "changes" }

// origins is the set of the instances that stored a ledger.
func (d dialer) origins() string { return d.prefix() + "origins" }

func (d dialer) ledgerOf(origin string) string { return d.prefix() + "ledger:" + origin }

// connection returns one that is authenticated.
func (d dialer) connection(ctx context.Context) (redis.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	var conn net.Conn
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", d.Host)
	if err != nil {
		return nil, err
	}
	if d.tls != nil {
		secure := tls.Client(conn, d.tls)
		if err := secure.HandshakeContext(ctx); err != nil {
			conn.Close()
			return nil, err
		}
		conn = secure
	}
	c := redis.NewConn(&boundedConn{Conn: conn}, replyTimeout, replyTimeout)
	if err := d.introduce(c); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

func (d dialer) introduce(c redis.Conn) error {
	if d.Password != "" {
		credentials := []any{d.Password}
		if d.User != "" {
			credentials = []any{d.User, d.Password}
		}
		if _, err := c.Do("AUTH", credentials...); err != nil {
			return err
		}
	}
	if d.Database != 0 {
		if _, err := c.Do("SELECT", d.Database); err != nil {
			return err
		}
	}
	return nil
}

type link struct {
	dialer
	commands     redis.Conn
	subscription redis.PubSubConn
}

// dial returns a link that is subscribed, so that what is published from now on comes.
func (d dialer) dial(ctx context.Context) (*link, error) {
	commands, err := d.connection(ctx)
	if err != nil {
		return nil, err
	}
	subscribed, err := d.connection(ctx)
	if err != nil {
		commands.Close()
		return nil, err
	}
	l := &link{d, commands, redis.PubSubConn{Conn: subscribed}}
	if err := l.subscription.Subscribe(d.channel()); err != nil {
		l.close()
		return nil, err
	}
	if err, failed := l.subscription.ReceiveWithTimeout(replyTimeout).(error); failed {
		l.close()
		return nil, err
	}
	return l, nil
}

func (l *link) close() {
	l.commands.Close()
	l.subscription.Close()
}

// receive passes on each message until the link fails.
func (l *link) receive(pass func([]byte)) error {
	for {
		switch m := l.subscription.ReceiveWithTimeout(silence).(type) {
		case redis.Message:
			pass(m.Data)
		case error:
			return m
		}
	}
}

// send publishes the changes of an instance, and stores its ledger for those that start
// later. refusal is the answer of a server that stores nothing, such as a full one.
func (l *link) send(origin string, changes, ledger []byte) (refusal, err error) {
	commands := []struct {
		name      string
		arguments []any
	}{
		{"PUBLISH", []any{l.channel(), changes}},
		{"SET", []any{l.ledgerOf(origin), ledger, "PX", storedTime.Milliseconds()}},
		{"SADD", []any{l.origins(), origin}},
		{"PEXPIRE", []any{l.origins(), 2 * storedTime.Milliseconds()}},
	}
	for _, c := range commands {
		if err := l.commands.Send(c.name, c.arguments...); err != nil {
			return nil, err
		}
	}
	if err := l.commands.Flush(); err != nil {
		return nil, err
	}
	for _, c := range commands {
		switch _, err := l.commands.Receive(); {
		case err != nil && (c.name == "PUBLISH" || !isRefusal(err)):
			return nil, err
		case err != nil && refusal == nil:
			refusal = err
		}
	}
	return refusal, nil
}

// isRefusal reports whether the server answered with an error, after which the connection
// can still be used.
func isRefusal(err error) bool {
	var refused redis.Error
	return errors.As(err, &refused)
}

// beat proves that both connections are alive. It returns how many other instances
// are subscribed.
func (l *link) beat() (peers int, err error) {
	if err := l.subscription.Ping(""); err != nil {
		return 0, err
	}
	reply, err := redis.Values(l.commands.Do("PUBSUB", "NUMSUB", l.channel()))
	if err != nil && !isRefusal(err) {
		return 0, err
	}
	if len(reply) == 2 {
		peers, _ = redis.Int(reply[1], nil)
	}
	return max(0, peers-1), nil
}

// readStored passes on the stored ledgers of other instances, and removes those from the
// set whose ledgers the server no longer has.
func (l *link) readStored(own string, pass func([]byte)) error {
	origins, err := redis.Strings(l.commands.Do("SRANDMEMBER", l.origins(), maxInstances))
	if err != nil && !isRefusal(err) {
		return err
	}
	var gone []any
	for len(origins) > 0 {
		batch := origins[:min(readBatch, len(origins))]
		origins = origins[len(batch):]
		for _, origin := range batch {
			if err := l.commands.Send("GET", l.ledgerOf(origin)); err != nil {
				return err
			}
		}
		if err := l.commands.Flush(); err != nil {
			return err
		}
		for _, origin := range batch {
			switch ledger, err := redis.Bytes(l.commands.Receive()); {
			case err == nil && origin != own:
				pass(ledger)
			case errors.Is(err, redis.ErrNil) || err != nil && isRefusal(err): // it is of another type
				gone = append(gone, origin)
			case err != nil:
				return err
			}
		}
	}
	if len(gone) > 0 {
		if _, err := l.commands.Do("SREM", append([]any{l.origins()}, gone...)...); err != nil && !isRefusal(err) {
			return err
		}
	}
	return nil
}
