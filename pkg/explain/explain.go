// What a verdict means to a person: what happened, who is responsible, what to
// do now. The sentences about classes and rules stand in prose.go, those about
// sending the request again in again.go, those about who answered in
// responsible.go.

package explain

import (
	"strconv"
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
	"github.com/ukemi-dev/ukemi/internal/provider"
	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// Explanation of a verdict, for people.
type Explanation struct {
	// Title in a few words, Summary in one sentence.
	Title, Summary string
	// Badge is the advice in two or three words, BadgeKind its color:
	// "retry", "wait", "fix", "pay", "key", "switch", "stop".
	Badge, BadgeKind string
	// Responsible has to act, ResponsibleText says so in a sentence.
	Responsible     classify.Party
	ResponsibleText string
	// Fix is the change of the request that ends the error, if it names one.
	Fix Fix
	// Steps to take, in order.
	Steps []string
	// RetryAdvice: whether and when to send the same request again.
	RetryAdvice string
	// SDKs: what they do with this error on their own.
	SDKs []SDKBehavior
	// Sure says how sure the verdict is, and why.
	Sure string
	// Answer is the error as it would leave ukemi.
	Answer  classify.Answer
	Verdict classify.Verdict
}

// SDKBehavior is what one SDK does with an error by itself.
type SDKBehavior struct{ Name, Does string }

// Verdict explains a verdict to a person.
func Verdict(v classify.Verdict) Explanation {
	p := proseOf(v)
	e := Explanation{
		Title: title(v, p), Summary: summary(v, p), Responsible: v.Responsible(), ResponsibleText: responsibleText(v),
		Steps: steps(v, p), RetryAdvice: retryAdvice(v, p), SDKs: sdks(v), Sure: sure(v),
		Fix: fixOf(v), Answer: classify.Render(v, classify.Caller{Format: classify.FormatOpenAI, HelpURL: "/_ukemi/"}), Verdict: v,
	}
	e.Badge, e.BadgeKind = badge(v, p)
	return e
}

// isGuess reports whether the class is a guess that a text has to be worded as.
func isGuess(v classify.Verdict) bool {
	return v.Confidence == classify.Guess && v.Class != classify.Unknown
}

// isOpen reports whether the class is not known and an error is there.
func isOpen(v classify.Verdict) bool {
	if v.Class != classify.Unknown {
		return false
	}
	switch v.Rule {
	case classify.NoError, "words-no-json", "words-local", "words-model-output", "bug-of-caller":
		return false
	}
	return true
}

func title(v classify.Verdict, p prose) string {
	if isGuess(v) {
		return "Probably: " + letters.Lower(p.title[:1]) + p.title[1:]
	}
	return p.title
}

func summary(v classify.Verdict, p prose) string {
	happened := p.happened
	if isOpen(v) {
		happened = "no rule recognizes this error"
		if v.Status > 0 {
			happened += "; status " + strconv.Itoa(v.Status)
		}
		happened += unknowns[min(v.Status/100, 5)].known
	}
	if p, _ := provider.Find(v.Provider); v.Provider != "" && (!p.Carrier || v.Responsible() == classify.PartyGateway) {
		return p.Name + ": " + happened
	}
	return letters.Upper(happened[:1]) + happened[1:]
}

// unknowns are the rest of the summary of an error of no known class, and where to
// look first, by the first digit of the status.
var unknowns = [6]struct{ known, look string }{
	0: {", and the text contains no HTTP status.",
		"Look for the HTTP status: 4xx means that the request was refused, 5xx that the server failed."},
	2: {" means success.", "Check the code that reads the answer: it may expect another shape of answer."},
	3: {" sends the caller to another address.", "Check the base URL (https, /v1, no missing or extra slash)."},
	4: {" means that the server refused the request.",
		"Read the quoted line as the reason for the refusal, and compare it with the API reference."},
	5: {" means that the server failed.",
		"See the server's log or status page; the quoted line is all that this answer contains."},
}

// steps are what to do, the concrete before the general: what this very error
// names, what its provider needs, what helps with its class, where to look.
func steps(v classify.Verdict, p prose) (all []string) {
	who, kind := provider.Find(v.Provider)
	add := func(step string) {
		if step != "" {
			all = append(all, step)
		}
	}
	if v.Param != "" && (v.Class == classify.InvalidRequest || v.Class == classify.ContextLength) {
		add("Begin with the parameter “" + letters.Clip(v.Param, 80) + "”: the answer names it.")
	}
	if isOpen(v) {
		add(unknowns[min(v.Status/100, 5)].look)
	}
	if p.of != rowHeld && p.of != rowBug && (!who.Carrier || !isAccount(v.Class) || carrierAnswered(v)) {
		add(who.Tip(string(v.Class)))
	}
	all = append(all, p.stepsOf(v.Retry, sendAgain(v, p))...)
	add(place(v, who, kind))
	if v.RequestID != "" && v.Rule != classify.NoError &&
		v.Responsible() == classify.PartyProvider && kind != provider.Server {
		add("If you report it: the request id is " + v.RequestID + ".")
	}
	return all
}

func providerName(v classify.Verdict) string {
	p, _ := provider.Find(v.Provider)
	return p.Name
}

// sure says how sure the class is, and why.
func sure(v classify.Verdict) string {
	if len(v.Evidence) == 0 {
		return "A guess: there is no evidence."
	}
	first := v.Evidence[0]
	agree, against := 0, ""
	for _, e := range v.Evidence[1:] {
		switch {
		case e.Against && against == "":
			against = e.Field
		case e.Meaning == first.Meaning:
			agree++
		}
	}
	because := first.Field + " is “" + letters.Shorten(strings.Trim(oneLine(first.Value), "“”"), 100) + "”"
	switch {
	case isOpen(v):
		return "Not known: " + because + ", which no rule recognizes."
	case v.Confidence == classify.Guess && agree == 0:
		because = "only this points to it: " + because
	case agree > 0:
		because += ", and other evidence agrees"
	}
	if against != "" {
		because += "; " + against + " alone points to another class"
	}
	switch v.Confidence {
	case classify.Sure:
		return "Sure: " + because + "."
	case classify.Likely:
		return "Likely: " + because + "."
	}
	return "A guess: " + because + ". More of the answer (headers, body) would help."
}

// oneLine replaces every run of whitespace by one space.
func oneLine(text string) string {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		if text[i] > ' ' {
			out = append(out, text[i])
		} else if len(out) > 0 && out[len(out)-1] != ' ' {
			out = append(out, ' ')
		}
	}
	return strings.TrimSpace(string(out))
}
