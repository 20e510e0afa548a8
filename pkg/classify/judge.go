// From the neutral form to the verdict: the lists of rules in their order,
// the few rules that need numbers or several facts, and what overrules the
// class's default.

package classify

import (
	"slices"
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
)

// FromResponse classifies an HTTP answer that is, or may be, an error.
func FromResponse(r Response) Verdict { return judge(readResponse(r)) }

// FromPaste classifies whatever a person copied.
func FromPaste(text string) Verdict { return judge(readPaste(text)) }

// candidate is one class that a signal speaks for.
type candidate struct {
	class      Class
	rule       string
	confidence Confidence
	at         fact
	retry      tristate
	said       *saying // the text that decided, nil where none did
}

func judge(rd *reading) Verdict {
	headerCodes(rd)
	rd.listen()
	all := candidates(rd)
	best := all[0]
	wait, waitAt := statedWait(rd, best.class.waiting())
	if best.class == RateLimit && wait.After >= 3_600_000 {
		// A window of hours is a quota, whatever its name.
		best.class, best.rule = QuotaExhausted, "wait-of-hours"
	}
	v := Verdict{
		Class: best.class, Rule: best.rule, Confidence: best.confidence,
		Status: rd.realStatus(), Wait: wait, Provider: recognize(rd), Dialect: dialectOf(rd),
	}
	v.Retry = retryable(rd, best, v)
	words(rd, &best, &v)
	if slices.ContainsFunc(all[1:], func(c candidate) bool { return c.class == best.class && c.confidence > Guess }) {
		v.Confidence = Sure // code and words agree
	}
	v.Evidence = evidence(rd, all, best, wait, waitAt)
	if value := rd.headers.Get("x-should-retry"); value == "false" && v.Class.Info().Retry {
		v.Evidence = append(v.Evidence, Evidence{Field: inHeader + " x-should-retry", Value: value, Says: saysNoRetry})
	}
	v.Chain = chain(rd)
	return v
}

// headerCodes takes the codes that AWS, Vercel, Azure and Hugging Face put into
// headers.
func headerCodes(rd *reading) {
	for _, name := range [...]string{"x-amzn-errortype", "x-vercel-error", "x-ms-error-code", "x-error-code"} {
		if code := rd.headers.Get(name); code != "" {
			rd.layers = append(rd.layers, layer{codes: []fact{{path: inHeader, key: name, value: code}}, typ: code})
		}
	}
}

// saysNoRetry is what x-should-retry: false means.
const saysNoRetry = "do not retry"

// candidates returns what every signal speaks for, the winner first.
func candidates(rd *reading) []candidate {
	all := make([]candidate, 0, 6)
	add := func(f finding, c Confidence) {
		if f.ok() {
			all = append(all, candidate{f.rule.class, f.rule.id, c, f.at, f.rule.retry, f.said})
		}
	}
	if c, ok := byUkemi(rd); ok {
		all = append(all, c)
	}
	if c, ok := byNumbers(rd); ok {
		all = append(all, c)
	}
	code, words := findCode(rd, inCertain, certainCodes[:]), findWords(rd, certainWords[:])
	if code.ok() && words.ok() && isNarrower(words.rule.class, code.rule.class) {
		add(words, Sure)
		add(code, Likely)
	} else {
		add(code, Sure)
		add(words, Likely)
	}
	if c, ok := byFailure(rd); ok {
		all = append(all, c)
	}
	add(findCode(rd, inGeneric, genericCodes[:]), Likely)
	status := rd.realStatus()
	if status < 400 {
		status = rd.innerStatus()
	}
	if class, ok := byStatus(status); ok {
		all = append(all, candidate{class, "status-" + itoa(status), Guess, fact{key: "status", value: itoa(status)}, unsaid, nil})
	}
	if len(all) > 0 {
		return all
	}
	if c, ok := byAnswer(rd); ok {
		all = append(all, c)
	} else {
		all = append(all, candidate{class: Unknown, rule: "nothing-known", at: fact{key: "text", value: rd.words}})
	}
	return all
}

// byUkemi takes the word of another ukemi on the way, which saw the answer as
// it came.
func byUkemi(rd *reading) (candidate, bool) {
	class, rule := Class(rd.headers.Get("x-ukemi-class")), rd.headers.Get("x-ukemi-rule")
	if class == "" || class.Info().Class != class || rule == "" {
		return candidate{}, false
	}
	return candidate{class, rule, Sure, fact{path: inHeader, key: "x-ukemi-class", value: string(class)}, unsaid, nil}, true
}

// byFailure reads a paste that tells of no answer at all.
func byFailure(rd *reading) (candidate, bool) {
	if !rd.paste || rd.realStatus() >= 400 {
		return candidate{}, false
	}
	row, ok := failureOf(rd.told())
	if !ok {
		return candidate{}, false
	}
	retry := no
	if failures[row].retry {
		retry = yes
	}
	s := saying{fact{key: "text", value: rd.words}, -1, mentions{lower: letters.Lower(clip(rd.words, 4*maxWords))}}
	return candidate{failures[row].class, "failure-" + string(failures[row].kind), Likely, s.around(failures[row].words), retry, nil}, true
}

// retryable applies what overrules the class: the rule, the response's own
// x-should-retry, a wait that a billing hold states.
func retryable(rd *reading, c candidate, v Verdict) bool {
	retry := v.Class.Info().Retry
	if v.Class == Unknown {
		retry = v.Status >= 500 || v.Status == 0
	}
	switch {
	case rd.headers.Get("x-should-retry") == "false" || strings.HasPrefix(rd.headers.Get("grpc-retry-pushback-ms"), "-"):
		return false
	case c.retry != unsaid:
		return c.retry == yes
	case rd.headers.Get("x-should-retry") == "true" && v.Class != Billing && v.Class != QuotaExhausted: // which no wait mends
		return true
	case v.Class == Billing && v.Wait.Stated() && v.Wait.After <= 60_000:
		return true
	}
	return retry
}

// words fills in the upstream's own words from the innermost error that has
// them; of several texts in that error, the one that decided.
func words(rd *reading, best *candidate, v *Verdict) {
	said := best.said
	rd.inner(func(l *layer) bool {
		if v.Message == "" {
			v.Message = l.message.value
			if said != nil && said.layer >= 0 && l == &rd.layers[said.layer] {
				v.Message = said.value
			}
		}
		if v.Type == "" {
			v.Type = l.typ
		}
		if v.Code == "" {
			v.Code = l.code
		}
		if v.Param == "" {
			v.Param = l.param
		}
		if v.RequestID == "" {
			v.RequestID = l.request
		}
		return false
	})
	for _, name := range [...]string{"x-request-id", "request-id", "apim-request-id", "x-amzn-requestid", "cf-ray", "x-ms-request-id", "x-goog-request-id", "x-correlation-id"} {
		if id := rd.headers.Get(name); id != "" {
			v.RequestID = id
			break
		}
	}
	if v.Message == "" && readable(rd.words) {
		v.Message = rd.words
		if rd.title != "" {
			v.Message = rd.title
		} else if rd.paste && len(rd.words) > 2*maxEvidence && best.at.key == "text" { // of a log, the line that decided
			v.Message = best.at.value
		}
	}
	v.Message = redact(clip(strings.TrimSpace(v.Message), maxWords))
	if v.Rule == noError {
		v.Message = "No error."
	} else if v.Message == "" {
		v.Message = silence(v.Status, v.Class)
	}
	v.Type, v.Code, v.Param = word(v.Type), word(v.Code), clip(redact(v.Param), 256)
	v.RequestID = word(v.RequestID)
}

// word is a machine word of the upstream's as it may leave.
func word(s string) string { return redact(clip(s, 128)) }

// silence is the message of an answer that had none.
func silence(status int, class Class) string {
	if status == 0 {
		return "The error came without a message (" + class.Info().Means + ")."
	}
	return "The server answered " + itoa(status) + " without a message (" + class.Info().Means + ")."
}

func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n]
}

// evidence lists the deciding piece, the wait, what agreed, and what lost.
func evidence(rd *reading, all []candidate, best candidate, wait Wait, waitAt fact) []Evidence {
	out := make([]Evidence, 0, len(all)+1)
	show := func(f fact, says string, against bool) {
		if f.end > 0 {
			f.start, f.end = rd.inPaste(f.start+1)-1, rd.inPaste(f.end)
		}
		out = append(out, Evidence{f.field(), shorten(redact(clip(f.value, maxWords)), maxEvidence), says, against, f.start, f.end})
	}
	says := best.class.Info().Means
	if best.class == Unknown {
		says = strings.TrimSuffix(proseOf(best.rule, Unknown).happened, ".")
	}
	show(all[0].at, says, false)
	if wait.Stated() {
		show(waitAt, "wait "+wait.After.String(), false)
	}
	for _, c := range all[1:] {
		show(c.at, c.class.Info().Means, c.class != best.class)
	}
	return out
}

// chain shows the other errors around the deciding one, outermost first.
func chain(rd *reading) (links []Link) {
	if len(rd.layers) < 2 {
		return nil
	}
	for i := range rd.layers[:len(rd.layers)-1] {
		l := &rd.layers[i]
		if l.message.value == "" && l.code == "" && l.status == 0 {
			continue
		}
		links = append(links, Link{l.status, word(l.typ), word(l.code), shorten(redact(clip(l.message.value, maxWords)), maxEvidence)})
	}
	return links
}
