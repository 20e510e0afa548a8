// Logs: lines that tell of something else than the call of the model, and where
// the last attempt begins.

package classify

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
)

const (
	// foreignWords name what fails beside the call: tools, package managers,
	// assets, probes; modelWords tell that a line is about the call after all.
	foreignWords = "favicon|npm |pip |docker |curl |curl:|wget |webfetch|fetch(|robots.txt|/health|ignor|\"head |: head | head http|git clone|browser(|read(|nonetype|has no attribute|cannot read prop"
	modelWords   = "/v1|chat|completion|message|generate|openai|anthropic|gemini|claude|gpt|llm|model call|model request"
)

// foreignAt reports whether the line at i is about something else than the call,
// and a later line tells of a failure that is not.
func foreignAt(text string, i int) bool {
	if strings.IndexByte(text[i:], '\n') < 0 || !isForeign(lineAt(text, i)) && !isForeign(headOf(text, i)) {
		return false
	}
	for at := i; ; {
		next := strings.IndexByte(text[at:], '\n')
		if next < 0 {
			return false
		}
		at += next + 1
		if line := lineAt(text, at); !isForeign(line) && !isPart(line) && (namesFailure(line) || beginsEntry(line) && countWords(line) > 5) {
			return true
		}
	}
}

func isForeign(line string) bool {
	lower := letters.Lower(line)
	return holdsOne(lower, foreignWords) && !holdsOne(lower, modelWords)
}

// maxLine is how far the beginning and the end of a line are looked for, in bytes.
const maxLine = 240

func lineAt(text string, i int) string {
	i = min(i, len(text)) // of a text in lowercase, which may be longer
	from := max(0, i-maxLine)
	start := from + strings.LastIndexByte(text[from:i], '\n') + 1
	line, _, _ := strings.Cut(text[start:min(len(text), start+2*maxLine)], "\n")
	return line
}

// headOf is the line under which the one at i is indented, "" where it is not.
func headOf(text string, i int) string {
	for range 4 {
		if !isPart(lineAt(text, i)) {
			break
		}
		if i = strings.LastIndexByte(text[:i], '\n'); i < 0 {
			return ""
		}
	}
	return lineAt(text, i)
}

// isPart reports whether a line belongs to the one before: it is indented.
func isPart(line string) bool {
	return line != "" && (line[0] == ' ' || line[0] == '\t' || strings.HasPrefix(line, "⎿") || strings.HasPrefix(line, "└"))
}

// minWrapped is the width from which on a terminal or a person breaks a line.
const minWrapped = 40

// unwrapped joins the lines of sentences that were broken where a line was full:
// where it ends in a word, and the next begins with one in lowercase that another
// follows.
func unwrapped(text string) string {
	var out []byte
	from := 0
	for end := strings.IndexByte(text, '\n'); end >= 0 && end+1 < len(text); {
		next := end + 1
		for next < len(text) && text[next] == ' ' {
			next++
		}
		word := next
		for word < len(text) && isLower(text[word]) {
			word++
		}
		line := strings.TrimRight(text[from:end], " \r")
		if width := end - 1 - strings.LastIndexByte(text[:end], '\n'); width >= minWrapped && line != "" && (isIdent(line[len(line)-1]) || line[len(line)-1] == ',') &&
			word > next && word+1 < len(text) && text[word] == ' ' && (isIdent(text[word+1]) || text[word+1] == '\'') && text[next:word] != "at" &&
			!strings.HasPrefix(line[strings.LastIndexByte(line, '\n')+1:], text[next:word+1]) { // else it is another line of a list
			out = append(append(out, line...), ' ')
			from = next
		}
		i := strings.IndexByte(text[next:], '\n')
		if i < 0 {
			break
		}
		end = next + i
	}
	if out == nil {
		return text
	}
	return string(append(out, text[from:]...))
}

func countWords(line string) int { return len(appendFields(nil, line, " ")) }

// beginsEntry reports whether a line begins an entry of a log: with a time, a
// level, a name in brackets or a bullet.
func beginsEntry(line string) bool {
	if line == "" {
		return false
	}
	c := line[0]
	switch {
	case c == '[', strings.HasPrefix(line, "● "), strings.HasPrefix(line, "✗ "), strings.HasPrefix(line, "✖ "), strings.HasPrefix(line, "⚠"), strings.HasPrefix(line, "❌"), strings.HasPrefix(line, "$ "):
		return true
	case isDigit(c) && len(line) > 8: // 2026-01-20, 10:41:07, 20/01
		for i := 1; i < 5; i++ {
			if line[i] == ':' || line[i] == '-' || line[i] == '/' {
				return isDigit(line[i+1])
			}
		}
	}
	word, _, _ := strings.Cut(line, " ")
	switch strings.Trim(word, ":[]()") {
	case "INFO", "WARN", "WARNING", "ERROR", "DEBUG", "CRITICAL", "FATAL", "ERR", "Attempt", "attempt":
		return true
	}
	return false
}

// quietLevels are those at which a log tells of no failure.
const quietLevels = "|INFO|DEBUG|TRACE|VERBOSE|NOTICE|info|debug|trace|verbose|"

// isQuiet reports whether a line of a log is of such a level. A line that names a
// failure by a word is not.
func isQuiet(line string) bool {
	for at := 0; at < len(line) && at < 64; {
		end := at
		for end < len(line) && isIdent(line[end]) {
			end++
		}
		if end > at+3 && strings.Index(quietLevels, "|"+line[at:end]+"|") >= 0 {
			return !holdsOne(letters.Lower(line[end:]), "error|fail|exception|refused|timeout|timed out|denied|invalid|http/1.1\" 4|http/1.1\" 5")
		}
		at = end + 1
	}
	return false
}

// lastAttempt finds the last entry of a log that tells of a failure.
func lastAttempt(text string) (at int, ok bool) {
	for end := len(text); end > 0; {
		start := strings.LastIndexByte(text[:end], '\n') + 1
		if line := text[start:end]; beginsEntry(line) && namesFailure(line) && !isForeign(line) && !isQuiet(line) {
			return start, true
		}
		end = start - 1
	}
	return 0, false
}

// lastExplained is where the last attempt begins that a phrase or a status explains.
// An entry after it that only tells that something failed is its consequence.
func lastExplained(text string) int {
	last, _ := lastAttempt(text)
	for at, tries := last, 0; at > 0 && tries < maxConsequences; tries++ {
		entry := text[at:][:min(len(text)-at, 4*maxWords)]
		if m := phrasesIn(entry); m.of[inWords].any() || m.of[inFailures].any() || statusIn(entry).status != 0 {
			return at
		}
		var ok bool
		if at, ok = lastAttempt(text[:at-1]); ok && at == 0 {
			return 0
		}
	}
	return last
}

// maxConsequences is how many entries without a reason are passed over.
const maxConsequences = 4

// newerWords reports whether a line after the last error object tells of a later
// failure: not of the same one again, and not of a bug that it led to.
func (rd *parsed) newerWords() bool {
	after := rd.source[min(rd.lastEnd, len(rd.source)):]
	i := strings.IndexByte(after, '\n')
	if !rd.paste || rd.lastEnd == 0 || i < 0 {
		return false
	}
	at, ok := lastAttempt(after[i+1:])
	if !ok {
		return false
	}
	entry := after[i+1:][at:]
	inner := rd.innerStatus()
	if inner == 0 {
		return true
	}
	if status := statusIn(entry).status; status != 0 {
		return status != inner
	}
	m := mentions{lower: letters.Lower(entry[:min(len(entry), 4*maxWords)])}
	m.readPhrases()
	return !m.of[inWords].has(bugRow()) || m.of[inFailures].any()
}

// bugRow is the row of programBug.
func bugRow() int {
	for i := range certainWords {
		if certainWords[i].id == programBug {
			return i
		}
	}
	return 0
}
