// What a driver does after a chunk, or after the end of a stream.

package stream

// Actions of a driver.
type Actions struct {
	// Deliver these bytes. They may share memory with the chunk.
	Deliver []byte
	owned   bool // Deliver shares no memory, so that it can be appended to
	// Commit: the answer begins with these bytes and cannot be withdrawn.
	Commit bool
	// Done: the upstream has ended the stream, and the answer is complete.
	Done bool
	// Err is why the answer failed, after the bytes of Deliver. Before a Commit
	// the attempt failed like one with an error status; after it, ErrorEvent
	// returns the event that must end the stream.
	Err *Error
}

// add copies only where there is more than one piece to deliver, and where that does not
// follow the last one in the same memory, as the next event of a chunk does.
func (a *Actions) add(raw []byte) {
	n := len(a.Deliver)
	switch {
	case len(raw) == 0:
	case n == 0:
		a.Deliver = raw
	case !a.owned && cap(a.Deliver) > n && &a.Deliver[:n+1][n] == &raw[0]:
		a.Deliver = a.Deliver[:n+len(raw)]
	case !a.owned:
		a.Deliver, a.owned = concat(a.Deliver, raw, nil), true
	default:
		a.Deliver = append(a.Deliver, raw...)
	}
}

func (s *State) finish(a *Actions) { s.over, a.Done = true, true }

func (s *State) fail(a *Actions, e Error) { s.over, a.Err = true, &e }

func concat(a, b, c []byte) []byte {
	out := make([]byte, 0, len(a)+len(b)+len(c))
	return append(append(append(out, a...), b...), c...)
}

// maxPayload is how many bytes of an error are kept for classification.
const maxPayload = 64 << 10

func copied(b []byte) []byte { return append([]byte{}, b[:min(len(b), maxPayload)]...) }
