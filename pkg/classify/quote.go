// The quote: of a paste, the line that a person needs. Not a stack frame, not
// the time and level that a log puts before each line.

package classify

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
)

// maxQuote is how long a text may be that is quoted as it is, in bytes.
const maxQuote = 240

// quoteIn returns the bounds of the line of a text that a person needs: the one
// that contains hint, the words that decided, else the last that tells of a
// failure.
func quoteIn(text, hint string) (from, to int) {
	if strings.IndexByte(text, '\n') < 0 {
		return shortQuote(text, hint)
	}
	hint, _, _ = strings.Cut(strings.TrimSpace(hint), "\n")
	best, skipped := -1, false
	for start := 0; start < len(text); {
		end := len(text)
		if i := strings.IndexByte(text[start:], '\n'); i >= 0 {
			end = start + i
		}
		line := text[start:end]
		n := worth(line, hint, &skipped)
		if n > best || n == best && n >= 3 {
			best, from, to = n, start, end
		}
		start = end + 1
	}
	if best < 0 {
		return 0, len(text)
	}
	from, to = wrapped(text, from, to)
	a, b := shortQuote(text[from:to], hint)
	return from + a, from + b
}

// worth is how much a line says to a person, −1 for a stack frame. source is
// set after a frame of Python, which its source follows.
func worth(line, hint string, source *bool) int {
	trimmed := strings.TrimLeft(line, " \t|")
	indent := len(line) - len(trimmed)
	if pythonFrame(trimmed) {
		*source = true
		return -1
	}
	if *source && indent > 0 && strings.HasPrefix(trimmed, "raise ") { // of a traceback that was cut before its end
		return 1
	}
	if *source && indent > 0 || isFrame(trimmed, indent) || strings.TrimSpace(trimmed) == "" {
		return -1
	}
	*source = false
	trimmed = trimmed[logPrefix(trimmed):]
	end := strings.TrimRight(trimmed, " \r")
	n := 1
	if namesFailure(trimmed) {
		n = 3
	}
	if strings.HasPrefix(trimmed, "Traceback") || strings.HasPrefix(trimmed, "The above exc") ||
		strings.HasPrefix(trimmed, "During handling") || logFields(trimmed) == len(trimmed) {
		return 0
	}
	if !isText(end) || end[len(end)-1] == '{' || end[len(end)-1] == ':' {
		n = 0
	}
	if first, _, _ := strings.Cut(trimmed, ":"); strings.IndexByte(first, '-') > 0 && strings.IndexByte(first, ' ') < 0 {
		// a header
		n = 0
	}
	switch {
	case hint == "" || strings.Index(line, hint) < 0:
		return n
	case n == 0: // it says more than others, and less than one that names a failure
		return 2
	}
	return n + 8
}

// wrapped extends a line by those around it that a terminal or an editor broke
// off: the next begins with a lowercase letter.
func wrapped(text string, from, to int) (int, int) {
	for to < len(text) && to-from < 2*maxQuote {
		end := len(text)
		if i := strings.IndexByte(text[to+1:], '\n'); i >= 0 {
			end = to + 1 + i
		}
		if !continues(text[from+strings.LastIndexByte(text[from:to], '\n')+1:to], text[to+1:end]) {
			break
		}
		to = end
	}
	for from > 0 && to-from < 2*maxQuote {
		start := strings.LastIndexByte(text[:from-1], '\n') + 1
		if !continues(text[start:from-1], text[from:to]) {
			break
		}
		from = start
	}
	return from, to
}

// continues reports whether a line is full and the next goes on with its sentence:
// one that begins with the same word is another of a list.
func continues(line, next string) bool {
	line, trimmed := strings.TrimSpace(line), strings.TrimLeft(next, " \t")
	first, _, _ := strings.Cut(trimmed, " ")
	return len(line) >= minWrapped && first != "" && isLower(first[0]) && !strings.HasPrefix(line, first+" ") &&
		strings.IndexByte(first, '.') < 0 && strings.IndexByte(first, '=') < 0 && !strings.HasSuffix(first, ":") &&
		!isFrame(trimmed, len(next)-len(trimmed)) && strings.IndexByte(".:!?;{}`\"", line[len(line)-1]) < 0
}

// shortQuote leaves out a log's prefix and, of a long line, what is far from
// the words that decided.
func shortQuote(line, hint string) (from, to int) {
	for from < len(line) && (line[from] == ' ' || line[from] == '\t' || line[from] == '|' || line[from] == '>') {
		from++
	}
	from += logPrefix(line[from:])
	line = strings.TrimRight(line, " \t\r{")
	for _, end := range [...]string{`\n\n`, `\nTraceback`, `\n    at `} { // lines within a quoted text
		i := strings.Index(line[from:], end)
		if i > maxQuote/6 && (hint == "" || strings.Index(line[from:from+i], letters.Clip(hint, 20)) >= 0) {
			line = line[:from+i]
		}
	}
	if len(line)-from <= 2*maxQuote {
		return from, max(from, len(line))
	}
	if hint = letters.Clip(hint, 40); hint != "" {
		if i := strings.Index(line[from:], hint); i > maxQuote {
			a, _ := sentence(line, from+i)
			from = max(from, a)
		}
	}
	to = from + len(letters.Clip(line[from:], 2*maxQuote))
	if i := strings.LastIndex(line[from:to], ". "); i > maxQuote/2 && to < len(line) {
		to = from + i + 1
	}
	return from, to
}

// logPrefix is how many bytes of a line are the time, the level and the place
// that a log puts before the words.
func logPrefix(line string) int {
	n := logFields(line)
	if n == len(line) || !isText(line[n:]) {
		return 0
	}
	return n
}

// logFields is how many bytes of a line such fields take.
func logFields(line string) (n int) {
	for n < len(line) {
		rest := line[n:]
		skip := 0
		if rest[0] == '[' {
			if i := strings.IndexByte(rest, ']'); i > 0 && i < 96 && isLogField(rest[1:i]) {
				skip = i + 1
			}
		} else {
			skip = strings.IndexByte(rest, ' ')
			if skip > 0 && !isLogField(strings.TrimRight(rest[:skip], ":|")) {
				skip = 0
			}
		}
		if skip <= 0 {
			break
		}
		n += skip
		for n < len(line) && strings.IndexByte(" :|-\t", line[n]) >= 0 {
			n++
		}
	}
	return n
}

// logLevels are in capitals or small letters; "Error" begins a message.
const logLevels = "|info|warn|warning|error|debug|fatal|trace|critical|severe|"

// isLogField recognizes a time (2025-09-04, 06:20:41.123), a level and a place
// (open_ai_bot.py:52).
func isLogField(word string) bool {
	if word != "" && len(word) < 9 && (isUpper(word[len(word)-1]) || isLower(word[0])) &&
		strings.Index(logLevels, "|"+letters.Lower(word)+"|") >= 0 {
		return true
	}
	if name, _, ok := strings.Cut(word, "="); ok {
		return name == "time" || name == "level" || name == "ts"
	}
	digits, marks := 0, 0
	for i := 0; i < len(word); i++ {
		switch c := word[i]; {
		case isDigit(c):
			digits++
		case c == ':' || c == '-' || c == '/':
			marks++
		case marks >= 4 && digits >= 12: // more than the time
			return true
		case strings.IndexByte(".,TZ+# ", c) < 0:
			i := strings.LastIndexByte(word, ':')
			return i > 0 && strings.IndexByte(word[:i], '.') > 0 && strings.IndexByte(word, '/') < 0 && isNumber(word[i+1:])
		}
	}
	return digits >= 4 && marks >= 2 || digits >= 6 && marks == 0 && strings.IndexByte(word, '.') > 0
}
