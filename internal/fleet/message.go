// The messages of instances: ledgers as JSON, bounded.

package fleet

import (
	"encoding/json"
	"slices"

	"github.com/ukemi-dev/ukemi/pkg/retry"
)

const (
	// maxMessage bounds a message in bytes. A minute of one target has about 4 KB.
	maxMessage = 256 << 10
	// Of the messages between two takings of the inbox. A thousand instances send a
	// thousand.
	maxInboxMessages = 1024
	maxInboxBytes    = 4 << 20
)

// inbox holds the ledgers that came since it was taken.
type inbox struct {
	ledger          retry.Ledger
	messages, bytes int
}

// admits reports whether there is room for a message, and counts it.
func (b *inbox) admits(message []byte) bool {
	if len(message) > maxMessage || b.messages == maxInboxMessages || b.bytes+len(message) > maxInboxBytes {
		return false
	}
	b.messages++
	b.bytes += len(message)
	return true
}

// add only appends: one merge of all costs less than one for each.
func (b *inbox) add(l retry.Ledger) {
	b.ledger.Entries = append(b.ledger.Entries, l.Entries...)
	b.ledger.Keys = append(b.ledger.Keys, l.Keys...)
	b.ledger.Limits = append(b.ledger.Limits, l.Limits...)
}

// take empties the inbox.
func (b *inbox) take() retry.Ledger {
	l := b.ledger
	*b = inbox{}
	return l
}

func isEmpty(l retry.Ledger) bool { return len(l.Entries)+len(l.Keys)+len(l.Limits) == 0 }

// encode writes a ledger, with as many of its newest entries as a message may have.
func encode(l retry.Ledger) []byte {
	for {
		data, err := json.Marshal(l)
		if err == nil && len(data) <= maxMessage || isEmpty(l) {
			return data
		}
		l.Entries, l.Keys = l.Entries[:len(l.Entries)/2], l.Keys[:len(l.Keys)/2]
		l.Limits = l.Limits[:len(l.Limits)/2]
	}
}

// decode reads what others counted. Windows of the future and numbers that no instance
// reaches are left out, and so is what bears our own name.
func decode(message []byte, own string) (l retry.Ledger, ok bool) {
	if json.Unmarshal(message, &l) != nil {
		return retry.Ledger{}, false
	}
	others := l.Entries[:0]
	for _, entry := range l.Entries {
		if entry.Origin != own {
			others = append(others, entry)
		}
	}
	l.Entries = others
	l.Limits = slices.DeleteFunc(l.Limits, func(o retry.InstanceLimit) bool { return o.Origin == own })
	return l.Recent(nowMillis()), true
}

// changesSince returns what a ledger has that an older one of the same instance had not.
func changesSince(older, newer retry.Ledger) retry.Ledger {
	changes := retry.Ledger{Entries: added(older.Entries, newer.Entries), Keys: added(older.Keys, newer.Keys)}
	for _, n := range newer.Limits {
		if !slices.ContainsFunc(older.Limits, n.IsSame) {
			changes.Limits = append(changes.Limits, n)
		}
	}
	return changes
}

func added[T comparable](older, newer []T) (list []T) {
	known := map[T]bool{}
	for _, t := range older {
		known[t] = true
	}
	for _, t := range newer {
		if !known[t] {
			list = append(list, t)
		}
	}
	return list
}
