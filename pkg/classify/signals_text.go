// Signals in texts: what each sentence mentions, and how much of it counts. Advice, what
// a client says of a body that it could not read, and what a person says besides count less.

package classify

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
)

// text takes what a text for people mentions.
func (c *collector) text(s *passage) {
	if strings.HasSuffix(s.value, notDecompressed) { // these words are ukemi's
		return
	}
	share, status, answered := c.share(s.object), c.rd.realStatus(), c.isAnswered()
	reached := isRefusal(status) || hasCloseReason(s.lower)
	for row := s.of[inWords].next(0); row < maxRows; row = s.of[inWords].next(row + 1) {
		n := share
		id := certainWords[row].id
		if answered && (id == programBug && status != 500 || isOneOf(id, unreadRows)) ||
			id == "words-no-json" && s.object >= 0 && status == 400 { // what the server could not read is the request
			n = share / 4
		}
		c.add(featureWords+row, signal{share: n, at: &s.field, passage: s})
		c.bug = c.bug || id == programBug
	}
	for row := s.of[inFailures].next(0); row < maxRows; row = s.of[inFailures].next(row + 1) {
		n := share
		if reached && failures[row].class == Connection || row == len(failures)-1 && isSentByServer(status) {
			n = share / 4
		}
		c.add(featureFailures+row, signal{share: n, at: &s.field, passage: s})
	}
	words := &tables().learned
	c.sentences(s, func(text string, p *span, share int16) {
		found := signal{share: share, at: &s.field, passage: s, from: p.from, to: p.to}
		c.concepts(&p.concepts, found)
		eachWord(text, func(word string, hash uint32) {
			if i := words.find(word, hash); i >= 0 {
				c.add(featureLearned+i, found)
			}
		})
	})
}

// sentences calls visit for each sentence of a text, with its words in lowercase and how
// much of them counts.
func (c *collector) sentences(s *passage, visit func(text string, p *span, share int16)) {
	share, status := c.share(s.object), c.rd.realStatus()
	first, empty, lower := true, strings.Contains(s.lower, noBody), s.lower
	tells := s.object < 0 && (c.inner >= 0 || namesFailure(s.value)) // else all that it states counts
	if s.of[inFixedWords].any() {
		lower = withoutFixedWords(lower)
	}
	sentencesIn(s.value, lower, func(p span) {
		n := share
		switch {
		case s.object >= 0 && !first: // advice follows what happened
			n = share * 3 / 4
		case s.object < 0 && isQuiet(lineAt(s.value, int(p.from))):
			n = share / 4
		case tells && !namesFailure(s.value[p.from:min(int(p.to), len(s.value))]): // what a person or a log says besides
			n = share * 3 / 4
		}
		switch sentence := s.lower[p.from:min(int(p.to), len(s.lower))]; {
		case empty && strings.Contains(sentence, noBody), s.of[inUnread].any() && status != 400 && status != 422 && isUnread(sentence),
			strings.Contains(sentence, googleAdvice) && isResourceExhausted(c.rd):
			n = n / 4
		case !first && isAdvice(sentence):
			n = min(n, share/2)
		}
		first = false
		visit(lower[p.from:min(int(p.to), len(lower))], &p, n)
	})
}

// googleAdvice is what Google says for each quota, whatever it is of.
const googleAdvice = "plan and billing"

// noBody are an SDK's words for an answer that had none.
const noBody = "(no body)"

// unreadRows are the rows of certainWords by which a client says that it could not
// read a text.
const unreadRows = "words-no-json|words-unparsed"

// unread are a parser's words for a text that is no JSON.
var unread = [...]string{
	"invalid character '", "looking for beginning of value", "unexpected token", "could not parse", "failed to parse", "unable to parse",
	"failed to decode", "could not decode", "cannot decode", "expecting value", "expected value at line", "not valid json", "invalid json",
	"unexpected end of json",
}

func isUnread(sentence string) bool {
	for _, words := range unread {
		if strings.Contains(sentence, words) {
			return true
		}
	}
	return false
}

// isAnswered reports whether a status tells what happened, and not that the request
// could not be read. Then neither what a client says of the answer's body is a cause,
// nor the exception that followed in it.
func (c *collector) isAnswered() bool {
	status := c.rd.realStatus()
	return status > 400 && status != 422
}

// isRefusal reports whether a status says that a server was reached, and which of its
// conditions a request did not meet. Then no words say that it was not.
func isRefusal(status int) bool {
	return status == 401 || status == 402 || status == 403 || status == 404 || status == 429
}

// isSentByServer reports whether a status comes from the server that was asked, and from no
// gateway that could not reach it. Then the general words of clients, such as "failed to
// fetch", tell of that answer, and not of a connection.
func isSentByServer(status int) bool {
	return status >= 400 && status < 502
}

// hasCloseReason reports whether a WebSocket was closed by its server for what it was
// sent, or for a reason of the application, which has a code from 4000 on (RFC 6455,
// section 7.4): "code=4003".
func hasCloseReason(lower string) bool {
	if !strings.Contains(lower, "close") {
		return false
	}
	for _, before := range [...]string{"code=", "code ", "code: ", "received ", "event: ", "close ", "closed "} {
		for rest := lower; ; {
			_, after, ok := strings.Cut(rest, before)
			if !ok {
				break
			}
			if rest = after; isCloseCode(after) {
				return true
			}
		}
	}
	return false
}

// isCloseCode reports whether a text begins with such a code, and not with a number of
// bytes: "received 4096 bytes".
func isCloseCode(text string) bool {
	return len(text) >= 4 && (text[0] == '4' || isOneOf(text[:4], "1003|1007|1008|1009")) && isNumber(text[:4]) && (len(text) == 4 || !isDigit(text[4]) && !strings.HasPrefix(text[4:], " byte"))
}

// fixedWords say nothing of the noun beside which they stand, or are another noun: an
// unknown error, a bad request, a service not known, a provider of models.
var fixedWords = [...]struct{ words, instead string }{
	{"unknown error", "internalerror"},
	{"unknown: ", "         "},
	{"bad request", "fourhundred"},
	{"bad gateway", "           "},
	{"name or service not known", "                         "},
	{"process completed with exit code 1", "                                  "}, // what follows any error
	{"process exited with code 1", "                          "},
	{"model provider", "      provider"},
	{"model server", "      server"},
}

// withoutFixedWords replaces them in a text in lowercase. The length stays.
func withoutFixedWords(lower string) string {
	for _, fixed := range fixedWords {
		lower = strings.ReplaceAll(lower, fixed.words, fixed.instead)
	}
	return lower
}

// advice is what sentences begin with that tell people what to do, in lowercase, a bar before each.
const advice = "|if |should |please |to |try |see |check |make sure|consider |you can |you may |for more|learn more|refer |visit |contact |go to |look |set |or "

// isAdvice reports whether a sentence tells what to do rather than what happened.
func isAdvice(sentence string) bool {
	sentence = strings.TrimLeft(sentence, " \n\t\"'(*-")
	for words := advice; words != "" && sentence != ""; {
		var word string
		if word, words = letters.CutFirst(words, sentence[0]); word != "" && strings.HasPrefix(sentence, word) {
			return true
		}
	}
	return false
}

// concepts takes the concepts of one sentence, and the pairs of concepts.
func (c *collector) concepts(found *rows, s signal) {
	if x := tables(); found.several() {
		var begun rows
		for row := found.next(0); row < int(conceptCount); row = found.next(row + 1) {
			begun.addAll(x.pairsOf[row])
		}
		for row := begun.next(0); row < maxRows; row = begun.next(row + 1) {
			if found.holds(&x.pairs[row]) {
				c.add(featurePairs+row, s)
			}
		}
	}
	for row := found.next(0); row < maxRows; row = found.next(row + 1) {
		c.add(featureConcepts+row, s)
	}
}
