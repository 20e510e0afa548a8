// Cures of numbers and lists beyond a stated limit.

package cure

import (
	"strconv"
	"strings"
)

// affordable: "You requested up to 64000 tokens, but can only afford 12000."
func affordable(_ *Error, t *text) []Change {
	for _, n := range t.numbers() {
		if endsInAny(strings.TrimRight(n.before, " "), "afford|") && n.value >= minLeft {
			return []Change{{Op: Lower, Name: "max_tokens", Value: n.digits}}
		}
	}
	return nil
}

func window(_ *Error, t *text) []Change {
	left, known := t.roomLeft()
	if !known || left < minLeft || left > 1<<30 {
		return nil
	}
	return []Change{{Op: Lower, Name: "max_tokens", Value: strconv.Itoa(left)}}
}

func withinBounds(e *Error, t *text) (changes []Change) {
	if !t.hasDigit && !t.has("negative|strictly positive") { // what bounds reads
		return nil
	}
	lo, hi := t.bounds()
	if lo == "" && hi == "" {
		return nil
	}
	what := "max_tokens"
	if n := t.about(e, limited); n != nil {
		what = n.path
	} else if t.has("thinking budget") {
		what = "thinking_budget" // Gemini
	} else if !t.has("max tokens|maximum tokens|completion tokens|output tokens|max new tokens|generated tokens|最大输出") {
		return nil
	}
	if t.has("context length|context window|context size|maximum context|`inputs`|the prompt") {
		return nil // roomLeft knows these
	}
	if lo != "" && lo == hi {
		return lasting(Replace, what, hi)
	}
	if hi != "" {
		changes = lasting(Lower, what, hi)
	}
	if lo != "" {
		changes = append(changes, Change{Op: Raise, Name: what, Value: lo, Lasting: true})
	}
	return changes
}

func shorterList(_ *Error, t *text) []Change {
	if !t.hasDigit {
		return nil
	}
	n := t.named("|stop|stopsequences|")
	if n == nil {
		return nil
	}
	_, most := t.bounds()
	for _, number := range t.numbers() {
		if most == "" && endsInAny(strings.TrimRight(number.before, " "), "maximum length|max length|") {
			most = number.digits
		}
	}
	if most == "" || len(most) > 3 {
		return nil
	}
	return lasting(Shorten, n.written, most)
}
