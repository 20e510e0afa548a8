// Who has to act, and whom to ask.

package explain

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
	"github.com/ukemi-dev/ukemi/internal/provider"
	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// responsibleText says in a sentence who has to act.
func responsibleText(v classify.Verdict) string {
	who, kind := provider.Find(v.Provider)
	name := "The API or gateway that you call"
	switch {
	case v.Rule == classify.NoError:
		return "Nobody's."
	case v.Rule == "words-local", v.Rule == "bug-of-caller":
		return "A program on your side failed."
	case v.Rule == ruleChallenge:
		return "A security check between you and the API refused the call."
	case v.Class == classify.Unknown:
		return "It cannot be told."
	case kind == provider.Server:
		name = "Your own " + who.Name
	case v.Provider != "":
		name = who.Name
	}
	switch v.Responsible() {
	case classify.PartyCaller:
		switch v.Class {
		case classify.Canceled:
			return "Your side canceled it; the request is fine."
		case classify.Conflict:
			return "Another operation of yours is in the way; the request is fine."
		}
		if v.Retry {
			return "The answer did not fit the program; the request may be fine."
		}
		return "The request needs a change."
	case classify.PartyAccount:
		if v.Class == classify.RateLimit || v.Class == classify.QuotaExhausted {
			return "The account's limit is reached; the request itself is fine."
		}
		return "The account or key needs attention."
	case classify.PartyNetwork:
		if v.Status >= 400 {
			return "A connection behind the server failed."
		}
		return "Something between you and the server failed."
	case classify.PartyGateway:
		return who.Name + ", between you and the provider, got no good answer."
	}
	if v.Class == classify.Timeout {
		return name + ", or something on the way, was too slow; your request is fine."
	}
	if !v.Retry { // the request may have a part in it
		return name + " has a problem."
	}
	return name + " has a problem; your request is fine."
}

// isAccount reports whether errors of a class are settled with the operator of
// the API: on its pages, or by asking.
func isAccount(c classify.Class) bool {
	switch c {
	case classify.Authentication, classify.Permission, classify.Billing, classify.RateLimit, classify.QuotaExhausted:
		return true
	}
	return false
}

// carrierAnswered reports whether a proxy or platform that mostly passes on the
// answers of others made this one itself: Workers AI numbers its errors.
func carrierAnswered(v classify.Verdict) bool {
	return strings.HasPrefix(v.Rule, v.Provider) || len(v.Code) > 3 && v.Code[0] <= '9' && v.Code[3] <= '9'
}

// askOperator is the step for a provider that is not known, or has no page.
func askOperator(v classify.Verdict) string {
	step := "For access, "
	switch v.Class {
	case classify.Authentication:
		step = "For a valid key, "
	case classify.Billing:
		step = "To top up, "
	case classify.RateLimit:
		step = "For a higher limit, "
	case classify.QuotaExhausted:
		step = "For the time of the reset or a larger quota, "
	}
	step += "ask whoever runs the API or gateway that you call"
	if words := askIn(v.Message); words != "" {
		return step + "; its message says: “" + words + "”"
	}
	return step + "."
}

// askWords begin a sentence that names somebody to ask.
var askWords = [...]string{
	"contact ", "reach out", "get in touch", "ask your", "ask the", "email ", "write to",
	"联系", "咨询", "お問い合わせ", "문의", "обратитесь",
}

// askIn is the sentence of a message that names somebody to ask, "" if there is
// none.
func askIn(message string) string {
	for rest := oneLine(message); rest != ""; {
		sentence := rest
		for _, end := range [...]string{". ", "! ", "? ", "; ", "。", "！", "，"} {
			if i := strings.Index(sentence, end); i >= 0 {
				sentence = sentence[:i+len(end)]
			}
		}
		rest = rest[len(sentence):]
		lower := letters.Lower(sentence)
		for _, word := range askWords {
			if strings.Contains(lower, word) {
				return letters.Shorten(strings.TrimSpace(sentence), 160)
			}
		}
	}
	return ""
}
