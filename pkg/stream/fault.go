// Faults: why a stream failed, and what that means.

package stream

import "github.com/ukemi-dev/ukemi/pkg/classify"

// Error is why a stream failed.
type Error struct {
	// Payload is what the upstream said of it, JSON or text; nil where it said
	// nothing.
	Payload []byte
	// Failure is what it is where nothing was said, or nothing that is known.
	Failure classify.Failure
	// Mismatch: a replay was not what had been delivered, so that asking again
	// cannot help.
	Mismatch bool
}

// Error implements error.
func (f Error) Error() string {
	if len(f.Payload) > 0 {
		return string(f.Payload)
	}
	return f.Failure.Message
}

// Verdict judges a fault. headers are those of the answer that the stream is,
// now is the receiver's clock as in classify.Response.
func (f Error) Verdict(headers classify.Headers, now classify.Millis) classify.Verdict {
	if len(f.Payload) > 0 {
		v := classify.FromResponse(classify.Response{Headers: headers, Body: f.Payload, Now: now})
		if v.Class != classify.Unknown || f.Failure.Kind == "" {
			return v
		}
	}
	return classify.FromFailure(f.Failure)
}

// EndReason is how a stream came to its end.
type EndReason uint8

const (
	EndedCleanly   EndReason = iota // the upstream closed it as it should
	ConnectionLost                  // the connection broke, or less came than was announced
	IdleTimeout                     // nothing came for too long
	CallerCanceled                  // the caller went away
)

// broken is the fault of an end that came before the answer was finished.
func (s *State) broken(how EndReason) Error {
	f := Error{Payload: telling(s.doubt), Failure: classify.Failure{Kind: classify.FailureCut, Sent: true}}
	switch {
	case how == IdleTimeout:
		f.Failure.Kind, f.Failure.Message = classify.FailureTimeout, "The stream fell silent before the answer was finished."
	case how == ConnectionLost:
		f.Failure.Message = "The stream was cut before the answer was finished."
	case s.doubt != nil:
		f.Failure.Message = "The stream ended with an event that is not valid."
	case !s.committed:
		f.Failure.Message = "The stream ended without an answer."
	default:
		f.Failure.Message = "The stream ended before the answer was finished."
	}
	return f
}

// telling returns what an invalid event says of a failure. A part of the
// answer says nothing: a model may write of errors.
func telling(doubt []byte) []byte {
	if starts(doubt, "{") && !starts(doubt, `{"error"`) {
		return nil
	}
	return doubt
}

// Differs is the fault of a replay that is not what had been delivered.
func ReplayMismatch() Error {
	return Error{Mismatch: true, Failure: classify.Failure{Kind: classify.FailureCut, Message: "The stream was cut, and the model answered differently when it was asked again.", Sent: true}}
}
