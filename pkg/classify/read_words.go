// Words of a paste: the status that a log line or an SDK's exception mentions
// (read_status.go), and the names of exceptions, which are read as codes.

package classify

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
)

// readWords looks for a status and for exception names in a paste.
func readWords(rd *parsed) {
	text := rd.outsideText
	found := statusIn(text)
	if inner := rd.innerStatus(); found.status == 500 && inner >= 400 && inner < 500 {
		found.status = inner // the 500 is of a program in between
	}
	if named := innerNamed(rd, found.status); named != 0 && (rd.innerStatus() == 0 || named != found.status) {
		found.status = named
	}
	if rd.status = found.status; rd.status == 0 && rd.innerStatus() == 0 {
		rd.status = found.alone
	}
	if rd.status == 0 && found.logged != 0 {
		row, failed := failureOf(rd.allText())
		if !failed || failures[row].class != Connection { // else the server that logged it tells of its own upstream
			rd.status = found.logged
		}
	}
	if rd.realStatus() == 0 {
		rd.innermostFirst(func(l *errorObject) bool {
			l.status = statusIn(l.message.value).status
			for i := 0; i < len(l.fields) && l.status == 0; i++ {
				if words := l.fields[i].value; strings.IndexByte(words, ' ') > 0 {
					l.status = statusIn(words).status
				}
			}
			return l.status != 0
		})
	}
	if rd.realStatus() == 0 {
		rd.status = found.fine
	}
	if rd.realStatus() == 0 {
		rd.status = rd.quoted
	}
	if _, link, ok := strings.Cut(rd.source, "=errorcode_"); ok && rd.status == 0 && len(link) >= 3 { // in the link of Cloudflare's pages
		rd.status = statusNumber(link[:3])
	}
	if rd.realStatus() == 0 {
		rd.status = phraseStatus(text)
	}
	if rd.realStatus() == 0 {
		rd.status = rubyStatus(text)
	}
	if rd.realStatus() == 0 {
		rd.status, _ = relayedStatus(rd)
	}
	if names := exceptionNames(withoutNames(text)); len(names) > 0 {
		rd.objects = append([]errorObject{{codes: names, names: true}}, rd.objects...)
	}
}

// The keys of an exception's name, which a client library gives, and of a code that
// stands in a text.
const (
	exceptionName = "exception"
	codeName      = "code"
)

// isCamelCase reports whether a text ends in a name such as ResourceExhausted.
func isCamelCase(text string) bool {
	i := len(text)
	for i > 0 && isIdent(text[i-1]) {
		i--
	}
	name := text[i:]
	humps := 0
	for j := 1; j < len(name); j++ {
		if isUpper(name[j]) && !isUpper(name[j-1]) {
			humps++
		}
	}
	return humps > 0 && isUpper(name[0])
}

// isCode reports whether a word of several is a code of the tables and no name of a
// setting, which a value follows, nor of a time limit: [resource_exhausted].
func isCode(word, rest string) bool {
	if rest != "" && strings.IndexByte("=:\"'(/.", rest[0]) >= 0 || holdsFold(word, "timeout") {
		return false
	}
	certain, generic := rowsWith(inCertain, word), rowsWith(inGeneric, word)
	return certain.any() || generic.any()
}

// connectCode is the code in an error of the Connect protocol, "ConnectError: [unavailable] …",
// which is no failure of a connection. https://connectrpc.com/docs/web/errors
func connectCode(name, rest string) string {
	if name != "ConnectError" || !strings.HasPrefix(rest, ": [") {
		return ""
	}
	code, _, _ := strings.Cut(rest[len(": ["):], "]")
	if !isCode(code, "") {
		return ""
	}
	return code
}

// afterQuote is what follows the word of a text from i to end, and its closing quotation
// mark if it is quoted.
func afterQuote(text string, i, end int) string {
	rest := text[end:]
	if i > 0 && rest != "" && rest[0] == text[i-1] && (rest[0] == '"' || rest[0] == '\'') {
		return strings.TrimLeft(rest[1:], " ")
	}
	return rest
}

// exceptionNames finds identifiers that end like an exception's name, and codes.
// Both count as codes: RateLimitError, ECONNREFUSED, insufficient_quota.
func exceptionNames(text string) (names []field) {
	for i := 0; i < len(text) && len(names) < 8; {
		if c := text[i]; !isUpper(c) && !isLower(c) || i > 0 && isIdent(text[i-1]) {
			i++
			continue
		}
		end := i
		for end < len(text) && isIdent(text[end]) {
			end++
		}
		name := text[i:end]
		if code := connectCode(name, text[end:]); code != "" {
			names, i = append(names, field{key: codeName, value: code}), end
			continue
		}
		if strings.HasSuffix(name, "Error") && len(name) > 5 || strings.HasSuffix(name, "Exception") && len(name) > 9 ||
			strings.HasPrefix(name, "ERR_") || len(name) > 5 && name[0] == 'E' && !letters.HasLower(name) {
			names = append(names, field{key: exceptionName, value: name})
		} else if (strings.IndexByte(name, '_') > 0 || isCamelCase(name)) && isCode(name, afterQuote(text, i, end)) {
			names = append(names, field{key: codeName, value: name})
		}
		i = end
	}
	return names
}

func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }
func isIdent(c byte) bool {
	return isUpper(c) || c >= 'a' && c <= 'z' || isDigit(c) || c == '_'
}
