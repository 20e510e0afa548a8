// The status that the words of a text mention: which of its numbers of three digits is one,
// and of what kind.

package classify

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
)

// before are the words that make a three-digit number after them a status,
// separated by '|'.
const before = "" +
	"status|status of|code|code of|http|error|err|returned|returns|fail with|fails with|failing with|gives|throws|报|返回|answered|answered with|replied|replied with|responded|responded with|exception|response|failed with|failed|got|state|실패|失败|失敗|" +
	"ошибка|ошибки|код|erro|código|오류|에러|错误|错误码|状态码|代码|エラー|fehler|erreur|errore|]"

// after are those that make a three-digit number before them a status.
const after = "" +
	"bad request|unauthorized|payment required|forbidden|not found|page not found|method not allowed|request timeout|" +
	"conflict|gone|payload too large|content too large|request entity too large|unprocessable|too many requests|" +
	"proxy authentication|internal server error|bad gateway|service unavailable|gateway time|status code|{|[|\"|you |client error|server error|" +
	"message=|<!doctype|none]|error|错误|エラー|오류|ошибка|fehler"

// reasonPhrases are those that are seen without their status.
var reasonPhrases = [...]struct {
	words  string
	status int
}{
	{"Bad Request", 400}, {"Bad request", 400}, {"Unauthorized", 401}, {"Payment Required", 402}, {"Forbidden", 403}, {"Not Found", 404}, {"Method Not Allowed", 405},
	{"Payload Too Large", 413}, {"Unprocessable Entity", 422}, {"Too Many Requests", 429}, {"Internal Server Error", 500},
	{"Bad Gateway", 502}, {"Service Unavailable", 503}, {"Gateway Timeout", 504},
}

// phraseStatus is the status whose reason phrase begins a sentence of its own or
// is one: "Forbidden: {…", "Error: Too Many Requests".
func phraseStatus(text string) int {
	for _, p := range reasonPhrases {
		i := strings.LastIndex(text, p.words)
		if i < 0 {
			continue
		}
		left, right := strings.TrimRight(text[:i], " "), text[i+len(p.words):]
		if left != "" && strings.IndexByte(":\n\"'(]|-", left[len(left)-1]) < 0 && !hasOneSuffix(left, "status|Status") {
			continue
		}
		right = strings.TrimLeft(right, " ")
		if right == "" || strings.IndexByte(":\n\"')]|,+", right[0]) >= 0 || strings.HasPrefix(right, "—") || strings.HasPrefix(right, "- ") {
			return p.status
		}
	}
	return 0
}

// rubyStatus is the status that the name of Ruby's class for an answer contains, the
// last of them: #<Net::HTTPBadRequest:0x0001>.
func rubyStatus(text string) int {
	const class = "Net::HTTP"
	for end := len(text); ; {
		at := strings.LastIndex(text[:end], class)
		if at < 0 {
			return 0
		}
		name := text[at+len(class):]
		name = spelledOut(name[:min(len(name), 32)])
		for _, p := range reasonPhrases {
			if strings.HasPrefix(name, letters.Lower(p.words)+" ") {
				return p.status
			}
		}
		end = at
	}
}

// innerNamed is the status that the message of the innermost error object calls
// one, where the object itself has none: what a wrapper got from its upstream.
func innerNamed(rd *parsed, outer int) (status int) {
	rd.innermostFirst(func(l *errorObject) bool {
		if (l.status == 0 || l.status == outer) && l.message.value != "" {
			status = statusIn(l.message.value).named
		}
		return status != 0 || l.status != 0
	})
	return status
}

// statuses are the numbers in a text that can be statuses, the last of each kind,
// because the innermost cause is told last.
type statuses struct {
	status int
	named  int // the words before it call it a status
	logged int // in a line of an access log
	alone  int // alone in a line that names a failure
	fine   int // below 400
}

// statusIn finds the statuses that a text mentions.
func statusIn(text string) (found statuses) {
	text = text[max(0, len(text)-4*maxWords):]
	for i := 0; i+3 <= len(text); i++ {
		c := text[i]
		if c < '2' || c > '5' || !isDigit(text[i+1]) || !isDigit(text[i+2]) || i > 0 && partOfWord(text[i-1]) && !strings.HasSuffix(text[:i], "HTTP") {
			continue
		}
		n := int(c-'0')*100 + int(text[i+1]-'0')*10 + int(text[i+2]-'0')
		left, right := text[max(0, i-40):i], text[i+3:min(len(text), i+35)]
		named := namesStatus(left)
		switch glued := right != "" && partOfWord(right[0]) && !endsSentence(right); {
		case !named && len(right) > 3 && right[0] == ',' && isNumber(right[1:4]) && (len(right) == 4 || !isDigit(right[4])): // 508,311
			continue
		case !named && (measures(right) || isOutOfRange(left)):
			continue
		case glued && !(named && registered(n) && !isDigit(right[0]) && right[0] != '-' && right[0] != '/'), n < 200, foreignAt(text, i), isConditional(left):
			continue
		case n < 400:
			if (named && !hasOneSuffix(strings.TrimRight(left, "= "), "status|Status") || strings.HasPrefix(right, " (OK)")) && n < 309 {
				found.fine = n
			}
			continue
		}
		switch kindOfStatus(text, left, right, i, n) {
		case plainStatus:
			found.status = n
			if named {
				found.named = n
			}
		case loggedStatus:
			found.logged = n
		case aloneStatus:
			found.alone = n
		}
	}
	return found
}

// conditions begin sentences that explain what a status would mean, in lowercase.
const conditions = "no http |if the |if you |if it |if status|if http|if your |in case |when the status|should the "

// isConditional reports whether the words before a number belong to such a sentence.
func isConditional(left string) bool {
	left = letters.Lower(left[lastEnd(left)+1:])
	return holdsOne(left, conditions)
}

const (
	noStatus = iota
	plainStatus
	loggedStatus
	aloneStatus
)

// kindOfStatus tells what the number n at i of a text is; left and right are what
// stands around it.
func kindOfStatus(text, left, right string, i, n int) int {
	begins := strings.Trim(left[strings.LastIndexByte(left, '\n')+1:], " \t-*>•●✗✖❌⚠‼<(|") == "" && (len(left) < 40 || strings.IndexByte(left, '\n') >= 0)
	switch {
	case len(text) == 3, begins && (strings.HasPrefix(right, ": ") || strings.HasPrefix(right, "> ")), len(left) == 0 && strings.TrimLeft(right, " ") == "", strings.HasPrefix(right, " "+text[i:i+3]):
		return plainStatus
	case registered(n) && (strings.HasPrefix(right, " |") || strings.HasPrefix(right, "** ") && strings.HasSuffix(left, "| **")) && strings.Trim(left[strings.LastIndexByte(left, '\n')+1:], " |`*") == "" &&
		(len(left) < 40 || strings.IndexByte(left, '\n') >= 0): // the first cell of a table's row
		return plainStatus
	case afterRequestLine(left), afterMethodAndPath(left), strings.HasSuffix(left, " | ") && strings.HasPrefix(strings.TrimLeft(right, " "), "|"): // Gin's log, or a table's cell
		return loggedStatus
	case strings.HasSuffix(left, "= ") && !statusBefore(left): // task id = 503
		return noStatus
	case (strings.HasSuffix(left, " - ") || strings.HasSuffix(left, ": ") || strings.HasSuffix(left, "HTTP/1.1 ")) && registered(n) && (beginsSentence(right) || strings.HasPrefix(right, " - ") || statusAfter(right)):
		return plainStatus
	case (strings.HasSuffix(left, "— ") || strings.HasSuffix(left, "– ")) && registered(n) && strings.HasPrefix(right, ", "):
		return plainStatus
	case i == 0 && n > 500 && registered(n) && strings.HasPrefix(right, " "):
		return plainStatus
	case i == 0 && registered(n) && beginsMessage(right): // as the SDKs of OpenAI and Anthropic write it: 400 max_tokens is too large
		return plainStatus
	case strings.HasSuffix(left, "(") && registered(n) && strings.HasPrefix(right, " = "), strings.HasSuffix(left, "| ") && registered(n) && strings.HasPrefix(right, " - "): // explained
		return plainStatus
	case begins && beginsSentence(right), begins && registered(n) && strings.HasPrefix(right, " - "), i > 0 && text[i-1] == '\n' && timed(right):
		return plainStatus
	case strings.HasSuffix(left, "HTTP"), strings.HasSuffix(left, "[") && (len(left) == 1 || !isIdent(left[len(left)-2])) && strings.HasPrefix(right, "]") && registered(n), // HTTP529{…}, [401]{…}
		strings.HasSuffix(left, "-> ") && registered(n), strings.HasSuffix(left, "last: ") && registered(n), strings.HasSuffix(left, ":,") && strings.HasPrefix(right, ",") && registered(n):
		return plainStatus
	case registered(n) && strings.HasSuffix(left, ": ") && len(left) > 2 && left[len(left)-3] >= 0x80 && (right == "" || right[0] == '\n'): // 模型不可用: 429
		return plainStatus
	case registered(n) && strings.HasSuffix(left, "failed-"), registered(n) && strings.HasSuffix(left, "expected ") && strings.HasPrefix(right, " to "): // a test's
		return plainStatus
	case strings.HasSuffix(left, "<") && strings.HasPrefix(right, "> "), // DashScope
		strings.HasSuffix(left, "(") && registered(n) && beginsSentence(right): // (451 Unavailable For Legal Reasons)
		return plainStatus
	case statusBefore(left) && (registered(n) || namesStatus(left)), registered(n) && strings.HasSuffix(left, "(") && strings.HasPrefix(right, ")") && !countsBefore(left),
		(i == 0 || strings.IndexByte(" \n\t([>`*", text[i-1]) >= 0 || text[i-1] >= 0x80) && (statusAfter(right) || registered(n) && codeAfter(right)):
		return plainStatus
	case registered(n) && standsAlone(text, i), registered(n) && len(text) < 80 && len(right) == 0 && i > 0 && text[i-1] >= 0x80:
		return aloneStatus
	}
	return noStatus
}

// gluedStatus is the status right before an error object: 429 {…}, "401: {…",
// "status code: 500, body: {…".
func gluedStatus(left string) int {
	left = left[max(0, len(left)-48):]
	for more := true; more; {
		left = strings.TrimRight(left, " \t\r\n:-–—=>,|.(\"'`")
		left, more = cutSuffix(left, "body|response|text|with|message|details|error|payload|content|b")
	}
	if len(left) < 3 || len(left) > 3 && partOfWord(left[len(left)-4]) && left[len(left)-4] != '-' {
		return 0
	}
	if n := statusNumber(left[len(left)-3:]); n >= 400 && registered(n) && !counted(left[:len(left)-3]) {
		return n
	}
	return 0
}

// countsBefore: tokens (516).
func countsBefore(left string) bool {
	return strings.HasSuffix(strings.TrimRight(left, " ("), "s") && !strings.HasSuffix(strings.TrimRight(left, " ("), "status")
}

// namesStatus reports whether the words before a number call it a status, so
// that it may be one that no server is known to use.
func namesStatus(left string) bool {
	left = strings.TrimRight(letters.Lower(left), " :='\"(‘“「*`")
	return strings.HasSuffix(left, "status") || strings.HasSuffix(left, "code") || strings.HasSuffix(left, "http")
}

// counted reports whether the word before a number counts or numbers something.
func counted(left string) bool {
	return hasOneSuffix(left, "line |port |limit |id |id=|page |document |col |pid |pid=|after |than |of |for |far: |month: |no. |v|item |row |chunk |step |record |part |task ")
}

// amounts follow a number that measures or counts something, in lowercase.
const amounts = "kb|mb|gb|kib|mib|gib|bytes|ms|rpm|tpm|requests|tokens|characters|chars|items|images|files|pages|messages|calls"

// measures reports whether what follows a number makes it an amount: "500 MB", "500 of 500".
func measures(right string) bool {
	right, next := strings.CutPrefix(letters.Lower(right), " ")
	if of, isPart := strings.CutPrefix(right, "of "); !next || isPart {
		return next && of != "" && isDigit(of[0])
	}
	end := 0
	for end < len(right) && isLetter(right[end]) {
		end++
	}
	return isOneOf(right[:end], amounts) && (end == len(right) || strings.IndexByte(" ,;)", right[end]) >= 0 || endsSentence(right[end:]))
}

// isOutOfRange reports whether the number after these words is a value beside the limits
// that were named before it: "accepts 1 to 100, got 500".
func isOutOfRange(left string) bool {
	left, got := strings.CutSuffix(left, ", got ")
	return got && left != "" && isDigit(left[len(left)-1])
}

// standsAlone reports whether the number of three digits at i is neither counted
// nor measured nor part of a longer one, in a line that names a failure.
func standsAlone(text string, i int) bool {
	left, right := text[:i], text[i+3:]
	if len(left) > 0 && strings.IndexByte("#$€@,:/\\+*~<>=", left[len(left)-1]) >= 0 || counted(left) ||
		len(left) > 1 && left[len(left)-1] == '[' && isIdent(left[len(left)-2]) { // node[503]
		return false
	}
	right = strings.TrimLeft(right, " ")
	if len(right) > 0 && (right[0] >= 'a' && right[0] <= 'z' || right[0] >= '0' && right[0] <= '9' || right[0] == '%' && len(right) > 1 && right[1] != '!' || right[0] == '/') {
		return false
	}
	start := strings.LastIndexByte(left, '\n') + 1
	line, _, _ := strings.Cut(text[start:], "\n")
	return namesFailure(strings.Replace(line, text[i:i+3], "", 1)) || len(strings.TrimSpace(left[start:])) == 0
}

// afterRequestLine: "POST /v1/chat/completions HTTP/1.1" 499
func afterRequestLine(left string) bool {
	left, ok := strings.CutSuffix(strings.TrimRight(left, " "), "\"")
	i := strings.LastIndexByte(left, ' ')
	return ok && i >= 0 && strings.HasPrefix(left[i+1:], "HTTP/")
}

// endsSentence: "Status 429. Body: …", "(NSURLErrorDomain error 401.)"
func endsSentence(rest string) bool {
	return rest[0] == '.' && (len(rest) == 1 || strings.IndexByte(" \n)\"'", rest[1]) >= 0)
}

// timed: a line of curl -w '%{http_code} %{time_total}', alone or with the time.
func timed(right string) bool {
	line, _, _ := strings.Cut(right, "\n")
	line = strings.TrimSuffix(strings.TrimSpace(line), "s")
	_, ok := parseNumber(line)
	return line == "" || ok && strings.IndexByte(line, '.') > 0
}

// afterMethodAndPath: POST /v1/chat/completions 413 2.503 ms, as Morgan logs.
func afterMethodAndPath(left string) bool {
	left = strings.TrimRight(left, " ")
	path := strings.LastIndexByte(left, ' ') + 1
	if path == 0 || left[path:] == "" || left[path] != '/' {
		return false
	}
	left = left[:path-1]
	method := left[strings.LastIndexByte(left, ' ')+1:]
	return len(method) >= 3 && !letters.HasLower(method) && isUpper(method[0])
}

// beginsSentence: "402 Insufficient credits" at the beginning of a line.
func beginsSentence(right string) bool {
	return len(right) > 2 && right[0] == ' ' && (isUpper(right[1]) && right[2] >= 'a' && right[2] <= 'z' || right[1] >= 0xC3)
}

// beginsMessage reports whether a sentence in lowercase follows, whose first word
// is not what the number counts: 400 requests.
func beginsMessage(right string) bool {
	if len(right) < 2 || right[0] != ' ' || !isLower(right[1]) {
		return false
	}
	word, _, more := strings.Cut(right[1:], " ")
	return more && (!strings.HasSuffix(word, "s") || word == "this" || strings.IndexByte(word, '_') > 0)
}

// registered reports whether a number is a status that servers use.
func registered(n int) bool {
	return n <= 418 || n >= 421 && n <= 431 || n == 451 || n == 499 || n >= 500 && n <= 511 || n >= 520 && n <= 530
}

func partOfWord(c byte) bool {
	return isIdent(c) || c == '.' || c == '-' || c == '$' || c == '/' || c == '%' || c == '#'
}

func statusBefore(text string) bool {
	name, colon := strings.CutSuffix(text, ": ")
	if colon && isCamelCase(name) {
		return true // google.api_core.exceptions.ResourceExhausted: 429 …
	}
	return hasOneSuffix(strings.TrimRight(letters.Lower(text), " :='\"(：（*`‘“「"), before)
}

func statusAfter(text string) bool {
	text = strings.TrimLeft(letters.Lower(text), " :,-)('")
	for words := after; words != ""; {
		var word string
		word, words = letters.CutBar(words)
		if strings.HasPrefix(text, word) {
			return true
		}
	}
	return false
}

// codeAfter reports whether a code of the tables follows: 502 provider_unavailable.
func codeAfter(text string) bool {
	word, isNext := strings.CutPrefix(text, " ")
	end := 0
	for end < len(word) && isIdent(word[end]) {
		end++
	}
	return isNext && (strings.IndexByte(word[:end], '_') > 0 || isCamelCase(word[:end])) && isCode(word[:end], word[end:])
}
