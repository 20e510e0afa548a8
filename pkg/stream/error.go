// Why a stream failed, and the verdict on that.

package stream

import "github.com/ukemi-dev/ukemi/pkg/classify"

// Error is why a stream failed.
type Error struct {
	// Payload is the error that the upstream sent, JSON or text; nil without one.
	Payload []byte
	// Failure describes the end of the stream where Payload is nil or unknown.
	Failure classify.Failure
	// Mismatch: a second answer did not repeat the content that was delivered, so
	// that another attempt cannot help.
	Mismatch bool
}

// Error implements error.
func (e Error) Error() string {
	if len(e.Payload) > 0 {
		return string(e.Payload)
	}
	return e.Failure.Message
}

// Verdict classifies the error. headers are those of the streamed answer; now is
// the receiver's clock, as in classify.Response.
func (e Error) Verdict(headers classify.Headers, now classify.Millis) classify.Verdict {
	if len(e.Payload) > 0 {
		v := classify.FromResponse(classify.Response{Headers: headers, Body: e.Payload, Now: now})
		if v.Class != classify.Unknown || e.Failure.Kind == "" {
			return v
		}
	}
	return classify.FromFailure(e.Failure)
}

// EndReason is why a stream ended.
type EndReason uint8

const (
	EndedCleanly   EndReason = iota // the upstream closed it
	ConnectionLost                  // the connection broke, or the body was shorter than announced
	IdleTimeout                     // nothing came for longer than the idle timeout
	CallerCanceled                  // the caller closed its connection
)

// endError is the error of a stream that ended before its answer was finished.
func (s *State) endError(how EndReason) Error {
	e := Error{Payload: errorText(s.damagedEvent), Failure: classify.Failure{Kind: classify.FailureCut, Sent: true}}
	switch {
	case how == IdleTimeout:
		e.Failure.Kind, e.Failure.Message = classify.FailureTimeout, "The stream fell silent before the answer was finished."
	case how == ConnectionLost:
		e.Failure.Message = "The stream was cut before the answer was finished."
	case s.damagedEvent != nil:
		e.Failure.Message = "The stream ended with an event that is not valid."
	case !s.committed:
		e.Failure.Message = "The stream ended without an answer."
	default:
		e.Failure.Message = "The stream ended before the answer was finished."
	}
	return e
}

// errorText returns a damaged event where it may be an error. A damaged chunk of
// the answer is none, though the text of a model may mention errors.
func errorText(damaged []byte) []byte {
	if starts(damaged, "{") && !starts(damaged, `{"error"`) {
		return nil
	}
	return damaged
}

// ReplayMismatch is the error of a second answer that differs from the delivered
// content.
func ReplayMismatch() Error {
	return Error{Mismatch: true, Failure: classify.Failure{
		Kind: classify.FailureCut, Sent: true,
		Message: "The stream was cut, and the model answered differently when it was asked again.",
	}}
}
