// From the neutral form to the verdict: the class that the signals add up to
// (weigh.go), what overrules whether it may be sent again, the upstream's own
// message and codes, and the evidence.

package classify

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
	"github.com/ukemi-dev/ukemi/pkg/cure"
)

// FromResponse classifies an HTTP answer that is, or may be, an error.
func FromResponse(r Response) Verdict {
	rd := readResponse(r)
	v := judge(rd)
	rd.release()
	return v
}

// FromPaste classifies whatever a person copied.
func FromPaste(text string) Verdict { return judge(readPaste(text)) }

// decision is what the signals add up to.
type decision struct {
	class   Class
	rule    string
	margin  int    // how far the class is ahead of the next, in the weights' unit
	agree   ranked // signals for the class
	against ranked // signals for others
	retry   bool
	own     bool // the error is one that ukemi wrote
	stated  bool // by its headers
}

func judge(rd *parsed) Verdict {
	headerCodes(rd)
	rd.collectPassages()
	d := decide(rd)
	stated := statedWait(rd, d.class.waiting())
	wait := stated.Wait
	v := Verdict{
		Class: d.class, Rule: d.rule, Confidence: confidenceOf(&d),
		Status: rd.realStatus(), Wait: wait, Provider: recognize(rd, answered(rd, &d)), Dialect: dialectOf(rd),
	}
	if v.Class == RateLimit && wait.After >= 3_600_000 { // a window of hours is a quota, whatever its name
		v.Class, v.Rule, d.retry = QuotaExhausted, "wait-of-hours", false
	}
	if v.Class == QuotaExhausted && !d.own && wait.Stated() && wait.After <= 60_000 && (d.retry || !strings.Contains(rd.source, "googleapis.com")) {
		v.Class, v.Rule, d.retry = RateLimit, "wait-short", true // a place is free in seconds; Google states that for a day's quota, too
	}
	v.Retry = retryable(rd, d.retry, v)
	fillMessages(rd, &d, &v)
	if d.own {
		rd.fillOwn(&v, d.stated)
	}
	v.Evidence = evidence(rd, &d, v.Message, stated)
	if value := rd.headers.Get("x-should-retry"); value == "false" && v.Class.Info().Retry {
		v.Evidence = append(v.Evidence, Evidence{Field: inHeader + " x-should-retry", Value: value, Meaning: MeansNoRetry})
	}
	v.Chain = chain(rd)
	v.Fix = cure.Find(cure.Error{
		Class: string(v.Class), Provider: v.Provider, Param: v.Param, Message: v.Message, Text: rd.errorText(),
	})
	return v
}

// errorText is the source where it is an error as it came off the wire, and the part of a
// paste that holds its error objects. A request that was pasted with it is no error.
func (rd *parsed) errorText() string {
	if !rd.paste {
		return rd.source
	}
	from, to := len(rd.source), 0
	for i := range rd.objects {
		l := &rd.objects[i]
		if !l.hasEvidence() || l.names {
			continue
		}
		for _, list := range [...][]field{l.codes, {l.message}, l.fields} {
			for j := range list {
				if f := &list[j]; f.end > 0 {
					from, to = min(from, f.start), max(to, f.end)
				}
			}
		}
	}
	if from >= to || to > len(rd.source) {
		return ""
	}
	if open := strings.LastIndexAny(rd.source[:from], "{\n"); open >= 0 && from-open < 300 {
		from = open
	}
	return rd.source[from:to]
}

// answered reports whether an answer came, as far as the input tells.
func answered(rd *parsed, d *decision) bool {
	switch d.class {
	case Connection, Timeout, Canceled:
		if rd.paste && rd.realStatus() == 0 && rd.isUnreached() {
			return false
		}
		return !rd.paste || rd.realStatus() != 0 || rd.hasErrorObject() && !strings.Contains(rd.source, "NSURLErrorDomain")
	case Authentication: // of a variable that is not set the caller's own program tells, with the page where keys are made
		return !strings.Contains(rd.source[:min(len(rd.source), 16*maxWords)], "_API_KEY")
	}
	return true
}

// isUnreached reports whether no server was reached: error objects are then what the
// client itself logged.
func (rd *parsed) isUnreached() bool {
	row, failed := failureOf(rd.allText())
	if !failed {
		return false
	}
	switch failures[row].kind {
	case FailureDNS, FailureTLS, FailureRefused:
		return true
	}
	return false
}

// hasErrorObject reports whether an error object was read, which is more than
// the name of an exception.
func (rd *parsed) hasErrorObject() bool {
	for i := range rd.objects {
		for _, code := range rd.objects[i].codes {
			if code.key != exceptionName {
				return true
			}
		}
		if len(rd.objects[i].codes) == 0 {
			return true
		}
	}
	return false
}

// headerCodes takes the codes that AWS, Vercel, Azure and Hugging Face put into
// headers.
func headerCodes(rd *parsed) {
	for _, name := range [...]string{"x-amzn-errortype", ":exception-type", "x-vercel-error", "x-ms-error-code", "x-error-code"} {
		if code := rd.headers.Get(name); code != "" {
			if len(rd.objects) == 0 {
				rd.objects = append(rd.objects, errorObject{})
			}
			l := &rd.objects[len(rd.objects)-1] // it belongs to the message in the body
			if l.codes = append(l.codes, field{path: inHeader, key: name, value: code}); l.typ == "" {
				l.typ = code
			}
		}
	}
}

// MeansNoRetry is what the evidence x-should-retry: false says.
const MeansNoRetry = "do not retry"

// decide adds up the signals.
func decide(rd *parsed) decision {
	d := weigh(rd.signals())
	class, rule, stated := rd.isOwn()
	at := field{path: inHeader, key: "x-ukemi-class", value: string(class)}
	if d.stated = stated; !stated {
		class, rule = rd.own.class(), "ukemi-body"
		if d.own = class != "" && !rd.newerWords(); !d.own || d.class == class {
			return d
		}
		at = field{path: "error", key: "code", value: rd.own.members[3].Value.Text}
	}
	d.class, d.rule, d.margin, d.retry, d.own = class, rule, marginSure, class.Info().Retry, true
	d.agree, d.against = ranked{}, ranked{}
	kept := at // at itself is for the stack: most errors are not ours
	d.agree[0].signal = &signal{feature: -1, share: full, at: &kept}
	return d
}

// retryable is whether the request may be sent again: what the signals add up to,
// unless the response's own x-should-retry or gRPC pushback says otherwise, or a
// billing hold states a wait.
func retryable(rd *parsed, retry bool, v Verdict) bool {
	switch {
	case rd.headers.Get("x-should-retry") == "false" || strings.HasPrefix(rd.headers.Get("grpc-retry-pushback-ms"), "-"):
		return false
	case rd.headers.Get("x-should-retry") == "true" && v.Class != Billing && v.Class != QuotaExhausted: // which no wait mends
		return true
	case v.Class == Billing && v.Wait.Stated() && v.Wait.After <= 60_000:
		return true
	case v.Rule == "failure-tls", v.Rule == "failure-cors", v.Rule == "failure-blocked":
		return false
	}
	return retry
}

// fillMessages fills in the upstream's own message, type, code, param and request
// id. The message is the text that decided, else that of the innermost error.
func fillMessages(rd *parsed, d *decision, v *Verdict) {
	var deciding *passage
	strongest := d.strongestInText()
	if strongest != nil {
		deciding = d.fullest(strongest.passage)
	}
	rd.innermostFirst(func(l *errorObject) bool {
		if v.Message == "" {
			v.Message = l.message.value
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
	if deciding != nil && deciding.object >= 0 && (v.Message == "" || strings.Index(deciding.value, v.Message) < 0 && deciding.value != strings.TrimSpace(rd.outsideText)) {
		v.Message = deciding.value // an outer text that repeats the inner error, or stands around it, does not replace it
	}
	for _, name := range [...]string{"x-request-id", "request-id", "apim-request-id", "x-amzn-requestid", "cf-ray", "x-ms-request-id", "x-goog-request-id", "x-correlation-id"} {
		if id := rd.headers.Get(name); id != "" {
			v.RequestID = id
			break
		}
	}
	if (v.Message == "" || isFragment(v.Message)) && readable(rd.outsideText) {
		v.Message = rd.outsideText
		if rd.title != "" {
			v.Message = rd.title
		}
	}
	if long := len(v.Message) > 2*maxQuote || strings.IndexByte(v.Message, '\n') >= 0; long && strings.TrimSpace(v.Message) != strings.TrimSpace(rd.outsideText) {
		v.Message, _, _ = strings.Cut(v.Message, "\n    at ")
		v.Message = withoutFrames(v.Message)
	} else if rd.paste && (long || logPrefix(v.Message) > 0) {
		hint := ""
		if strongest != nil {
			hint = strongest.place().value
		}
		from, to := quoteIn(v.Message, hint)
		v.Message = v.Message[from:to]
	}
	v.Message = redact(letters.Clip(strings.TrimSpace(v.Message), maxWords))
	if v.Rule == NoError {
		v.Message = "No error."
	} else if v.Message == "" {
		v.Message = messageOfClass(v.Status, v.Class)
	}
	v.Type, v.Code, v.Param = word(v.Type), word(v.Code), letters.Clip(redact(v.Param), 256)
	v.RequestID = word(v.RequestID)
}

// isFragment reports whether a text is the beginning of an object and no
// message: what is left of JSON that was cut.
func isFragment(text string) bool {
	return text[0] == '{' || text[0] == '[' && !isText(text) || text == "[object Object]"
}

// fullest is the first text that decided which is a sentence: "Payment Required"
// is none; else the text that decided.
func (d *decision) fullest(strongest *passage) *passage {
	for i := range d.agree {
		if s := d.agree[i].signal; s != nil && s.passage != nil && s.passage.object == strongest.object && strings.Count(s.passage.value, " ") > 1 {
			return s.passage
		}
	}
	return strongest
}

// word is a machine word of the upstream's as it may leave.
func word(s string) string { return redact(letters.Clip(s, 128)) }

// messageOfClass is the message of an answer that had none.
func messageOfClass(status int, class Class) string {
	means := " (" + class.Info().Means + ")."
	if class == Unknown {
		means = "."
	}
	if status == 0 {
		return "The error came without a message" + means
	}
	return "The server answered " + itoa(status) + " without a message" + means
}

// evidence lists the deciding piece, the wait, what agreed, and what lost.
func evidence(rd *parsed, d *decision, message string, wait *bound) []Evidence {
	out := make([]Evidence, 0, 8)
	show := func(f field, says string, against bool) {
		if len(f.value) > maxQuote || strings.IndexByte(f.value, '\n') >= 0 || logPrefix(f.value) > 0 {
			whole := passage{field: f}
			f = whole.part(quoteIn(f.value, ""))
		}
		if line := strings.TrimSpace(f.value); line == "" || pythonFrame(line) {
			return
		}
		if f.end > 0 {
			f.start, f.end = rd.inPaste(f.start+1)-1, rd.inPaste(f.end)
		}
		value := letters.Clip(f.value, maxWords)
		if strings.Index(message, value) < 0 { // the message leaves, too, and was searched for secrets
			value = redact(value)
		}
		e := Evidence{f.field(), letters.Shorten(value, maxEvidence), says, against, f.start, f.end}
		for i := range out {
			if out[i].Field == e.Field && strings.Index(out[i].Value, e.Value) >= 0 {
				return
			}
		}
		out = append(out, e)
	}
	says := d.class.Info().Means
	switch {
	case d.rule == NoError:
		says = "the answer is complete"
	case d.rule == "words-local", d.rule == "bug-of-caller":
		says = "of a program on the caller's side"
	case d.rule == "nothing-known":
		says = "not recognized"
	}
	for i := range d.agree {
		if s := d.agree[i].signal; s != nil && i < 4 {
			show(s.place(), says, false)
		}
		if i == 0 && wait.Stated() {
			var few [32]byte
			show(wait.at, string(wait.After.append(append(few[:0], "wait "...))), false)
		}
	}
	if len(out) == 0 {
		show(rest(rd, message), says, false)
	}
	for i := range d.against {
		if s := d.against[i].signal; s != nil && i < 3 {
			class := &classes[d.against[i].class]
			if class.Class == Unknown || s.passage != nil && 3*d.against[i].adds < d.agree[0].adds { // too weak to matter to a person
				continue
			}
			show(s.place(), class.Means, true)
		}
	}
	return out
}

// rest is what is shown of an input in which nothing is evidence for a class:
// its message, status or text.
func rest(rd *parsed, message string) field {
	for _, f := range [...]field{{key: "text", value: rd.outsideText}, {key: "text", value: rd.source}, {key: "message", value: message}, {key: "status", value: itoa(rd.realStatus())}} {
		if readable(f.value) || isNumber(f.value) && f.value != "0" {
			return f
		}
	}
	return field{key: "text", value: "no text"}
}

// chain shows the other errors around the deciding one, outermost first.
func chain(rd *parsed) (links []Link) {
	if len(rd.objects) < 2 {
		return nil
	}
	for i := range rd.objects[:len(rd.objects)-1] {
		l := &rd.objects[i]
		if l.message.value == "" && l.code == "" && l.status == 0 {
			continue
		}
		links = append(links, Link{l.status, word(l.typ), word(l.code), letters.Shorten(redact(letters.Clip(l.message.value, maxWords)), maxEvidence)})
	}
	return links
}
