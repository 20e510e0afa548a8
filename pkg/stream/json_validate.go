// Events are valid JSON, or are not read. (The tolerant reader is for pastes.)

package stream

import "github.com/ukemi-dev/ukemi/internal/jsonish"

// value is the text of one valid JSON value, without white space around it;
// nil where there is none.
type value []byte

// parse returns b as a value, if it is exactly one by RFC 8259.
func parse(b []byte) (value, bool) {
	start, end, ok := jsonish.Strict(b)
	if !ok {
		return nil, false
	}
	return b[start:end], true
}

func space(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t') {
		i++
	}
	return i
}
