// Streams: how closely they are watched, and what may still be done once an
// answer has begun.

package retry

import (
	"github.com/ukemi-dev/ukemi/internal/letters"
)

// StreamMode is how much of a stream is read.
type StreamMode string

const (
	// StreamWatch reads every event: a broken stream ends in an error.
	StreamWatch StreamMode = "watch"
	// StreamPeek reads the events before the first content; the rest is copied.
	StreamPeek StreamMode = "peek"
)

// ResumeMode is which answers another attempt resumes when their stream is
// interrupted: as long as that one repeats what was delivered, the caller sees one answer.
type ResumeMode string

const (
	// ResumeDeterministic: those whose request asks for the same answer each
	// time (temperature 0, or a seed).
	ResumeDeterministic ResumeMode = "deterministic"
	ResumeAlways        ResumeMode = "always"
	ResumeNever         ResumeMode = "never"
	// ResumeContinue: as ResumeDeterministic, and a model that documents it gets what
	// was delivered and goes on with it.
	ResumeContinue ResumeMode = "continue"
)

// ContinueForm is how a model is asked to go on with the beginning of its answer: by
// a last message of the assistant, and a flag.
type ContinueForm string

const (
	ContinueMessage        ContinueForm = "message"                // without a flag
	ContinuePrefix         ContinueForm = "prefix"                 // "prefix": true
	ContinuePrefixRepeated ContinueForm = "prefix-repeated"        // the same; the answer repeats the beginning
	ContinuePartial        ContinueForm = "partial"                // "partial": true
	ContinueVLLM           ContinueForm = "continue_final_message" // with add_generation_prompt false
)

// The headers by which a request lowers what is done for its stream.
const (
	HeaderStream = "x-ukemi-stream" // peek; watch only where the deployment watches
	HeaderResume = "x-ukemi-resume" // never, deterministic, always, continue: at most the deployment's
)

// applyStreamHeaders narrows the policy by the headers of the request.
func (p *Policy) applyStreamHeaders(r Request) error {
	switch v := StreamMode(letters.Lower(r.Headers.Get(HeaderStream))); v {
	case "", StreamWatch:
	case StreamPeek:
		p.Stream = StreamPeek
	default:
		return policyError(HeaderStream + `: must be "watch" or "peek"`)
	}
	v := ResumeMode(letters.Lower(r.Headers.Get(HeaderResume)))
	switch {
	case v == "":
	case v.rank() < 0:
		return policyError(HeaderResume + `: must be "never", "deterministic", "always" or "continue"`)
	case v.rank() < p.Resume.rank():
		p.Resume = v
	}
	return nil
}

// rank of what is resumed: more is higher; −1 is none of them.
func (r ResumeMode) rank() int {
	switch r {
	case ResumeNever:
		return 0
	case ResumeDeterministic:
		return 1
	case ResumeAlways:
		return 2
	case ResumeContinue:
		return 3
	}
	return -1
}

// Resumes reports whether an answer is to be taken up when its stream breaks.
func (p Policy) Resumes(deterministic bool) bool {
	return p.Mode == Own && p.Stream == StreamWatch && (p.Resume.rank() >= 2 || p.Resume == ResumeDeterministic && deterministic)
}

// Resumed records the result of resuming the last interrupted answer: "ok", "continued",
// or "differs" where the other attempt has different content.
func (s State) Resumed(how string) State {
	attempts := append([]Attempt{}, s.Attempts...)
	for i := len(attempts) - 1; i >= 0; i-- {
		if attempts[i].Events > 0 && attempts[i].Class != "" {
			attempts[i].Resume = how
			break
		}
	}
	s.Attempts = attempts
	return s
}
