// Words of a paste: the status that a log line or an SDK's exception mentions,
// and the names of exceptions, which speak like codes.

package classify

import "strings"

// before are the words that make a three-digit number after them a status.
var before = [...]string{
	"status code", "status", "error code", "http code", "code", "http", "api error", "api error (",
	"error", "error:", "returned", "exception:", "unexpected status", "response", "failed with", "got", "state",
}

// after are the words that make a three-digit number before them a status.
var after = [...]string{
	"bad request", "unauthorized", "payment required", "forbidden", "not found", "method not allowed", "request timeout",
	"conflict", "gone", "payload too large", "content too large", "request entity too large", "unprocessable", "too many requests",
	"internal server error", "bad gateway", "service unavailable", "gateway time", "status code", "{", "[", "\"", "you ", "client error", "server error",
	", message=", "<!doctype", "none]", "error", "error code",
}

// readWords looks for a status and for exception names in a paste. Of several
// statuses the last one counts: the innermost cause is told last, unless the
// words of a structure already said it.
func readWords(rd *reading) {
	text := rd.words
	if isHTML(rd.source) {
		text = rd.source[:strings.IndexByte(rd.source, '<')] + rd.words
	}
	lower := strings.ToLower(text)
	for i := 0; i+3 <= len(lower); i++ {
		c := lower[i]
		if c != '4' && c != '5' || !isDigit(lower[i+1]) || !isDigit(lower[i+2]) {
			continue
		}
		if i > 0 && partOfWord(lower[i-1]) || i+3 < len(lower) && partOfWord(lower[i+3]) {
			continue
		}
		if statusBefore(lower[max(0, i-24):i]) || statusAfter(lower[i+3:]) {
			rd.status = int(c-'0')*100 + int(lower[i+1]-'0')*10 + int(lower[i+2]-'0')
		}
	}
	if names := exceptionNames(text); len(names) > 0 {
		l := layer{codes: names, message: fact{field: "message", value: strings.TrimSpace(text)}}
		rd.layers = append([]layer{l}, rd.layers...)
	}
}

func partOfWord(c byte) bool {
	return isDigit(c) || c >= 'a' && c <= 'z' || c == '_' || c == '.' || c == '-' || c == '$' || c == '/' || c == '%' || c == '#'
}

func statusBefore(text string) bool {
	text = strings.TrimRight(text, " :='\"(")
	for _, word := range before {
		if strings.HasSuffix(text, strings.TrimRight(word, " :(")) {
			return true
		}
	}
	return false
}

func statusAfter(text string) bool {
	text = strings.TrimLeft(text, " :,-)('")
	for _, word := range after {
		if strings.HasPrefix(text, strings.TrimLeft(word, " ,")) {
			return true
		}
	}
	return false
}

// exceptionNames finds identifiers that end like an exception's name. They
// count as codes: RateLimitError, ThrottlingException, ECONNREFUSED.
func exceptionNames(text string) (names []fact) {
	for i := 0; i < len(text) && len(names) < 8; {
		if !isUpper(text[i]) || i > 0 && isIdent(text[i-1]) {
			i++
			continue
		}
		end := i
		for end < len(text) && isIdent(text[end]) {
			end++
		}
		name := text[i:end]
		if strings.HasSuffix(name, "Error") && len(name) > 5 || strings.HasSuffix(name, "Exception") && len(name) > 9 ||
			strings.HasPrefix(name, "ERR_") || len(name) > 5 && name[0] == 'E' && name == strings.ToUpper(name) {
			names = append(names, fact{"exception", name, i, end})
		}
		i = end
	}
	return names
}

func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }
func isIdent(c byte) bool {
	return isUpper(c) || c >= 'a' && c <= 'z' || isDigit(c) || c == '_'
}
