// What a verdict means to a person: what happened, whose fault it is, what to
// do now. The words themselves stand in prose.go.

package explain

import (
	"slices"
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
	// Steps to take, in order.
	Steps []string
	// RetryAdvice: whether and when to send the same request again.
	RetryAdvice string
	// SDKs: what they do with this error on their own.
	SDKs []SDKBehavior
	// Sure says how sure the verdict is, and why.
	Sure string
	// Contract is the error as it would leave ukemi.
	Contract classify.Answer
	Verdict  classify.Verdict
}

// SDKBehavior is what one SDK does with an error by itself.
type SDKBehavior struct{ Name, Does string }

// Verdict explains a verdict to a person.
func Verdict(v classify.Verdict) Explanation {
	p := proseOf(v.Rule, v.Class)
	e := Explanation{
		Title: p.title, Summary: p.happened, Responsible: v.Responsible(), ResponsibleText: responsibleText(v),
		Contract: classify.Render(v, classify.Caller{Dialect: classify.DialectOpenAI, HelpURL: "/_ukemi/"}), Verdict: v,
	}
	if v.Provider != "" {
		e.Summary = providerName(v) + ": " + p.happened
	} else {
		e.Summary = letters.Upper(p.happened[:1]) + p.happened[1:]
	}
	e.Steps = steps(v, p)
	e.Badge, e.BadgeKind = badge(v, p)
	e.RetryAdvice = retryAdvice(v)
	e.SDKs = sdks(v)
	e.Sure = sure(v)
	return e
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
	add(who.Tip(string(v.Class)))
	for _, step := range strings.Split(p.steps, "|") {
		add(step)
	}
	add(page(who, v.Class))
	if v.RequestID != "" && v.Responsible() == classify.PartyProvider && kind != provider.Server {
		add("If you report it: the request id is " + v.RequestID + ".")
	}
	return all
}

// page is the provider's page that helps with a class, as a step.
func page(p *provider.Provider, c classify.Class) string {
	switch c {
	case classify.Authentication, classify.Permission:
		return step("The place for it: ", p.Keys)
	case classify.Billing:
		return step("The place for it: ", p.Money)
	case classify.RateLimit, classify.QuotaExhausted:
		return step("Your limits stand here: ", p.Limits)
	case classify.ServerError, classify.Unavailable, classify.Overloaded, classify.Timeout:
		return step("Whether others have it too: ", p.Status)
	}
	return ""
}

func step(words, place string) string {
	if place == "" {
		return ""
	}
	return words + place + "."
}

func providerName(v classify.Verdict) string {
	p, _ := provider.Find(v.Provider)
	return p.Name
}

func badge(v classify.Verdict, p prose) (text, kind string) {
	switch {
	case v.Retry && v.Wait.Stated():
		return "wait " + v.Wait.After.String(), "wait"
	case v.Retry && p.kind != "fix" && v.Class != classify.Unknown:
		return "retry", "retry"
	case v.Wait.Stated() && v.Class.Info().Status == 429:
		return "wait " + v.Wait.After.String(), "wait"
	}
	if p.kind == "retry" {
		return "do not retry", "stop"
	}
	return p.badge, p.kind
}

func retryAdvice(v classify.Verdict) string {
	switch {
	case v.Retry && v.Wait.Stated():
		return "Send the same request again, but not before " + v.Wait.After.String() + " have passed: the server says so (" + v.Wait.Source + ")."
	case v.Rule == classify.NoError:
		return "There is nothing to send again."
	case v.Retry && v.Class == classify.Unknown:
		return "Send the same request again once; nothing in here says whether that helps."
	case v.Retry:
		return "Send the same request again after 0.5 s, then 1 s, then 2 s, each with some jitter; stop after 3 to 5 attempts."
	case v.Wait.Stated() && v.Class.Info().Responsible == classify.PartyCaller:
		return "The server names a wait of " + v.Wait.After.String() + ", but no wait mends this: the request itself must change."
	case v.Wait.Stated():
		return "Not now: the server names a wait of " + v.Wait.After.String() + ". Until then every attempt fails the same way."
	case v.Class.Info().OtherModel && !v.Class.Info().Retry:
		return "The same request fails again; another model may answer it at once."
	}
	return "Sending the same request again brings the same error."
}

// sdks tells what the official SDKs decide from status and headers alone:
// 408, 409, 429 and 5xx are retried twice, x-should-retry is obeyed; the AI
// SDK heeds no header.
func sdks(v classify.Verdict) []SDKBehavior {
	status := v.Status
	again := status == 408 || status == 409 || status == 429 || status >= 500 || status == 0 && (v.Class == classify.Connection || v.Class == classify.Timeout)
	official, ai := "gives up at once", "gives up at once"
	if again {
		official, ai = "retries twice, 0.5–8 s apart", "retries twice, 2 s and 4 s apart"
	}
	told := slices.ContainsFunc(v.Evidence, func(e classify.Evidence) bool { return e.Says == classify.SaysNoRetry })
	if told {
		official = "gives up at once, as x-should-retry asks"
	}
	if again && !told && v.Wait.Stated() && v.Wait.After <= 60_000 && v.Wait.Source != "message" {
		official = "retries twice, after " + v.Wait.After.String()
	}
	if again != v.Retry {
		suffix := " – in vain"
		if v.Retry {
			suffix = " – although a retry would help"
		}
		ai += suffix
		if !told {
			official += suffix
		}
	}
	return []SDKBehavior{{"OpenAI SDK", official}, {"Anthropic SDK", official}, {"Vercel AI SDK", ai}}
}

// sure says how sure the class is, and why.
func sure(v classify.Verdict) string {
	if len(v.Evidence) == 0 || v.Evidence[0].Value == "" {
		return "A guess: there was little to go by."
	}
	field, agree, against := v.Evidence[0].Field, 0, ""
	for _, e := range v.Evidence[1:] {
		switch {
		case e.Against && against == "":
			against = e.Field
		case e.Says == v.Evidence[0].Says:
			agree++
		}
	}
	because := field + " says “" + letters.Shorten(strings.ReplaceAll(v.Evidence[0].Value, "\n", " "), 100) + "”"
	if agree > 0 {
		because += ", and the rest agrees"
	}
	if against != "" {
		because += "; " + against + " alone would say otherwise"
	}
	switch v.Confidence {
	case classify.Sure:
		return "Sure: " + because + "."
	case classify.Likely:
		return "Likely: " + because + "."
	}
	return "A guess: nothing but " + field + " speaks. Headers and body would tell more."
}
