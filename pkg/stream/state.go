// The state of one stream, and the questions that a driver asks about it.

package stream

// State of one stream. After Feed, End, Release or Resume only the returned
// state may be used, because both may share memory.
type State struct {
	dialect   Dialect
	framer    framer
	maxHeld   int    // bytes that are held at most
	committed bool   // a part of the answer was delivered
	over      bool   // nothing more will be delivered
	ended     bool   // the terminator came
	held      []byte // events before the first content
	// holdsAnswer: held contains more than keep-alives. released: keep-alives are
	// delivered at once.
	holdsAnswer, released bool
	// damagedEvent is the last event, where it was not valid: the next one shows
	// whether the stream goes on. responseFailed is the event response.failed.
	damagedEvent, responseFailed []byte
	// unknownShape: an event had a shape that the dialect does not have.
	// unreadEvent: an event was too large to be read, and may have been the last.
	unknownShape, unreadEvent bool
	// midEvent: the last bytes that were delivered do not end an event.
	midEvent bool
	// opened and finished choices, a bit for each.
	opened, finished uint64
	sequence         int // number of the last event, in the Responses API
	contentEvents    int // events with content that were delivered
	eventCount       int // events that came, keep-alives not counted
	resume           resume
}

// DefaultMaxHeld is how many bytes are held: of the events before the first
// content, and of one event. More than that is delivered without being read.
const DefaultMaxHeld = 1 << 20

// Options of a stream. The zero value is a good default.
type Options struct {
	// MaxHeld is how many bytes may be held, DefaultMaxHeld where it is 0.
	MaxHeld int
	// Record the content that is delivered, which Resume needs.
	Record bool
	// Committed: the beginning of the answer has been delivered already, by a
	// driver that forwards ordinary events itself and feeds only the others.
	Committed bool
}

// New returns the state before the first chunk.
func New(d Dialect, o Options) State {
	if o.MaxHeld <= 0 {
		o.MaxHeld = DefaultMaxHeld
	}
	return State{dialect: d, maxHeld: o.MaxHeld, committed: o.Committed, resume: resume{recording: o.Record}}
}

// Committed reports whether a part of the answer was delivered.
func (s State) Committed() bool { return s.committed }

// Finished reports whether the answer is complete. The stream may still bring
// usage, a terminator or, from some models, more of the answer.
func (s State) Finished() bool {
	return s.ended || s.finished != 0 && s.opened&^s.finished == 0
}

// Started reports whether this stream has brought content: its own was delivered,
// or it repeated a part of an earlier stream's.
func (s State) Started() bool {
	r := s.resume
	return s.committed && (!r.replaying || r.at > 0 || !r.recording) // recording ends after the repetition
}

// ContentEvents is how many events with content were delivered.
func (s State) ContentEvents() int { return s.contentEvents }

// Events is how many events came, keep-alives not counted. While it stays the
// same after a finish, the upstream only keeps the connection open.
func (s State) Events() int { return s.eventCount }

// HasHeld reports whether bytes are held.
func (s State) HasHeld() bool { return len(s.held) > 0 }

// PartialEvent returns the bytes of an event that is not complete yet, for a
// driver that stops watching.
func (s State) PartialEvent() []byte { return s.framer.undelivered() }
