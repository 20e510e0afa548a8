// Streams through the byte interface. The driver holds the state as bytes.

package wire

import (
	"github.com/ukemi-dev/ukemi/internal/api"
	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/stream"
)

// watch is one step of a stream. The body is the state, args.state bytes long, and
// the bytes that arrived. The body of the answer is the new state and the bytes to
// deliver.
func watch(args jsonish.Value, body string) []byte {
	n := integer(args.Get("state"))
	var s stream.State
	switch {
	case n < 0 || n > len(body):
		return fail("this is no state of a stream")
	case n == 0:
		s = newWatch(args)
	case s.UnmarshalBinary([]byte(body[:n])) != nil:
		return fail("this is no state of a stream")
	}
	var a stream.Actions
	switch came := []byte(body[n:]); args.Get("do").Text {
	case "feed":
		s, a = s.Feed(came)
	case "end":
		s, a = s.End(ending(args.Get("how").Text))
	case "release":
		s, a = s.Release()
	case "replay":
		s = s.Resume()
	case "continue":
		return continued(s)
	case "error":
		a.Deliver = s.ErrorEvent(integer(args.Get("status")), came)
	}
	return appendWatched(s, a)
}

// continued: {beginning} of the answer, and the state before a stream that continues it.
func continued(s stream.State) []byte {
	o := jsonish.Begin(nil)
	o.String("beginning", s.Beginning())
	state, _ := s.Continue().AppendBinary(nil)
	return append(append(o.End(), '\n'), state...)
}

func newWatch(args jsonish.Value) stream.State {
	s := stream.New(api.Lookup("POST", args.Get("path").Text).Dialect, stream.Options{
		MaxHeld: integer(args.Get("limit")), Record: truth(args.Get("record")), Committed: truth(args.Get("begun")),
	})
	if truth(args.Get("released")) {
		s, _ = s.Release()
	}
	return s
}

func ending(how string) stream.EndReason {
	switch how {
	case "ended":
		return stream.EndedCleanly
	case "stalled":
		return stream.IdleTimeout
	}
	return stream.ConnectionLost
}

func appendWatched(s stream.State, a stream.Actions) []byte {
	state, _ := s.AppendBinary(nil)
	o := jsonish.Begin(nil)
	o.Int("state", int64(len(state)))
	o.Int("pending", int64(len(s.PartialEvent())))
	o.Int("contents", int64(s.ContentEvents()))
	o.Int("signs", int64(s.Events()))
	for _, fact := range [...]struct {
		name string
		is   bool
	}{
		{"begun", s.Committed()}, {"holding", s.HasHeld()}, {"started", s.Started()}, {"finished", s.Finished()},
		{"resumable", s.Resumable()}, {"replaying", s.Repeating()}, {"done", a.Done},
	} {
		o.Bool(fact.name, fact.is)
	}
	if f := a.Err; f != nil {
		o.Append("fault", func(dst []byte) []byte {
			e := jsonish.Begin(dst)
			e.String("said", string(f.Payload))
			e.String("kind", string(f.Failure.Kind))
			e.String("message", f.Failure.Message)
			e.Bool("differs", f.Mismatch)
			return e.End()
		})
	} else {
		o.Raw("fault", "null")
	}
	return append(append(append(o.End(), '\n'), state...), a.Deliver...)
}

// readStreamError reads back the error of a stream.
func readStreamError(v jsonish.Value) *stream.Error {
	return &stream.Error{
		Payload: []byte(v.Get("said").Text), Mismatch: truth(v.Get("differs")),
		Failure: classify.Failure{Kind: classify.FailureKind(v.Get("kind").Text), Message: v.Get("message").Text, Sent: true},
	}
}
