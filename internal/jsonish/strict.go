// Strict validation in place, by RFC 8259, because it runs for every event of a stream
// and for every edit of a body. (The reader is tolerant instead.)

package jsonish

import "bytes"

// maxStrictDepth of nested containers.
const maxStrictDepth = 512

// Strict returns where the one JSON value that b is begins and ends, white space around
// it left out; not ok where b is none.
func Strict(b []byte) (start, end int, ok bool) {
	start = strictSpace(b, 0)
	end = strictValue(b, start, 0)
	return start, end, end >= 0 && strictSpace(b, end) == len(b)
}

func strictSpace(b []byte, i int) int {
	for i < len(b) && isSpace(b[i]) {
		i++
	}
	return i
}

// StrictEnd returns the end of the valid value that begins at i; below 0 where there is
// none.
func StrictEnd(b []byte, i int) int { return strictValue(b, i, 0) }

// strictValue returns the end of the valid value that begins at i, else −1.
func strictValue(b []byte, i, depth int) int {
	if i < 0 || i >= len(b) || depth > maxStrictDepth {
		return -1
	}
	switch b[i] {
	case '{':
		return strictContainer(b, i, '}', depth)
	case '[':
		return strictContainer(b, i, ']', depth)
	case '"':
		return strictString(b, i)
	case 't':
		return strictWord(b, i, "true")
	case 'f':
		return strictWord(b, i, "false")
	case 'n':
		return strictWord(b, i, "null")
	}
	return strictNumber(b, i)
}

func strictContainer(b []byte, i int, closer byte, depth int) int {
	if i = strictSpace(b, i+1); i < len(b) && b[i] == closer {
		return i + 1
	}
	for {
		if closer == '}' {
			if i = strictString(b, i); i < 0 {
				return -1
			}
			if i = strictSpace(b, i); i >= len(b) || b[i] != ':' {
				return -1
			}
			i = strictSpace(b, i+1)
		}
		if i = strictValue(b, i, depth+1); i < 0 {
			return -1
		}
		if i = strictSpace(b, i); i >= len(b) {
			return -1
		}
		if b[i] == closer {
			return i + 1
		}
		if b[i] != ',' {
			return -1
		}
		i = strictSpace(b, i+1)
	}
}

func strictString(b []byte, i int) int {
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

func strictWord(b []byte, i int, word string) int {
	if len(b)-i < len(word) || string(b[i:i+len(word)]) != word {
		return -1
	}
	return i + len(word)
}

func strictNumber(b []byte, i int) int {
	if b[i] == '-' {
		i++
	}
	if i < len(b) && b[i] == '0' {
		i++
	} else if i = strictDigits(b, i); i < 0 {
		return -1
	}
	if i < len(b) && b[i] == '.' {
		if i = strictDigits(b, i+1); i < 0 {
			return -1
		}
	}
	if i < len(b) && b[i]|0x20 == 'e' {
		if i++; i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		i = strictDigits(b, i)
	}
	return i
}

// strictDigits returns the end of at least one digit at i, else −1.
func strictDigits(b []byte, i int) int {
	from := i
	for i < len(b) && b[i] >= '0' && b[i] <= '9' {
		i++
	}
	if i == from {
		return -1
	}
	return i
}
