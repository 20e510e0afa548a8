// Stack frames and excerpts of source code in a paste: lines, paths and positions
// that say nothing about the error, but hold words and numbers that look as if they
// did.

package classify

import "strings"

// withoutFrames drops the frames of Python, JavaScript, Java, .NET, Go, Ruby
// and PHP traces, and the numbered lines of source code that some tools show.
func withoutFrames(text string) string {
	if strings.Index(text, "\n") < 0 {
		return text
	}
	out := make([]byte, 0, len(text))
	source := -1      // how far a Python frame is indented, of which the next lines show the source; −1 for none
	numbered := false // the line before was one of an excerpt
	for rest := text; rest != ""; {
		line := rest
		if end := strings.IndexByte(rest, '\n'); end >= 0 {
			line = rest[:end+1]
		}
		rest = rest[len(line):]
		body := withoutProgram(line)
		if group := strings.TrimLeft(body, " "); strings.HasPrefix(group, "| ") { // Python's exception groups
			body = group[2:]
		}
		trimmed := strings.TrimLeft(body, " \t|")
		switch indent := len(body) - len(trimmed); {
		case pythonFrame(trimmed):
			source = indent
			continue
		case source >= 0 && strings.HasPrefix(trimmed, "raise ") && strings.TrimSpace(rest) == "": // the trace was cut before the error
		case source >= 0 && indent >= max(source, 1) && body[0] != '\n' || isFrame(trimmed, indent):
			continue
		}
		if number := lineNumber(trimmed); number > 0 && (numbered || lineNumber(strings.TrimLeft(rest, " \t|>")) == number+1) {
			numbered = true
			continue
		}
		numbered = numbered && strings.Trim(trimmed, " ^~|\r\n") == "" // the mark under a line
		source = -1
		out = append(out, line...)
	}
	return string(out)
}

// withoutProgram leaves out the time, host and program that a system's log puts before
// each line of an indented trace: "Apr 10 19:05:46 web npx[1836]:     at …".
func withoutProgram(line string) string {
	i := strings.Index(line[:min(len(line), maxProgram)], "]:  ")
	if i < 0 {
		return line
	}
	return line[i+2:]
}

// maxProgram is how far into a line the program stands, in bytes.
const maxProgram = 100

// pythonFrame: File "/app/main.py", line 218, in <module>
func pythonFrame(line string) bool {
	return strings.HasPrefix(line, `File "`) && strings.Index(line, `", line `) > 0
}

// isFrame recognizes the other frames; indent is how far the line is indented.
func isFrame(line string, indent int) bool {
	switch {
	case strings.HasPrefix(line, "at ") && indent > 0:
		return strings.IndexByte(line, '(') > 0 || strings.IndexByte(line, ':') > 0 || strings.IndexByte(line, '.') > 0
	case strings.Index(line, ") (at <") > 0 && strings.HasSuffix(strings.TrimSpace(line), ">:0)"): // Mono's
		return true
	case strings.HasPrefix(line, "from /"), strings.HasPrefix(line, "... ") && strings.Index(line, " more") > 0:
		return true
	case indent > 0 && strings.HasPrefix(line, "/") && strings.Index(line, ".go:") > 0:
		return true
	case len(line) > 2 && line[0] == '#' && isDigit(line[1]):
		return strings.IndexByte(line, '(') > 0
	}
	return false
}

// lineNumber is the number before a line of an excerpt of source code: "71:   if (x) {",
// "71 | if (x) {"; 0 if there is none.
func lineNumber(line string) (number int) {
	line = strings.TrimLeft(line, "> ")
	digits := 0
	for digits < len(line) && digits < 6 && isDigit(line[digits]) {
		number = 10*number + int(line[digits]-'0')
		digits++
	}
	after := strings.TrimLeft(line[digits:], " ")
	if digits == 0 || after == "" || after[0] != ':' && after[0] != '|' || len(after) > 1 && isDigit(after[1]) { // a time
		return 0
	}
	return number
}

// withoutNames blanks names in a paste that say nothing of what happened: members of a
// Python object that have no value (cancelled_at=None), options of a command line that
// consist of several words (--load-in-8bit), and what a program looked for in a module
// and did not find.
func withoutNames(text string) string {
	var out []byte
	blank := func(from, to int) {
		if out == nil {
			out = []byte(text)
		}
		for ; from < to; from++ {
			out[from] = ' '
		}
	}
	for i := 0; i+5 <= len(text); i++ {
		switch end := i + 2; {
		case text[i] == '=' && text[i:i+5] == "=None":
			from := i
			for from > 0 && isIdent(text[from-1]) {
				from--
			}
			blank(from, i+5)
		case text[i] == '-' && text[i+1] == '-' && isLower(text[i+2]) && (i == 0 || text[i-1] == ' '):
			words := false
			for end < len(text) && (isIdent(text[end]) || text[end] == '-') {
				words = words || text[end] == '-'
				end++
			}
			if words {
				blank(i, end)
			}
			i = end - 1
		case text[i] == '\'' && (strings.HasSuffix(text[:i], "has no attribute ") || strings.HasSuffix(text[:i], "cannot import name ")):
			for end = i + 1; end < len(text) && isIdent(text[end]); {
				end++
			}
			blank(i+1, end)
			i = end
		}
	}
	for rest, at := text, 0; strings.IndexByte(rest, '=') >= 0; {
		line, next, _ := strings.Cut(rest, "\n")
		if settings := settingsIn(line); len(settings) >= 3 {
			for _, s := range settings {
				blank(at+s[0], at+s[1])
			}
		}
		at += len(line) + 1
		rest = next
	}
	if out == nil {
		return text
	}
	return string(out)
}

// settingsIn are the places of a line's members whose value is no word: max_retries=3,
// durationMs=26280, promptTokens=n/a. A log that has several of them lists what a
// program counts, which is not what went wrong.
func settingsIn(line string) (found [][2]int) {
	for i := 1; i < len(line); i++ {
		if line[i] != '=' {
			continue
		}
		from, to := i, i+1
		for from > 0 && isIdent(line[from-1]) {
			from--
		}
		for to < len(line) && line[to] != ' ' && line[to] != ',' {
			to++
		}
		key, value := line[from:i], line[i+1:to]
		if key != "" && !isOneOf(key, "status|code|status_code|statusCode") && (value == "" || isDigit(value[0]) || isOneOf(value, "n/a|true|false|null|none|<unknown>")) {
			found = append(found, [2]int{from, to})
		}
		i = to
	}
	return found
}
