package jsonedit

import "strings"

const (
	whiteSpace = " \t\r\n"
	maxDepth   = 256 // of nested containers; a body with more is not edited
)

// isValid reports whether text is one JSON value as RFC 8259 defines it. Both editors
// read only structure and would edit nearly anything.
func isValid(text string) bool {
	end := checkValue(text, skipSpace(text, 0), 0)
	return end >= 0 && skipSpace(text, end) == len(text)
}

func skipSpace(s string, i int) int {
	for i < len(s) && strings.IndexByte(whiteSpace, s[i]) >= 0 {
		i++
	}
	return i
}

// checkValue returns the end of the value that begins at i, −1 where there is none.
func checkValue(s string, i, depth int) int {
	if i >= len(s) {
		return -1
	}
	switch c := s[i]; c {
	case '{', '[':
		return checkContainer(s, i, depth+1)
	case '"':
		return checkString(s, i)
	case 't', 'f', 'n':
		for _, word := range [...]string{"true", "false", "null"} {
			if strings.HasPrefix(s[i:], word) {
				return i + len(word)
			}
		}
		return -1
	}
	return checkNumber(s, i)
}

func checkContainer(s string, i, depth int) int {
	closer := s[i] + 2 // in ASCII, of both brackets
	if depth > maxDepth {
		return -1
	}
	if i = skipSpace(s, i+1); i < len(s) && s[i] == closer {
		return i + 1
	}
	for i < len(s) {
		if closer == '}' {
			if s[i] != '"' {
				return -1
			}
			if i = checkString(s, i); i < 0 {
				return -1
			}
			if i = skipSpace(s, i); i >= len(s) || s[i] != ':' {
				return -1
			}
			i = skipSpace(s, i+1)
		}
		if i = checkValue(s, i, depth); i < 0 {
			return -1
		}
		if i = skipSpace(s, i); i < len(s) && s[i] == closer {
			return i + 1
		}
		if i >= len(s) || s[i] != ',' {
			return -1
		}
		i = skipSpace(s, i+1)
	}
	return -1
}

func checkString(s string, i int) int {
	for i++; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			return i + 1
		case c < ' ':
			return -1
		case c == '\\':
			if i++; i >= len(s) || strings.IndexByte(`"\/bfnrtu`, s[i]) < 0 {
				return -1
			}
			if s[i] != 'u' {
				continue
			}
			for range 4 {
				if i++; i >= len(s) || strings.IndexByte("0123456789abcdefABCDEF", s[i]) < 0 {
					return -1
				}
			}
		}
	}
	return -1
}

func checkNumber(s string, i int) int {
	if s[i] == '-' {
		i++
	}
	if i < len(s) && s[i] == '0' {
		i++
	} else if i = checkDigits(s, i); i < 0 {
		return -1
	}
	if i < len(s) && s[i] == '.' {
		if i = checkDigits(s, i+1); i < 0 {
			return -1
		}
	}
	if i < len(s) && s[i]|0x20 == 'e' {
		if i++; i < len(s) && (s[i] == '+' || s[i] == '-') {
			i++
		}
		return checkDigits(s, i)
	}
	return i
}

// checkDigits returns the end of one digit or more.
func checkDigits(s string, i int) int {
	start := i
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	if i == start {
		return -1
	}
	return i
}
