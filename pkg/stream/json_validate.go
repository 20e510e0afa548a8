// Strict validation of JSON in place, because it runs for every event.
// (internal/jsonish is tolerant instead: it reads pastes.)

package stream

import "bytes"

// value is the text of one valid JSON value, without white space around it;
// nil where there is none.
type value []byte

// maxDepth of nested containers in an event.
const maxDepth = 512

// parse returns b as a value, if it is exactly one by RFC 8259.
func parse(b []byte) (value, bool) {
	from := space(b, 0)
	end := check(b, from, 0)
	if end < 0 || space(b, end) != len(b) {
		return nil, false
	}
	return b[from:end], true
}

func space(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t') {
		i++
	}
	return i
}

// check returns the end of the valid value that begins at i, else −1.
func check(b []byte, i, depth int) int {
	if i < 0 || i >= len(b) || depth > maxDepth {
		return -1
	}
	switch b[i] {
	case '{':
		return checkContainer(b, i, '}', depth)
	case '[':
		return checkContainer(b, i, ']', depth)
	case '"':
		return checkString(b, i)
	case 't':
		return checkWord(b, i, "true")
	case 'f':
		return checkWord(b, i, "false")
	case 'n':
		return checkWord(b, i, "null")
	}
	return checkNumber(b, i)
}

func checkContainer(b []byte, i int, closer byte, depth int) int {
	if i = space(b, i+1); i < len(b) && b[i] == closer {
		return i + 1
	}
	for {
		if closer == '}' {
			if i = checkString(b, i); i < 0 {
				return -1
			}
			if i = space(b, i); i >= len(b) || b[i] != ':' {
				return -1
			}
			i = space(b, i+1)
		}
		if i = check(b, i, depth+1); i < 0 {
			return -1
		}
		if i = space(b, i); i >= len(b) {
			return -1
		}
		if b[i] == closer {
			return i + 1
		}
		if b[i] != ',' {
			return -1
		}
		i = space(b, i+1)
	}
}

func checkString(b []byte, i int) int {
	if i >= len(b) || b[i] != '"' {
		return -1
	}
	for i++; i < len(b); i++ {
		switch c := b[i]; {
		case c == '"':
			return i + 1
		case c < ' ':
			return -1
		case c == '\\':
			if i++; i >= len(b) {
				return -1
			}
			if b[i] != 'u' {
				if bytes.IndexByte([]byte(`"\/bfnrt`), b[i]) < 0 {
					return -1
				}
				continue
			}
			for range 4 {
				if i++; i >= len(b) || !isHex(b[i]) {
					return -1
				}
			}
		}
	}
	return -1
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f'
}

func checkWord(b []byte, i int, word string) int {
	if len(b)-i < len(word) || string(b[i:i+len(word)]) != word {
		return -1
	}
	return i + len(word)
}

func checkNumber(b []byte, i int) int {
	if b[i] == '-' {
		i++
	}
	if i < len(b) && b[i] == '0' {
		i++
	} else if i = digits(b, i); i < 0 {
		return -1
	}
	if i < len(b) && b[i] == '.' {
		if i = digits(b, i+1); i < 0 {
			return -1
		}
	}
	if i < len(b) && b[i]|0x20 == 'e' {
		if i++; i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		i = digits(b, i)
	}
	return i
}

// digits returns the end of at least one digit at i, else −1.
func digits(b []byte, i int) int {
	from := i
	for i < len(b) && b[i] >= '0' && b[i] <= '9' {
		i++
	}
	if i == from {
		return -1
	}
	return i
}
