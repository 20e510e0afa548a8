// Streams through the byte interface. The driver holds the state as bytes.

package wire

import (
	"github.com/ukemi-dev/ukemi/internal/api"
	"github.com/ukemi-dev/ukemi/internal/core"
	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/stream"
)

// watch is one step of a stream. The body is the state, of the length that
// args.state says, and what came; the answer's is the new state and what is to
// be delivered.
func watch(args jsonish.Value, body string) []byte {
	n := integer(args.Get("state"))
	s, ok := stream.State{}, n >= 0 && n <= len(body)
	if ok && n > 0 {
		s, ok = stream.ReadState([]byte(body[:n]))
	} else {
		s = newWatch(args)
	}
	if !ok {
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
		s = s.Replay()
	case "error":
		a.Deliver = s.Error(integer(args.Get("status")), came)
	}
	return appendWatched(s, a)
}

func newWatch(args jsonish.Value) stream.State {
	s := stream.New(api.Of("POST", args.Get("path").Text).Dialect, integer(args.Get("limit")))
	if truth(args.Get("record")) {
		s = s.Record()
	}
	if truth(args.Get("begun")) {
		return s.Begun()
	}
	if truth(args.Get("released")) {
		s, _ = s.Release()
	}
	return s
}

func ending(how string) stream.Ending {
	switch how {
	case "ended":
		return stream.Ended
	case "stalled":
		return stream.Stalled
	}
	return stream.Cut
}

func appendWatched(s stream.State, a stream.Actions) []byte {
	state := stream.AppendState(nil, s)
	o := jsonish.Begin(nil)
	o.Int("state", int64(len(state)))
	o.Int("pending", int64(len(s.Pending())))
	o.Int("contents", int64(s.Contents()))
	o.Int("signs", int64(s.Signs()))
	for _, fact := range [...]struct {
		name string
		is   bool
	}{
		{"begun", s.Committed()}, {"holding", s.Holding()}, {"started", s.Started()}, {"finished", s.Finished()},
		{"resumable", s.Resumable()}, {"replaying", s.Replaying()}, {"done", a.Done},
	} {
		o.Bool(fact.name, fact.is)
	}
	if f := a.Fault; f != nil {
		o.Append("fault", func(dst []byte) []byte {
			e := jsonish.Begin(dst)
			e.String("said", string(f.Said))
			e.String("kind", string(f.Failure.Kind))
			e.String("message", f.Failure.Message)
			e.Bool("differs", f.Differs)
			return e.End()
		})
	} else {
		o.Raw("fault", "null")
	}
	return append(append(append(o.End(), '\n'), state...), a.Deliver...)
}

// readBroken reads a fault back, with the events that had been delivered.
func readBroken(v jsonish.Value) *core.Broken {
	b := &core.Broken{Events: integer(v.Get("events"))}
	b.Fault = stream.Fault{Said: []byte(v.Get("said").Text), Differs: truth(v.Get("differs"))}
	b.Fault.Failure = classify.Failure{Kind: classify.FailureKind(v.Get("kind").Text), Message: v.Get("message").Text, Sent: true}
	return b
}
