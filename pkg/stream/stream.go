// Package stream finds out what a streamed answer tells: whether it is an
// answer at all before its first byte goes out, and whether it is whole when
// it ends. It cuts bytes into events, reads what each one means in the dialect
// of its API, and says what goes downstream.
//
//	chunk ─▶ frame ─▶ event ─▶ dialect ─▶ watch ─▶ bytes to deliver, or a fault
//
// Until the first content nothing goes out, so that a failure there is as good
// as a status: it can be retried. After that events flow on as they came, byte
// for byte, and a failure ends in an error event of the caller's dialect, so
// that a truncated answer never looks finished.
//
// The package is pure, like all of the core: no I/O, no clock, no panics. All
// memory of a stream is its State, a value that the driver carries.
//
// This file holds that value and what comes out; nothing else may live here.
package stream

// State of one stream. It is used once: after Feed or End only the new one
// counts, because both may share memory.
type State struct {
	dialect Dialect
	frame   frame
	begun   bool   // something of the answer went downstream
	over    bool   // nothing more will
	held    []byte // events before the first content
	doubt   []byte // an invalid event, until what follows tells
	// opened and finished choices, a bit for each.
	opened, finished uint64
	sequence         int // Responses: of the last event
	contents         int // events with content that were delivered
	resume           resume
}

// Actions are what the driver does now.
type Actions struct {
	// Deliver these bytes: whole events. They may share memory with the chunk.
	Deliver []byte
	own     bool // they do not
	// Commit: with these bytes the answer has begun; it cannot be withdrawn.
	Commit bool
	// Done: the answer is complete. Close, whatever the upstream does.
	Done bool
	// Fault: the answer failed, after what is to be delivered. Before a Commit
	// the attempt failed like one with an error's status; after it, Error ends
	// the stream.
	Fault *Fault
}

// maxHeld is how much is held before the first content; beyond it bytes flow.
const maxHeld = 64 << 10

// New returns the state before the first chunk.
func New(d Dialect) State { return State{dialect: d} }

// Begun returns the state with its beginning already delivered, for a driver
// that lets ordinary events pass and asks only when something looks wrong.
func (s State) Begun() State {
	s.begun = true
	return s
}

// Committed reports whether something of the answer went downstream.
func (s State) Committed() bool { return s.begun }

// Finished reports whether the answer is whole, though the stream still may
// bring usage or a terminator. The driver does not wait long for those.
func (s State) Finished() bool { return s.finished != 0 && s.opened&^s.finished == 0 }

// Opened reports whether the answer has been announced: whoever waits for its
// first content is not waiting for nothing.
func (s State) Opened() bool { return s.opened != 0 }

// Started reports whether this stream has begun to answer: its first content
// went out, or repeated what an earlier stream had delivered.
func (s State) Started() bool {
	r := s.resume
	return s.begun && (!r.replaying || r.at > 0 || !r.recording) // recording ends after the repetition
}

// Contents is how many events with content went downstream.
func (s State) Contents() int { return s.contents }

// Pending returns the bytes of an event that is not whole yet, for a driver
// that stops watching.
func (s State) Pending() []byte { return s.frame.pending }
