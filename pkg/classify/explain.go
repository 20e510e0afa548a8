// What a verdict means to a person: what happened, whose fault it is, what to
// do now. The words themselves stand in prose.go.

package classify

import "strings"

// Explanation of a verdict, for people.
type Explanation struct {
	// Title in a few words, Summary in one sentence.
	Title, Summary string
	// Badge is the advice in two or three words, BadgeKind its color:
	// "retry", "wait", "fix", "pay", "key", "switch", "stop".
	Badge, BadgeKind string
	Fault            Fault
	FaultText        string
	// Steps to take, in order.
	Steps []string
	// RetryAdvice: whether and when to send the same request again.
	RetryAdvice string
	// SDKs: what they do with this error on their own.
	SDKs []SDKBehavior
	// Sure says how sure the verdict is, and why.
	Sure string
	// Contract is the error as it would leave ukemi.
	Contract Answer
	Verdict  Verdict
}

// SDKBehavior is what one SDK does with an error by itself.
type SDKBehavior struct{ Name, Does string }

// Explain a verdict to a person.
func Explain(v Verdict) Explanation {
	p := proseOfRule(v)
	e := Explanation{
		Title: p.title, Summary: p.happened, Fault: v.Class.Info().Fault, FaultText: faultText(v.Class.Info().Fault),
		Contract: Render(v, Caller{Dialect: DialectOpenAI, HelpURL: "/_ukemi/"}), Verdict: v,
	}
	if v.Provider != "" {
		e.Summary = nameOf(v.Provider) + ": " + p.happened
	} else {
		e.Summary = strings.ToUpper(p.happened[:1]) + p.happened[1:]
	}
	e.Steps = append(e.Steps, p.steps...)
	if page := consolePage(v.Provider, v.Class); page != "" {
		e.Steps = append(e.Steps, page)
	}
	e.Badge, e.BadgeKind = badge(v, p)
	e.RetryAdvice = retryAdvice(v)
	e.SDKs = sdks(v)
	e.Sure = sure(v)
	return e
}

func badge(v Verdict, p prose) (text, kind string) {
	switch {
	case v.Retry && v.Wait.Stated():
		return "wait " + v.Wait.After.String(), "wait"
	case v.Retry:
		return "retry", "retry"
	case v.Wait.Stated() && v.Class.Info().Status == 429:
		return "wait " + v.Wait.After.String(), "wait"
	}
	if p.kind == "retry" {
		return "do not retry", "stop"
	}
	return p.badge, p.kind
}

func retryAdvice(v Verdict) string {
	switch {
	case v.Retry && v.Wait.Stated():
		return "Send the same request again, but not before " + v.Wait.After.String() + " have passed: the server says so (" + v.Wait.Source + ")."
	case v.Retry:
		return "Send the same request again after 0.5 s, then 1 s, then 2 s, each with some jitter; stop after 3 to 5 attempts."
	case v.Wait.Stated():
		return "Not now: the server names a wait of " + v.Wait.After.String() + ". Until then every attempt fails the same way."
	case v.Class.Info().OtherModel && !v.Class.Info().Retry:
		return "The same request fails again; another model may answer it."
	}
	return "Sending the same request again brings the same error."
}

// sdks tells what the official SDKs decide from status and headers alone:
// 408, 409, 429 and 5xx are retried twice, x-should-retry is obeyed; the AI
// SDK heeds no header.
func sdks(v Verdict) []SDKBehavior {
	status := v.Status
	again := status == 408 || status == 409 || status == 429 || status >= 500 || status == 0 && (v.Class == Connection || v.Class == Timeout)
	official, ai := "gives up at once", "gives up at once"
	if again {
		official, ai = "retries twice, 0.5–8 s apart", "retries twice, 2 s and 4 s apart"
	}
	if again && v.Wait.Stated() && v.Wait.After <= 60_000 && v.Wait.Source != "message" {
		official = "retries twice, after " + v.Wait.After.String()
	}
	if again != v.Retry {
		suffix := " – in vain"
		if v.Retry {
			suffix = " – although a retry would help"
		}
		official, ai = official+suffix, ai+suffix
	}
	return []SDKBehavior{{"OpenAI SDK", official}, {"Anthropic SDK", official}, {"Vercel AI SDK", ai}}
}

func sure(v Verdict) string {
	because := ""
	if len(v.Evidence) > 0 && v.Evidence[0].Value != "" {
		because = ": " + v.Evidence[0].Field + " says “" + clip(v.Evidence[0].Value, 100) + "”"
	}
	switch v.Confidence {
	case Sure:
		return "Sure" + because + "."
	case Likely:
		return "Likely" + because + "."
	}
	return "A guess: nothing but the status or a lone word speaks" + because + "."
}
