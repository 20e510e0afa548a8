// Package stream finds out what a streamed answer tells: whether it is an
// answer at all before its first byte goes out, and whether it is whole when
// it ends. It cuts bytes into events, reads what each one means in the dialect
// of its API, and says what goes downstream.
//
//	chunk ─▶ frame ─▶ event ─▶ dialect ─▶ watch ─▶ bytes to deliver, or a fault
//
// Until the first content nothing goes out, so that a failure there is as good
// as a status: it can be retried. After that events flow on as they came, byte
// for byte, whether they are understood or not. An error event is replaced by
// one in the caller's dialect, and a stream that breaks off ends in one, so that
// a truncated answer never looks finished. Nothing else is ever added, dropped
// or changed, and only the upstream ends a stream.
//
// The package is pure, like all of the core: no I/O, no clock, no panics. All
// memory of a stream is its State, a value that the driver carries.
//
// This file holds that value and what comes out; nothing else may live here.
package stream

// State of one stream. It is used once: after Feed or End only the new one
// counts, because both may share memory.
type State struct {
	dialect   Dialect
	frame     frame
	maxHeld   int    // bytes that are held at most
	committed bool   // something of the answer went downstream
	over      bool   // nothing more will
	ended     bool   // the stream said that it is over
	held      []byte // events before the first content
	// answers: something of an answer is among what is held; else it is nothing
	// but signs of life. released: those go out at once.
	answers, released bool
	// doubt is a damaged event, until what follows tells. failed is the event of
	// Responses in which the answer failed.
	doubt, failed []byte
	// unread: an event was of a shape that the dialect does not have. unjudged:
	// one was too large to be read, and may have been the last.
	unread, unjudged bool
	// open: what went out last has no end of an event.
	open bool
	// opened and finished choices, a bit for each.
	opened, finished uint64
	sequence         int // Responses: of the last event
	contents         int // events with content that were delivered
	signs            int // events that were more than a sign of life
	resume           resume
}

// Actions are what the driver does now.
type Actions struct {
	// Deliver these bytes, which may share memory with the chunk.
	Deliver []byte
	own     bool // they do not
	// Commit: with these bytes the answer has begun; it cannot be withdrawn.
	Commit bool
	// Done: the upstream has ended the stream, and the answer is complete.
	Done bool
	// Error: the answer failed, after what is to be delivered. Before a Commit
	// the attempt failed like one with an error's status; after it, ErrorEvent ends
	// the stream.
	Err *Error
}

// DefaultMaxHeld is how many bytes are held: of what comes before the first
// content, and of one event. Beyond it bytes flow on and are not read.
const DefaultMaxHeld = 1 << 20

// Options of a stream. The zero value is right for most.
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

// Committed reports whether something of the answer went downstream.
func (s State) Committed() bool { return s.committed }

// Finished reports whether the answer is whole, though the stream still may
// bring usage, a terminator or, from some models, more of the answer.
func (s State) Finished() bool {
	return s.ended || s.finished != 0 && s.opened&^s.finished == 0
}

// Started reports whether this stream has begun to answer: its first content
// went out, or repeated what an earlier stream had delivered.
func (s State) Started() bool {
	r := s.resume
	return s.committed && (!r.replaying || r.at > 0 || !r.recording) // recording ends after the repetition
}

// ContentEvents is how many events with content went downstream.
func (s State) ContentEvents() int { return s.contents }

// Events is how many events came that were more than a sign of life. While it
// stays the same after a finish, the stream only says that it is open.
func (s State) Events() int { return s.signs }

// HasHeld reports whether something came that did not go out yet.
func (s State) HasHeld() bool { return len(s.held) > 0 }

// PartialEvent returns the bytes of an event that is not whole yet, for a driver
// that stops watching.
func (s State) PartialEvent() []byte { return s.frame.unsent() }
