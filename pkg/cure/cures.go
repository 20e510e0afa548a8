// The table of cures, and the order in which they are looked for: a change that an error
// spells out before one that follows from its complaint.

package cure

import (
	"strings"
	"sync/atomic"

	"github.com/ukemi-dev/ukemi/internal/letters"
)

// row is one cure. Where find is nil, the cure is change, and the text has a phrase of each
// list in all and none of the list in none. Phrases are in lowercase, between bars.
type row struct {
	id     string
	class  names // of the error; "" is every class that a change can end
	all    [2]string
	none   string
	change Change
	find   func(e *Error, t *text) []Change
}

// curable are the classes of errors that a change of the request may end.
const curable names = "|invalid_request|context_length|model_not_found|not_found|authentication|billing|permission|" +
	"request_too_large|unknown|server_error|"

// conflict: two parameters that were asked for exclude each other, and the error does
// not state which is to go.
const conflict = "cannot be used with|can't be used with|may not be enabled|not be combined|incompatible with|" +
	"not compatible with|must be verified|not be set when|not be specified when|contradict"

const isMissing = "required|missing|not provided|not specified|must be"

var table = [...]row{
	{id: "anthropic-version", all: [2]string{"anthropic-version", isMissing},
		change: Change{Op: Header, Name: "anthropic-version", Value: "2023-06-01", Lasting: true}},
	{id: "beta-header", all: [2]string{"`anthropic-beta` header", "unexpected value|invalid value|" +
		"unsupported value|unknown value|not supported"},
		find: refusedBetas},
	{id: "auth-header", class: keys, all: [2]string{"x-api-key", isMissing}, none: wrongKey,
		change: Change{Op: RenameHeader, From: "authorization", Name: "x-api-key"}},
	{id: "auth-header", class: keys, all: [2]string{"expected oauth 2 access token"}, none: "vertex|aiplatform",
		change: Change{Op: RenameHeader, From: "authorization", Name: "x-goog-api-key", NeedsRequest: true}},
	{id: "auth-header", class: keys, all: [2]string{"authorization header|bearer auth|" +
		"authorization: bearer", "provide|missing|required|no api key"}, none: wrongKey,
		change: Change{Op: RenameHeader, From: "x-api-key", Name: "authorization", Value: "Bearer ", NeedsRequest: true}},
	{id: "api-version", all: [2]string{"api-version|api version", isMissing}, none: "anthropic",
		change: Change{Op: Query, Name: "api-version", Value: "2024-10-21", Lasting: true}},
	{id: "doubled-path", class: paths, find: doubledPath},
	{id: "missing-version", class: paths, none: "model '|model `|model \"|deployment", find: missingVersion},
	{id: "other-endpoint", all: [2]string{"to use v1/completions|use the v1/completions"},
		change: Change{Op: Endpoint, From: "/v1/chat/completions", Value: "/v1/completions"}},
	{id: "other-endpoint", all: [2]string{"to use v1/chat/completions|use the v1/chat/completions"},
		change: Change{Op: Endpoint, From: "/v1/completions", Value: "/v1/chat/completions"}},
	{id: "other-endpoint", none: "reasoning_effort",
		all: [2]string{"only supported in v1/responses|only available in v1/responses|" +
			"the responses api instead|use /v1/responses|use the /v1/responses|use v1/responses"},
		change: Change{Op: Endpoint, From: "/v1/chat/completions", Value: "/v1/responses"}},
	{id: "affordable-tokens", all: [2]string{"only afford|can afford", "max_tokens|max tokens|" +
		"output tokens"}, find: affordable},
	{id: "window", find: window,
		all: [2]string{"completion|output|max_tokens|max tokens|max_new_tokens|new tokens|generat|补全|输出"}},
	{id: "renamed-parameter", find: renamed, all: [2]string{complaints + "|instead|renamed|replaced by|moved to '|" +
		"use 'safety_identifier|use `safety_identifier"}},
	{id: "exclusive-parameters", none: "is too large|at least one|in the range|instead|stead", find: exclusive,
		all: [2]string{"both|only one|same time|together|mutually exclusive|exclude each other|simultaneously|either|同时"}},
	{id: "developer-role", find: developerRole, none: "developer message|developer instruction",
		all: [2]string{"'developer'|\"developer\"|`developer`|role developer|role: developer|" +
			"developer role|developer is not", "role"}},
	{id: "adaptive-thinking", all: [2]string{"use \"thinking.type.adaptive|use `thinking.type.adaptive|" +
		"use thinking.type.adaptive|use 'thinking.type.adaptive|use adaptive thinking"},
		change: Change{Op: Replace, Name: "thinking", Value: `{"type":"adaptive"}`, Lasting: true}},
	{id: "stated-value", find: statedSwitch, all: [2]string{"must be set to |must be false|must be true|只支持设置为false"}},
	{id: "unsupported-parameter", all: [2]string{"does not support thinking"},
		change: Change{Op: Remove, Name: "think", Lasting: true}}, // Ollama
	{id: "stated-value", find: asNumber, all: [2]string{"expected an integer|must be an integer|" +
		"be a valid integer|not of type 'integer'|invalid type: string|expected a number|be a valid number|" +
		"not of type 'number'"}},
	{id: "null-value", find: nullValue, all: [2]string{"found: null|got null|not be null|is null|" +
		"none is not an allowed|not of type|null is not"}},
	{id: "thinking-budget", all: [2]string{"budget_tokens", "max_tokens` must|max_tokens must|" +
		"greater than `thinking|less than `max_tokens|less than max_tokens|must be greater than thinking"},
		change: Change{Op: Budget, Name: "budget_tokens"}},
	{id: "value-not-offered", find: nearestValue},
	{id: "list-too-long", find: shorterList, all: [2]string{"stop"}},
	{id: "out-of-range", find: withinBounds},
	{id: "unsupported-parameter", class: "|invalid_request|unknown|server_error|model_not_found|" +
		"context_length|", all: [2]string{complaints},
		none: conflict, find: unsupported},
	{id: "successor", all: [2]string{retired, "model|模型|модел"}, find: successor},
}

const (
	keys     names = "|authentication|permission|"
	wrongKey       = "incorrect|invalid api|invalid x-api-key|expired|revoked|disabled|not valid"
	paths    names = "|not_found|model_not_found|unknown|invalid_request|"
)

// Find returns the fix that an error names; its zero value where it names none, or
// where only waiting, money or another prompt helps.
func Find(e Error) Fix {
	if !curable.has(e.Class) {
		return Fix{}
	}
	kept := e // e itself is for the stack: many errors have no cure
	t := newText(e.Message)
	if fix := kept.findIn(t); !fix.IsZero() || e.Text == e.Message {
		return fix
	}
	t.read(e.Text)
	return kept.findIn(t)
}

// notCurable: waiting helps, or it is a warning about a request that was answered.
const notCurable = "per minute|per min|per day|tpm|rate limit|rate_limit|deprecationwarning|" +
	"futurewarning|userwarning|but ignored"

func (e *Error) findIn(t *text) Fix {
	lists := phraseLists()
	if t.hasOne(notCurable, lists[len(table)][0]) {
		return Fix{}
	}
	for i := range table {
		r, l := &table[i], &lists[i]
		if r.class != "" && !r.class.has(e.Class) || !t.hasOne(r.all[0], l[0]) || !t.hasOne(r.all[1], l[1]) ||
			r.none != "" && t.hasOne(r.none, l[2]) {
			continue
		}
		var changes []Change
		if r.find != nil {
			changes = r.find(e, t)
		} else {
			changes = []Change{r.change}
		}
		if len(changes) > 0 {
			return Fix{Cure: r.id, Changes: changes}
		}
	}
	return Fix{}
}

// phrase is where a phrase stands in its list, and the hashes of its first and last three
// bytes, see text.sequences.
type phrase struct{ from, to, first, last uint16 }

// tablePhrases are those of each row in all and none, and last notCurable: five hundred,
// which are not cut apart and hashed again for each error.
var tablePhrases atomic.Pointer[[len(table) + 1][3][]phrase]

func phraseLists() *[len(table) + 1][3][]phrase {
	made := tablePhrases.Load()
	if made == nil {
		made = new([len(table) + 1][3][]phrase)
		for i := range table {
			r := &table[i]
			made[i] = [3][]phrase{phrasesOf(r.all[0]), phrasesOf(r.all[1]), phrasesOf(r.none)}
		}
		made[len(table)][0] = phrasesOf(notCurable)
		tablePhrases.Store(made)
	}
	return made
}

func phrasesOf(list string) (all []phrase) {
	for from := 0; from < len(list); {
		one, _ := letters.CutBar(list[from:])
		to := from + len(one)
		all = append(all, phrase{uint16(from), uint16(to), uint16(hashAt(list, from)), uint16(hashAt(list, to-3))})
		from = to + 1
	}
	return all
}

// hasOne reports whether the text contains one of the phrases of a list; none are in every
// text.
func (t *text) hasOne(list string, phrases []phrase) bool {
	for i := range phrases {
		p := &phrases[i]
		if t.sequences[p.first>>6]>>(p.first&63)&(t.sequences[p.last>>6]>>(p.last&63))&1 != 0 &&
			strings.Contains(t.lower, list[p.from:p.to]) {
			return true
		}
	}
	return len(phrases) == 0
}

// lasting is a change that is right for every request to the same model.
func lasting(op Op, name, value string) []Change {
	return []Change{{Op: op, Name: name, Value: value, Lasting: true}}
}
