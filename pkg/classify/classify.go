// Package classify finds out what an error of an LLM API really means.
//
// [FromResponse], [FromFailure] and [FromPaste] read an HTTP response, a failed
// connection or a pasted text, and return a [Verdict]: the class of the error,
// whether a retry helps, the wait that the server states, the provider, and the
// evidence. [Render] writes a verdict in the error format. What a person should
// do about it is in package explain.
//
// Inside, data flows one way: bytes → error objects and messages (read*.go) →
// signals (signals.go) → weighed (weigh.go, weights.go) → Verdict (judge.go).
//
// The package is pure: no I/O, no clock, no randomness, no goroutines, no
// panics on any input. It also imports neither fmt, encoding/json, regexp,
// net/url nor time, because a browser pays for each of them in bytes.
//
// This file holds what goes in and what comes out; nothing else may live here.
package classify

import "github.com/ukemi-dev/ukemi/pkg/cure"

// Millis is a length of time in milliseconds: the unit of retry-after-ms, of
// JavaScript's timers and of this core. (Importing package time for its
// Duration alone would make the WebAssembly core 59 KB larger, gzipped.)
type Millis int64

// Header is one HTTP header line. Names compare without regard to case.
type Header struct{ Name, Value string }

// Headers are header lines in the order received; a name may occur repeatedly.
type Headers []Header

// Response is an HTTP answer as it came off the wire.
type Response struct {
	// Status is the HTTP status code; 0 when it is not known.
	Status int
	// Headers of the answer.
	Headers Headers
	// Body as received, after content decoding. Only its first MaxBody bytes
	// are looked at.
	Body []byte
	// Now is the receiver's clock, Unix milliseconds; 0 when unknown. It is
	// used for dates only where the answer bears no Date header of its own.
	Now Millis
}

// Limits on what is looked at. Longer inputs are cut, never refused.
const (
	MaxBody  = 1 << 20 // bytes of a response body
	MaxPaste = 8 << 20 // bytes of a paste
)

// Verdict says what happened. Its zero value is not a verdict; every function
// of this package that returns one fills in Class, Rule and Message.
type Verdict struct {
	// Class by meaning; it fixes status, type and default code.
	Class Class
	// Status is the HTTP status that the error really has, even where it was
	// carried inside a 200; 0 when there is none.
	Status int
	// Retry says whether resending the same request by itself makes sense, after
	// Wait where one is stated. It is the class's default unless the response
	// itself gives evidence against it.
	Retry bool
	// Wait is the wait that the response states; its zero value means none.
	Wait Wait
	// Exhausted is set where an edge on the way has sent the request again and gave
	// up, although Retry is true: a later attempt may succeed, another one at once
	// only adds load.
	Exhausted bool
	// Attempts that this edge made, and the time that they took; 0 where not known.
	Attempts int
	Took     Millis
	// Provider (who speaks: "openai", "azure", …) and Dialect (the error's
	// shape: "openai", "anthropic", "google-rpc", …); "" when unrecognized.
	Provider, Dialect string
	// Rule that decided, kebab-case, never renamed.
	Rule string
	// Confidence of the class.
	Confidence Confidence
	// Message, Type, Code and Param in the provider's own words, secrets
	// redacted. Message is never empty.
	Message, Type, Code, Param string
	// RequestID that the provider gave, whatever it called it.
	RequestID string
	// Evidence that led to the class and the wait, the deciding piece first;
	// signals that lost a conflict follow with Against set.
	Evidence []Evidence
	// Fix is the change of the request that ends the error, where the error names it or its
	// provider documents it; else its zero value.
	Fix cure.Fix
	// Chain holds the other errors found around the deciding one, outermost
	// first; empty when there was only one.
	Chain []Link
}

// Wait is how long the server asks to be left alone.
type Wait struct {
	// After is the wait; meaningful only when Source is not "".
	After Millis
	// Source names the signal, e.g. "retry-after", "retry-after-ms",
	// "google-retry-info", "message".
	Source string
}

// Stated reports whether the server stated a wait.
func (w Wait) Stated() bool { return w.Source != "" }

// Evidence is one fact that a verdict rests on.
type Evidence struct {
	// Field says where it stood: "status", "error.code", "header retry-after",
	// "message", "failure".
	Field string
	// Value as found, redacted and shortened.
	Value string
	// Meaning is what it means, in a few words: "no balance", "wait 20 s".
	Meaning string
	// Against is set when this signal spoke for another class and lost.
	Against bool
	// Start and End are byte offsets into the paste or body the value was
	// read from; both 0 when it has no place there.
	Start, End int
}

// Link is one error of a chain of nested errors.
type Link struct {
	Status  int
	Type    string
	Code    string
	Message string
}

// Confidence of a verdict's class.
type Confidence uint8

const (
	// Guess: nothing but a bare status or a lone word spoke.
	Guess Confidence = iota
	// Likely: wording that providers commonly use.
	Likely
	// Sure: a code or fixed text that its provider documents.
	Sure
)

// String returns "guess", "likely" or "sure".
func (c Confidence) String() string {
	return [...]string{"guess", "likely", "sure"}[min(c, Sure)]
}
