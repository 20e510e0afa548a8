// An error as the user of an application reads it: two sentences without provider,
// billing, key or parameter, in the user's language. The npm package has the same
// code in wasm/src/user.js and gets the table of texts from here; test/wasm compares
// the two over all labelled errors.

package explain

import (
	"strconv"
	"strings"

	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// UserExplanation is a verdict for the user of an application.
type UserExplanation struct {
	// Language of the sentences, one of Languages.
	Language string
	// Happened is the first sentence, Advice the second one.
	Happened, Advice string
	// RetryLabel is for a button that tries again.
	RetryLabel string
	// CanRetry reports whether trying again may succeed: at RetryAt, or now if that is 0.
	CanRetry bool
	// RetryAt is the end of the stated wait in Unix milliseconds; 0 where none is stated.
	RetryAt classify.Millis
}

// Text returns both sentences.
func (u UserExplanation) Text() string {
	texts := textsOf(u.Language)
	return u.Happened + texts.Space + u.Advice
}

// Languages returns the languages of ForUser, as BCP 47 has them, English first.
func Languages() []string {
	all := make([]string, len(userTexts))
	for i := range userTexts {
		all[i] = userTexts[i].Language
	}
	return all
}

// ForUser explains a verdict to the user of an application. A language that is not
// there, such as "pt", is replaced by English; of "de-AT" the first part counts. now
// is in Unix milliseconds and is only added to the stated wait.
func ForUser(v classify.Verdict, language string, now classify.Millis) UserExplanation {
	texts := textsOf(language)
	row := userRowOf(v)
	u := UserExplanation{Language: texts.Language, Happened: texts.get(row.Happened), RetryLabel: texts.get("button")}
	waits := v.Wait.Stated() && (v.Retry || v.Class == classify.QuotaExhausted)
	advice := row.Otherwise
	switch {
	case waits:
		advice, u.RetryAt = "wait", now+v.Wait.After
	case v.Exhausted:
		advice = "minutes"
	case v.Retry:
		advice = row.Retry
	}
	u.CanRetry = v.Retry || waits || advice == "wanted" || advice == "minutes"
	if v.Class == classify.Unknown && v.Status < 400 && v.Rule != classify.NoError {
		u.CanRetry = true // nobody knows, and a person may try
	}
	u.Advice = strings.Replace(texts.get(advice), "{wait}", texts.duration(v.Wait.After), 1)
	return u
}

// UserRow is a line of UserRows: the names of the sentences for a class or a rule,
// with Retry for a verdict that allows one and Otherwise for the rest.
type UserRow struct{ Of, Happened, Retry, Otherwise string }

// UserRows are the sentences by rule and class. The first row that fits counts; the
// last one is for all others.
var UserRows = [...]UserRow{
	{classify.NoError, "none", "nothing", "nothing"},
	{"failure-cut", "cut", "again", "again"},
	{"requested-above-limit", "large", "again", "smaller"},
	{string(classify.InvalidRequest), "setup", "again", "operator"},
	{string(classify.ContextLength), "long", "again", "shorten"},
	{string(classify.RequestTooLarge), "large", "again", "smaller"},
	{string(classify.ContentFiltered), "filtered", "again", "rephrase"},
	{string(classify.Conflict), "conflict", "again", "minutes"},
	{string(classify.Authentication), "setup", "again", "operator"},
	{string(classify.Billing), "setup", "again", "operator"},
	{string(classify.Permission), "setup", "again", "operator"},
	{string(classify.ModelNotFound), "setup", "again", "operator"},
	{string(classify.NotFound), "setup", "again", "operator"},
	{string(classify.Timeout), "slow", "again", "repeated"},
	{string(classify.RateLimit), "busy", "again", "operator"},
	{string(classify.QuotaExhausted), "limit", "again", "later"},
	{string(classify.ServerError), "unknown", "again", "repeated"},
	{string(classify.Unavailable), "down", "again", "repeated"},
	{string(classify.Overloaded), "busy", "again", "repeated"},
	{string(classify.Connection), "unreachable", "network", "repeated"},
	{string(classify.Canceled), "stopped", "again", "wanted"},
	{string(classify.Unknown), "unknown", "again", "repeated"},
}

func userRowOf(v classify.Verdict) UserRow {
	for _, row := range UserRows {
		if row.Of != v.Rule && row.Of != string(v.Class) {
			continue
		}
		if row.Happened == "setup" && v.Retry { // nothing is wrong with the settings then
			row.Happened = "unknown"
		}
		return row
	}
	return UserRows[len(UserRows)-1]
}

// UserTexts are the sentences in one language.
type UserTexts struct {
	// Language as BCP 47 has it; Space stands between two sentences.
	Language, Space string
	// Sentences by name, in the same order in each language.
	Sentences [len(sentenceNames)]string
	// Units of time: of one, and of several; {n} is the number.
	Units [4][2]string
}

// UserTextsOf returns the sentences of a language by their names, and the units of
// time, for the npm package.
func UserTextsOf(language string) (names []string, texts UserTexts) {
	return sentenceNames[:], *textsOf(language)
}

func textsOf(language string) *UserTexts {
	language, _, _ = strings.Cut(strings.ToLower(strings.ReplaceAll(language, "_", "-")), "-")
	for i := range userTexts {
		if userTexts[i].Language == language {
			return &userTexts[i]
		}
	}
	return &userTexts[0]
}

func (t *UserTexts) get(name string) string {
	for i, n := range sentenceNames {
		if n == name {
			return t.Sentences[i]
		}
	}
	return ""
}

// unitLengths are the units of time in ms; each is used below the limit.
var unitLengths = [4]struct{ length, limit classify.Millis }{
	{1000, 60_000}, {60_000, 3_600_000}, {3_600_000, 48 * 3_600_000}, {86_400_000, 1 << 62},
}

// duration is a wait in words, rounded up.
func (t *UserTexts) duration(ms classify.Millis) string {
	for i, unit := range unitLengths {
		n := (ms + unit.length - 1) / unit.length
		if n*unit.length >= unit.limit { // 59.5 s are a minute
			continue
		}
		form := t.Units[i][1]
		if n <= 1 {
			form = t.Units[i][0]
		}
		return strings.Replace(form, "{n}", strconv.FormatInt(int64(max(n, 1)), 10), 1)
	}
	return ""
}
