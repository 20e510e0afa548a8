// Signals: every piece of an input that is evidence for a class. A signal is an
// instance of a feature; a feature is a row of one of the tables, or one of
// those that only code can see. How much a feature counts, and for which
// classes, stands in weights.go.

package classify

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
)

// Where the features of each table begin: they are numbered through all tables.
const (
	featureCertain    = 0
	featureGeneric    = featureCertain + len(certainCodes)
	featureWords      = featureGeneric + len(genericCodes)
	featureFailures   = featureWords + len(certainWords)
	featurePairs      = featureFailures + len(failures)
	featureConcepts   = featurePairs + len(pairs)
	featureStatus     = featureConcepts + int(conceptCount)
	featureCloudflare = featureStatus + len(statusRules)
	featureFacts      = featureCloudflare + len(cloudflarePages)
	featureLearned    = featureFacts + int(factCount)
	featureCount      = featureLearned + learnedCount
)

// fact numbers the features that no table holds: code finds them.
type fact uint8

const (
	waitShort fact = iota
	waitMinutes
	waitHours
	hasParam
	hasParamModel
	isPage
	isEmpty
	isChallenge
	isLoading
	isStackTrace
	isNoError
	isOwnBug
	quotaPerDay
	quotaPerMinute
	quotaMetric
	neverFits
	cloudflareToken
	cloudflareScope
	answerFinished
	answerCut
	answerFiltered
	fromPaste
	fromResponse
	factCount
)

var facts = [factCount]struct {
	id    string
	class Class
	prior int
	retry tristate
}{
	waitShort:       {"wait-short", RateLimit, 16, unset},
	waitMinutes:     {"wait-minutes", QuotaExhausted, 4, unset},
	waitHours:       {"wait-of-hours", QuotaExhausted, 16, unset},
	hasParam:        {"param", InvalidRequest, 8, unset},
	hasParamModel:   {"param-model", ModelNotFound, 8, unset},
	isPage:          {"html-page", Unavailable, 2, unset},
	isEmpty:         {"no-body", "", 0, unset},
	isNoError:       {"error-false", Unknown, 90, no}, // "error": null or false in a success
	isOwnBug:        {"bug-of-caller", Unknown, 24, unset},
	isStackTrace:    {"stack-trace-page", ServerError, 60, yes}, // Express's page for an exception
	isLoading:       {"estimated-time", Overloaded, 40, yes},    // Hugging Face, while a model loads
	isChallenge:     {"challenge-page", Permission, 50, no},
	quotaPerDay:     {"google-quota-per-day", QuotaExhausted, 60, unset},
	quotaPerMinute:  {"google-quota-per-minute", RateLimit, 60, unset},
	quotaMetric:     {"google-quota-metric", RateLimit, 30, unset},
	neverFits:       {"requested-above-limit", RequestTooLarge, 60, no},
	cloudflareToken: {"cloudflare-10000", Authentication, 40, unset},
	cloudflareScope: {"cloudflare-10000", Permission, 40, unset},
	answerFinished:  {NoError, Unknown, 24, no},
	answerCut:       {"failure-cut", Connection, 40, yes},
	answerFiltered:  {"finish-filtered", ContentFiltered, 32, unset},
	fromPaste:       {"paste", "", 0, unset},
	fromResponse:    {"response", "", 0, unset},
}

// signal is a feature that was found.
type signal struct {
	feature  int16
	share    int16    // how much of the feature's weight counts, of full
	from, to int32    // where its sentence stands in the text
	at       *field   // the piece of the input
	passage  *passage // the text it was found in, nil for a code or a status
}

// full is the share of a signal in the innermost error; half of it is left to
// what stands around that.
const full = 16

// mostPairs is how many pairs of concepts count in full. A long text contains
// many, most of them by chance.
const mostPairs = 3

// isLearned reports whether the signal is a learned word.
func (s *signal) isLearned() bool { return int(s.feature) >= featureLearned }

// place is the piece of the input that the signal was found in: of a text, the
// sentence.
func (s *signal) place() field {
	f := int(s.feature)
	switch {
	case s.passage == nil:
		return *s.at
	case f >= featureWords && f < featureFailures:
		return s.passage.around(certainWords[f-featureWords].words)
	case f >= featureFailures && f < featurePairs:
		return s.passage.around(failures[f-featureFailures].words)
	}
	return s.passage.part(int(s.from), int(s.to))
}

// collector gathers signals, a feature at most once: the instance that counts
// most.
type collector struct {
	rd    *parsed
	all   []signal
	place [featureCount]uint16 // 1 + the feature's place in all
	inner int                  // the innermost error object that says anything, −1 if none
	bug   bool                 // a runtime tells of a bug in a program
	newer bool                 // a line after all error objects tells of a later failure
}

func (c *collector) add(feature int, s signal) {
	s.feature = int16(feature)
	if p := c.place[feature]; p > 0 {
		if s.share > c.all[p-1].share {
			c.all[p-1] = s
		}
		return
	}
	c.all = append(c.all, s)
	c.place[feature] = uint16(len(c.all))
}

func (c *collector) addFact(f fact, at field) {
	c.add(featureFacts+int(f), signal{share: full, at: c.keep(at)})
}

// keep returns a pointer to a field that is no part of the input.
func (c *collector) keep(f field) *field {
	c.rd.kept = append(c.rd.kept, f)
	return &c.rd.kept[len(c.rd.kept)-1]
}

// nowhere is the place of signals that are the kind of an input.
var nowhere field

func (c *collector) addKind(f fact) {
	c.add(featureFacts+int(f), signal{share: full, at: &nowhere})
}

// share is what counts of a signal in an error object or outside: all of it in
// the innermost error of the last attempt, half of it elsewhere.
func (c *collector) share(object int) int16 {
	switch {
	case object == earlier && c.inner >= 0:
		return full / 4
	case object == outside && (c.newer || c.inner < 0), object == c.inner && object >= 0 && !c.newer:
		return full
	}
	return full / 2
}

// start is for a collector of what was read.
func (c *collector) start(rd *parsed) {
	c.rd, c.inner, c.newer, c.all = rd, -1, rd.newerWords(), rd.fewSignals[:0]
	for i := range rd.objects {
		if rd.objects[i].hasEvidence() && !rd.objects[i].names {
			c.inner = i
		}
	}
}

// signals collects all evidence for classes.
func (rd *parsed) signals() []signal {
	rd.kept = rd.fewFields[:0]
	var c collector
	c.start(rd)
	for i := len(rd.objects) - 1; i >= 0; i-- {
		c.codes(i)
	}
	for i := range rd.passages {
		c.text(&rd.passages[i])
	}
	c.status()
	c.members()
	c.shape()
	c.limitPairs()
	return c.all
}

// limitPairs lets all pairs together count no more than mostPairs.
func (c *collector) limitPairs() {
	n := 0
	for i := range c.all {
		if f := int(c.all[i].feature); f >= featurePairs && f < featureConcepts {
			n += int(c.all[i].share)
		}
	}
	if n <= mostPairs*full {
		return
	}
	for i := range c.all {
		if f := int(c.all[i].feature); f >= featurePairs && f < featureConcepts {
			c.all[i].share = int16(int(c.all[i].share) * mostPairs * full / n)
		}
	}
}

// codes takes the machine words of an error object: those that the tables know,
// and the concepts in the words that they are made of.
func (c *collector) codes(object int) {
	codes := c.rd.objects[object].codes
	for i := range codes {
		share := c.share(object)
		if equalFold(codes[i].key, "blockReason") { // Gemini's promptFeedback: a filter, whatever the reason
			c.addFact(answerFiltered, codes[i])
		}
		if codes[i].key == exceptionName { // the name is given by the client library, mostly after what the server says
			share = full / 2
			if c.rd.realStatus() == 0 && c.inner < 0 {
				share = full
			}
		}
		code := namedCode(c.rd, &codes[i])
		c.known(code, signal{share: share, at: &codes[i]})
		if code != "" && (code[0] == 'E' || code[0] == 'U') && isUpper(code[len(code)-1]) { // Node's, such as ENOTFOUND
			found := phrasesIn(" " + code).of[inFailures]
			for row := found.next(0); row < maxRows; row = found.next(row + 1) {
				c.add(featureFailures+row, signal{share: share, at: &codes[i]})
			}
		}
		v, _, _ := strings.Cut(codes[i].value, ":http") // an AWS code and its namespace
		if len(v) > 3 && len(v) < 80 && !isNumber(v) {
			sentencesIn("", spelledOut(v), func(s span) {
				c.concepts(&s.concepts, signal{share: share * 3 / 4, at: &codes[i]})
			})
		}
	}
	message := &c.rd.objects[object].message
	if name, _, ok := strings.Cut(message.value, ":"); ok && len(name) < 64 && strings.IndexByte(name, ' ') < 0 { // ThrottlingException: …
		c.known(name, signal{share: full / 2, at: message})
	}
}

// known adds the rows of the tables that hold a code.
func (c *collector) known(code string, s signal) {
	if status := c.rd.realStatus(); equalFold(code, "unknown") && !(c.rd.paste && (status == 500 || status == 0)) { // a provider's word, beside which the status counts; not ukemi's own
		return
	}
	found := rowsWith(inCertain, code)
	for row := found.next(0); row < maxRows; row = found.next(row + 1) {
		c.add(featureCertain+row, s)
	}
	found = rowsWith(inGeneric, code)
	for row := found.next(0); row < maxRows; row = found.next(row + 1) {
		c.add(featureGeneric+row, s)
	}
}

// status takes the status of the answer and the innermost one inside, of which
// the inner counts in full.
func (c *collector) status() {
	outer, inner := c.rd.realStatus(), c.rd.innerStatus()
	at := field{key: "status"}
	if status, where := relayedStatus(c.rd); status != 0 {
		inner, at = status, where
	}
	if inner >= 400 && inner != outer {
		c.oneStatus(inner, full, at)
		c.oneStatus(outer, full/2, field{key: "status"})
		return
	}
	share := int16(full)
	if c.rd.paste && !c.isExplained() {
		share = 2 * full
	}
	c.oneStatus(outer, share, field{key: "status"})
}

// isVague reports whether a row of certainWords names no cause.
func (c *collector) isVague(row int) bool {
	id := certainWords[row].id
	return id == "words-internal" || c.isAnswered() && isOneOf(id, unreadRows)
}

// isExplained reports whether a code or a phrase says why the status was sent. Where
// none does, a person's words around it are weak evidence beside it.
func (c *collector) isExplained() bool {
	for i := range c.all {
		s := &c.all[i]
		if f := int(s.feature); f >= featureWords && f < featureFailures && c.isVague(f-featureWords) {
			continue
		}
		if int(s.feature) < featurePairs && s.share >= full/2 && !(s.at != nil && s.at.key == exceptionName) {
			return true
		}
	}
	return false
}

func (c *collector) oneStatus(status int, share int16, at field) {
	at.value = itoa(status)
	for row, r := range statusRules {
		if status >= r.from && status <= r.to {
			c.add(featureStatus+row, signal{share: share, at: c.keep(at)})
			return
		}
	}
}

// members takes what single members of error objects and the stated wait tell.
func (c *collector) members() {
	c.rd.innermostFirst(func(l *errorObject) bool {
		switch l.param {
		case "":
		case "model":
			c.addFact(hasParamModel, field{key: "param", value: l.param})
		default:
			c.addFact(hasParam, field{key: "param", value: l.param})
		}
		return false
	})
	if wait := statedWait(c.rd, true); wait.Stated() {
		switch at := wait.at; {
		case wait.After >= 3_600_000:
			c.addFact(waitHours, at)
		case wait.After > 120_000:
			c.addFact(waitMinutes, at)
		default:
			c.addFact(waitShort, at)
		}
	}
	if at := c.rd.leaf("estimated_time"); at.value != "" {
		c.addFact(isLoading, at)
	}
	byNumbers(c)
}

// shape takes what kind of input it is.
func (c *collector) shape() {
	if len(c.rd.objects) == 0 && c.rd.isPage() {
		c.addKind(isPage)
	}
	if at := saysNoError(c.rd); at.value != "" {
		c.addFact(isNoError, at)
	}
	if c.rd.paste && c.rd.realStatus() == 0 && !c.rd.hasErrorObject() && (c.bug || c.throwsBug()) { // no answer: the program is the caller's own
		c.addKind(isOwnBug)
	}
	if at := stackTraceIn(c.rd); at.value != "" {
		c.addFact(isStackTrace, at)
	}
	if c.rd.empty {
		c.addKind(isEmpty)
	}
	if f, at, ok := answerIn(c.rd.source, c.rd.paste); ok && (c.rd.paste || f == answerFiltered) {
		c.addFact(f, at)
	}
	if mark := challengeIn(c.rd); mark.value != "" {
		c.addFact(isChallenge, mark)
	}
	if c.rd.paste {
		c.addKind(fromPaste)
	} else {
		c.addKind(fromResponse)
	}
}

// bugNames are exceptions that runtimes throw for a mistake in a program, or for what
// is missing on its machine.
const bugNames = "TypeError|AttributeError|NameError|KeyError|IndexError|ImportError|ModuleNotFoundError|FileNotFoundError|" +
	"PermissionError|NotImplementedError|RecursionError|ReferenceError|NoMethodError|LoadError|NullPointerException|" +
	"ClassNotFoundException|ClassCastException|NullReferenceException|UnboundLocalError|ZeroDivisionError"

// throwsBug reports whether the last exception that a paste names is one of these,
// and nothing in it tells of a connection.
func (c *collector) throwsBug() bool {
	for f := featureFailures; f < featurePairs; f++ {
		if c.place[f] > 0 {
			return false
		}
	}
	for i := range c.rd.objects {
		if names := c.rd.objects[i].codes; c.rd.objects[i].names && len(names) > 0 {
			last := names[len(names)-1].value
			return isOneOf(last, bugNames)
		}
	}
	return false
}

// isOneOf reports whether a word is one of a list.
func isOneOf(word, list string) bool {
	for list != "" {
		var one string
		if one, list = letters.CutBar(list); one == word {
			return true
		}
	}
	return false
}

// rowsWith returns the rows that hold a code, else those that hold what stands
// before its first dot: RateLimitExceeded.EndpointRPMExceeded.
func rowsWith(in list, code string) rows {
	var plain [64]byte
	found := rowsOf(in, appendPlain(plain[:0], code))
	if first, _, many := strings.Cut(code, "."); many && !found.any() {
		found = rowsOf(in, appendPlain(plain[:0], first))
	}
	return found
}

// spelledOut makes words in lowercase of a machine word: InvalidProviderAPIKey,
// rate_limit_exceeded, quota-used-up.
func spelledOut(code string) string {
	var few [96]byte
	out := few[:0]
	for i := range len(code) {
		c := code[i]
		switch {
		case c == '_' || c == '-' || c == '.' || c == ':' || c == '/':
			c = ' '
		case isUpper(c) && i > 0 && (isLower(code[i-1]) || i+1 < len(code) && isLower(code[i+1]) && isUpper(code[i-1])):
			out = append(out, ' ')
			c |= 0x20
		case isUpper(c):
			c |= 0x20
		}
		out = append(out, c)
	}
	return letters.Lower(string(append(out, ' ')))
}

func isLower(c byte) bool { return c >= 'a' && c <= 'z' }

// featureOf describes a feature: its public id, the class that it was made for,
// "" where it is for none, and the weight that it has before training.
func featureOf(f int) (id string, class Class, prior int, retry tristate) {
	switch {
	case f < 0:
		return "", "", 0, unset
	case f < featureGeneric:
		r := &certainCodes[f-featureCertain]
		return r.id, r.class, 24, r.retry
	case f < featureWords:
		r := &genericCodes[f-featureGeneric]
		return r.id, r.class, 8, r.retry
	case f < featureFailures:
		r := &certainWords[f-featureWords]
		return r.id, r.class, 32, r.retry
	case f < featurePairs:
		r := &failures[f-featureFailures]
		retry = no
		if r.retry {
			retry = yes
		}
		prior = 24
		if f == featurePairs-1 { // the general words of clients
			prior = 8
		}
		return "failure-" + string(r.kind), r.class, prior, retry
	case f < featureConcepts:
		r := &pairs[f-featurePairs]
		return r.id, r.class, 10, unset
	case f < featureStatus:
		return "concept-" + itoa(f-featureConcepts), "", 0, unset
	case f < featureCloudflare:
		r := &statusRules[f-featureStatus]
		return "status-" + itoa(r.from), r.class, 8, unset
	case f < featureFacts:
		r := &cloudflarePages[f-featureCloudflare]
		return "cloudflare-1xxx", r.class, 60, unset
	case f >= featureLearned:
		return "words", "", 0, unset
	}
	r := &facts[f-featureFacts]
	return r.id, r.class, r.prior, r.retry
}
