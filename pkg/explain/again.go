// Whether and when to send the same request again: every sentence and badge
// about it follows from the verdict's Retry and Wait.

package explain

import (
	"slices"
	"strconv"

	"github.com/ukemi-dev/ukemi/internal/provider"
	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// shortWait is the longest stated wait that a used-up quota is not believed to
// end after: some providers state the wait of another, shorter limit.
const shortWait classify.Millis = 120_000

// waitsForReset reports whether the stated wait is one after which the request
// may succeed, although it is not to be sent again by itself.
func waitsForReset(v classify.Verdict) bool {
	return !v.Retry && v.Wait.Stated() && v.Class.Info().Status == 429 && v.Wait.After > shortWait
}

func badge(v classify.Verdict, p prose) (text, kind string) {
	switch {
	case v.Retry && v.Wait.Stated(), waitsForReset(v):
		return "wait " + v.Wait.After.String(), "wait"
	case v.Exhausted:
		return "try again later", "wait"
	case v.Retry && p.kind == "fix":
		return "check, then retry", "retry"
	case v.Retry:
		return "retry", "retry"
	case p.kind == "retry" || v.Class == classify.RateLimit:
		return "do not retry", "stop"
	}
	return p.badge, p.kind
}

// sendAgain is the step of sending the request again, "" where it is not to be.
func sendAgain(v classify.Verdict, p prose) string {
	switch {
	case !v.Retry:
		return ""
	case v.Wait.Stated():
		return "Wait " + v.Wait.After.String() + ", then send it again."
	case v.Exhausted && v.Attempts > 1:
		return "It was tried " + tried(v) + ". Send it again in some minutes."
	case v.Exhausted:
		return "Send it again in some minutes."
	case p.kind == "fix":
		return "If all of this is right, send it again: the failure may pass."
	}
	return "Send it again, with growing waits: 0.5 s, 1 s, 2 s."
}

// tried is how often and how long an edge on the way tried.
func tried(v classify.Verdict) string {
	text := strconv.Itoa(v.Attempts) + " times"
	if v.Took > 0 {
		text += " in " + v.Took.String()
	}
	return text
}

func retryAdvice(v classify.Verdict, p prose) string {
	after := v.Wait.After.String()
	switch {
	case v.Retry && v.Wait.Stated():
		return "Send the same request again, but not before " + after + " have passed: the server states this wait (" +
			v.Wait.Source + ")."
	case v.Exhausted && v.Attempts > 1:
		return "Tried " + tried(v) + " without success. Try again in some minutes; more attempts at once only add load."
	case v.Exhausted:
		return "Try again in some minutes; more attempts at once only add load."
	case v.Retry && p.kind == "fix":
		return "Send the same request again after 0.5 s, then 1 s, then 2 s. If it fails in the same way, do the " +
			"steps below."
	case v.Retry:
		return "Send the same request again after 0.5 s, then 1 s, then 2 s, each with some jitter; " +
			"stop after 3 to 5 attempts."
	case v.Rule == classify.NoError:
		return "There is nothing to send again."
	case v.Class == classify.Unknown:
		return "Not by itself: nothing in here shows whether the same request would succeed."
	case v.Class == classify.Canceled:
		return "Not by itself: send it again only if the answer is still wanted."
	case waitsForReset(v):
		return "Not now: the server states a wait of " + after + ", and until then every attempt fails."
	}
	advice := "The same request fails again until " + until(v) + "."
	if v.Class.Info().OtherModel && !v.Class.Info().Retry {
		advice += " Another model may answer it at once."
	}
	if isGuess(v) {
		advice = "If the guess is right: t" + advice[1:]
	}
	if v.Wait.Stated() {
		advice += " The stated wait of " + after + " does not change that."
	}
	return advice
}

// until is what has to happen before the same request can succeed.
func until(v classify.Verdict) string {
	switch v.Rule {
	case ruleRegion:
		return "it comes from another region"
	case ruleChallenge:
		return "it comes another way"
	}
	switch v.Class {
	case classify.QuotaExhausted:
		return "the quota is reset or raised"
	case classify.Conflict:
		return "the other operation has ended"
	case classify.ModelNotFound:
		return "the model's name or the base URL is changed"
	case classify.RateLimit:
		return "the limit is raised"
	case classify.Authentication, classify.Permission:
		return "the key or its rights are changed"
	case classify.Billing:
		return "the account has credit again"
	case classify.Connection:
		return "the setup is changed"
	}
	if v.Class.Info().Responsible == classify.PartyCaller {
		return "the request is changed"
	}
	return "the server is repaired"
}

// sdks tells what the official SDKs decide from status and headers alone:
// 408, 409, 429 and 5xx are retried twice, x-should-retry is obeyed; the AI SDK
// ignores x-should-retry. All wait for a stated wait of up to a minute, the AI SDK
// since its version 6.
func sdks(v classify.Verdict) []SDKBehavior {
	status, prefix := v.Status, ""
	noAnswer := status == 0 && (v.Class == classify.Connection || v.Class == classify.Timeout)
	switch {
	case v.Rule == classify.NoError || status == 0 && v.Class == classify.Canceled:
		return bySDK("nothing", "nothing")
	case v.Class == classify.Unknown && status == 0:
		return bySDK("depends on the status, which is not in here", "depends on the status, which is not in here")
	case status == 0 && !noAnswer: // the input does not contain the status that the SDK saw
		status = classify.OutgoingStatus(v)
		prefix = "on status " + strconv.Itoa(status) + ": "
	}
	again := noAnswer || status == 408 || status == 409 || status == 429 || status >= 500
	official, ai := "gives up at once", "gives up at once"
	if again {
		official, ai = "retries twice, 0.5–8 s apart", "retries twice, 2 s and 4 s apart"
	}
	told := slices.ContainsFunc(v.Evidence, func(e classify.Evidence) bool { return e.Meaning == classify.MeansNoRetry })
	if told {
		official = "gives up at once, as x-should-retry asks"
	}
	if again && v.Wait.Stated() && v.Wait.After <= 60_000 && v.Wait.Source != "message" {
		ai = "retries twice, after " + v.Wait.After.String()
		if !told {
			official = ai
		}
	}
	if again && v.Exhausted {
		ai += " – although it has been retried"
	}
	if again != v.Retry && v.Class != classify.Unknown && v.Class != classify.Canceled {
		suffix := " – in vain"
		switch {
		case v.Retry:
			suffix = " – although a retry may help"
		case isGuess(v):
			suffix = " – probably in vain"
		}
		ai += suffix
		if !told {
			official += suffix
		}
	}
	return bySDK(prefix+official, prefix+ai)
}

func bySDK(official, ai string) []SDKBehavior {
	return []SDKBehavior{{"OpenAI SDK", official}, {"Anthropic SDK", official}, {"Vercel AI SDK", ai}}
}

// place is the page that helps with a class, or whom to ask where the provider
// is not known or has no page.
func place(v classify.Verdict, p *provider.Provider, kind provider.Kind) string {
	if v.Rule == ruleRegion {
		return ""
	}
	page, words := "", "The place for it: "
	switch v.Class {
	case classify.Authentication, classify.Permission:
		page = p.Keys
	case classify.Billing:
		page = p.Money
	case classify.RateLimit, classify.QuotaExhausted:
		page, words = p.Limits, "Your limits are listed here: "
		if page == "" && v.Class == classify.QuotaExhausted {
			page, words = p.Money, "The place for it: "
		}
	case classify.ServerError, classify.Unavailable, classify.Overloaded, classify.Timeout:
		page, words = p.Status, "Whether others have it too: "
	}
	switch {
	case isAccount(v.Class) && kind != provider.Server && (page == "" || p.Carrier && !carrierAnswered(v)):
		return askOperator(v)
	case page == "":
		return ""
	}
	return words + page + "."
}
