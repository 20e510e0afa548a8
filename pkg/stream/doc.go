// Package stream watches the streamed answer of an LLM API. It holds the answer
// until its first content, finds the errors inside it, and notices when it ends
// before it is complete.
//
//	           framing.go   event.go   dialect_*.go    feed.go
//	chunk ──▶ frame ─────▶ event ───▶ meaning ──────▶ Actions
//	bytes     bytes of     fields,    content,        Deliver, Commit,
//	          one event    data       finish, error   Done, Err
//
// Before the first content nothing is delivered, so that an error there can be
// retried like an error status. After it, events are delivered as they came,
// byte for byte, also those of an unknown shape. An in-band error becomes an
// error event in the dialect of the caller, and a stream that is cut ends in
// such an event, so that a truncated answer never looks complete. Nothing else
// is added, dropped or changed.
//
// When a stream was cut, [State.Resume] compares a second answer to the same
// request with the content that was delivered, and continues after it.
//
// The package does no I/O, reads no clock and does not panic. The memory of a
// stream is its [State], a value that the caller of this package carries from
// chunk to chunk.
//
// To add a dialect: a file dialect_*.go with a reader and, where it differs, the
// form of its error event; its row in internal/api; its case in readValue.
// To add an answer shape, or a shape of error: answer_shapes.go.
package stream
