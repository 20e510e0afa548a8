// The table of cures, and the order in which they are looked for: a change that an error
// spells out before one that follows from its complaint.

package cure

import (
	"strconv"
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/internal/letters"
)

// row is one cure. Where find is nil, the cure is change, and the text has a phrase of each
// list in all and none of the list in none. Phrases are in lowercase, between bars.
type row struct {
	id    string
	class names // of the error; "" is every class that a change can end
	all   [2]string
	none  string
	change
	find func(e *Error, t *text) []Change
}

// change is a Change as the table states it.
type change = Change

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
		change: change{Op: Header, Name: "anthropic-version", Value: "2023-06-01", Lasting: true}},
	{id: "beta-header", all: [2]string{"`anthropic-beta` header", "unexpected value|invalid value|" +
		"unsupported value|unknown value|not supported"},
		find: refusedBetas},
	{id: "auth-header", class: keys, all: [2]string{"x-api-key", isMissing}, none: wrongKey,
		change: change{Op: RenameHeader, From: "authorization", Name: "x-api-key"}},
	{id: "auth-header", class: keys, all: [2]string{"expected oauth 2 access token"}, none: "vertex|aiplatform",
		change: change{Op: RenameHeader, From: "authorization", Name: "x-goog-api-key", NeedsRequest: true}},
	{id: "auth-header", class: keys, all: [2]string{"authorization header|bearer auth|" +
		"authorization: bearer", "provide|missing|required|no api key"}, none: wrongKey,
		change: change{Op: RenameHeader, From: "x-api-key", Name: "authorization", Value: "Bearer ", NeedsRequest: true}},
	{id: "api-version", all: [2]string{"api-version|api version", isMissing}, none: "anthropic",
		change: change{Op: Query, Name: "api-version", Value: "2024-10-21", Lasting: true}},
	{id: "doubled-path", class: paths, find: doubledPath},
	{id: "missing-version", class: paths, none: "model '|model `|model \"|deployment", find: missingVersion},
	{id: "other-endpoint", all: [2]string{"to use v1/completions|use the v1/completions"},
		change: change{Op: Endpoint, From: "/v1/chat/completions", Value: "/v1/completions"}},
	{id: "other-endpoint", all: [2]string{"to use v1/chat/completions|use the v1/chat/completions"},
		change: change{Op: Endpoint, From: "/v1/completions", Value: "/v1/chat/completions"}},
	{id: "other-endpoint", none: "reasoning_effort",
		all: [2]string{"only supported in v1/responses|only available in v1/responses|" +
			"the responses api instead|use /v1/responses|use the /v1/responses|use v1/responses"},
		change: change{Op: Endpoint, From: "/v1/chat/completions", Value: "/v1/responses"}},
	{id: "affordable-tokens", all: [2]string{"only afford|can afford", "max_tokens|max tokens|" +
		"output tokens"}, find: affordable},
	{id: "window", find: window,
		all: [2]string{"completion|output|max_tokens|max tokens|max_new_tokens|new tokens|generat|补全|输出"}},
	{id: "renamed-parameter", find: renamed},
	{id: "exclusive-parameters", none: "is too large|at least one|in the range|instead|stead", find: exclusive,
		all: [2]string{"both|only one|same time|together|mutually exclusive|exclude each other|simultaneously|either|同时"}},
	{id: "developer-role", find: developerRole, none: "developer message|developer instruction",
		all: [2]string{"'developer'|\"developer\"|`developer`|role developer|role: developer|" +
			"developer role|developer is not", "role"}},
	{id: "adaptive-thinking", all: [2]string{"use \"thinking.type.adaptive|use `thinking.type.adaptive|" +
		"use thinking.type.adaptive|use 'thinking.type.adaptive|use adaptive thinking"},
		change: change{Op: Replace, Name: "thinking", Value: `{"type":"adaptive"}`, Lasting: true}},
	{id: "stated-value", find: statedSwitch, all: [2]string{"must be set to |must be false|must be true|只支持设置为false"}},
	{id: "unsupported-parameter", all: [2]string{"does not support thinking"},
		change: change{Op: Remove, Name: "think", Lasting: true}}, // Ollama
	{id: "stated-value", find: asNumber, all: [2]string{"expected an integer|must be an integer|" +
		"be a valid integer|not of type 'integer'|invalid type: string|expected a number|be a valid number|" +
		"not of type 'number'"}},
	{id: "null-value", find: nullValue, all: [2]string{"found: null|got null|not be null|is null|" +
		"none is not an allowed|not of type|null is not"}},
	{id: "thinking-budget", all: [2]string{"budget_tokens", "max_tokens` must|max_tokens must|" +
		"greater than `thinking|less than `max_tokens|less than max_tokens|must be greater than thinking"},
		change: change{Op: Budget, Name: "budget_tokens"}},
	{id: "value-not-offered", find: nearestValue},
	{id: "list-too-long", find: shorterList},
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
	if fix := e.findIn(e.Message); !fix.IsZero() || e.Text == e.Message {
		return fix
	}
	return e.findIn(e.Text)
}

// notCurable: waiting helps, or it is a warning about a request that was answered.
const notCurable = "per minute|per min|per day|tpm|rate limit|rate_limit|deprecationwarning|" +
	"futurewarning|userwarning|but ignored"

func (e *Error) findIn(source string) Fix {
	t := newText(source)
	if t.has(notCurable) {
		return Fix{}
	}
	for i := range table {
		r := &table[i]
		if r.class != "" && !r.class.has(e.Class) || !t.has(r.all[0]) || !t.has(r.all[1]) || r.none != "" && t.has(r.none) {
			continue
		}
		changes := []Change{r.change}
		if r.find != nil {
			changes = r.find(e, t)
		}
		if len(changes) > 0 {
			return Fix{Cure: r.id, Changes: changes}
		}
	}
	return Fix{}
}

// lasting is a change that is right for every request to the same model.
func lasting(op Op, name, value string) []Change {
	return []Change{{Op: op, Name: name, Value: value, Lasting: true}}
}

// complaints state that a parameter is not wanted.
const complaints = "unsupported|not supported|not support|n't support|unknown|unrecognized|unrecognised|unexpected|" +
	"extra inputs|extra_forbidden|extra field|extraneous|additional propert|not permitted|not allowed|" +
	"only allowed|only supported|" +
	"cannot find field|no longer|deprecated|not accept|invalid field|not a valid parameter|" +
	"not a valid field|not recognized|" +
	"not recognised|not expected|not implemented|" +
	"not available|cannot be used|can't be used|only be used|must be set|not enabled|not present in|" +
	"not compatible|incompatible|not exist|" +
	"when using|not defined|isn't|cannot be set|must not be set|must not be specified|" +
	"may not be set|must be verified|" +
	"不支持|未知|不允许|サポートされていません|지원하지|не поддерж|no soport|nicht unterst|non pris"

// refusedBetas: Unexpected value(s) `a`, `b` for the `anthropic-beta` header.
func refusedBetas(_ *Error, t *text) (changes []Change) {
	parts := strings.Split(t.source[:strings.Index(t.lower, "`anthropic-beta` header")], "`")
	for i := 1; i+1 < len(parts); i += 2 {
		if value := parts[i]; value != "" && strings.IndexByte(value, ' ') < 0 {
			changes = append(changes, Change{Op: DropHeader, Name: "anthropic-beta", Value: value, Lasting: true})
		}
	}
	return changes
}

// repeated are the ends of base URLs, to which a client has added the same path again.
var repeated = [...]string{"/v1/chat/completions", "/chat/completions", "/openai/v1", "/api/v1", "/v1beta",
	"/v1", "/messages", "/openai"}

func doubledPath(e *Error, t *text) []Change {
	for _, part := range repeated {
		twice := part + part
		if t.has(twice+"/|"+twice+" |"+twice+")|"+twice+"\"|"+twice+"'") || strings.Contains(e.Path+"/", twice+"/") {
			return []Change{{Op: Path, From: twice, Value: part, Lasting: true}}
		}
	}
	return nil
}

// endpoints are the ends of the paths that need a version before them.
var endpoints = [...]string{"/chat/completions", "/completions", "/embeddings", "/responses", "/messages"}

func missingVersion(e *Error, t *text) []Change {
	for _, end := range endpoints {
		named := t.has("post " + end + "|post /openai" + end + "|path " + end + "|path '" + end + "|path \"" + end +
			"|url " + end + "|\"path\":\"" + end)
		if named || e.Class == "not_found" && e.Path == end {
			return []Change{{Op: Path, From: end, Value: "/v1" + end, Lasting: true}}
		}
	}
	return nil
}

// affordable: "You requested up to 64000 tokens, but can only afford 12000."
func affordable(_ *Error, t *text) []Change {
	for _, n := range t.numbers() {
		if endsInAny(strings.TrimRight(n.before, " "), "afford") && n.value >= minLeft {
			return []Change{{Op: Lower, Name: "max_tokens", Value: n.digits}}
		}
	}
	return nil
}

func window(_ *Error, t *text) []Change {
	left, known := t.roomLeft()
	if !known || left < minLeft || left > 1<<30 {
		return nil
	}
	return []Change{{Op: Lower, Name: "max_tokens", Value: strconv.Itoa(left)}}
}

func exclusive(_ *Error, t *text) []Change {
	for _, pair := range exclusivePairs {
		if goes := t.named(pair[1]); goes != nil && t.named(pair[0]) != nil {
			return lasting(Remove, goes.written, "")
		}
	}
	return nil
}

// renamed: "Use 'max_completion_tokens' instead", "has moved to 'reasoning.effort'".
func renamed(_ *Error, t *text) []Change {
	old := t.named(outputLimits)
	if old == nil {
		var moved *name
		for i := range t.names {
			if n := &t.names[i]; moved == nil && movable.has(n.bare) {
				moved = n
			}
		}
		switch {
		case moved != nil && t.has("moved to '"):
			_, to, _ := strings.Cut(t.source, "oved to '")
			if path := parts(to[:max(0, strings.IndexByte(to, '\''))]); len(path) == 2 {
				return lasting(Move, moved.written, path[0]+"."+path[1])
			}
		case t.named("|user|") != nil && t.has("use 'safety_identifier|use `safety_identifier"):
			return lasting(Rename, "user", "safety_identifier")
		}
		return nil
	}
	lo, hi := t.bounds()
	if lo != "" || hi != "" || !t.has(complaints) && !t.has("instead|renamed|replaced by") {
		return nil
	}
	at := endOf(t.lower, "use |send |instead|stead|moved to|renamed to|replaced by|replaced with|in favor of|"+
		"in favour of|did you mean|switch to|prefer |请使用|改用", old.end)
	for i := range t.names {
		if n := &t.names[i]; at >= 0 && n.start >= old.end && n.start < at+60 && outputLimits.has(n.bare) &&
			n.bare != old.bare {
			return lasting(Rename, old.written, n.written)
		}
	}
	return nil
}

// developerRole: where the roles are listed, system must be one of them.
func developerRole(_ *Error, t *text) []Change {
	if t.has("one of|expected") && !t.has("system") {
		return nil
	}
	return []Change{{Op: Role, From: "developer", Value: "system", Lasting: true}}
}

// statedSwitch: "enable_thinking must be set to false", "Store must be set to false".
func statedSwitch(e *Error, t *text) []Change {
	n := t.about(e, optional)
	if n == nil || t.has("true") == t.has("false") {
		return nil
	}
	value := "false"
	if t.has("true") {
		value = "true"
	}
	return lasting(Add, letters.Lower(n.written), value)
}

// asNumber: a number that was sent as a text.
func asNumber(e *Error, t *text) []Change {
	if n := t.about(e, limited); n != nil {
		return lasting(AsNumber, n.written, "")
	}
	return nil
}

// nullValue: a parameter that was sent without a value.
func nullValue(e *Error, t *text) []Change {
	for _, list := range [...]names{optional, limited, neutral} {
		if n := t.about(e, list); n != nil {
			return []Change{{Op: Remove, Name: n.inObject(), From: "null", Lasting: true, NeedsRequest: true}}
		}
	}
	return nil
}

// nearestValue: "Supported values are: 'low', 'medium', and 'high'."
func nearestValue(e *Error, t *text) []Change {
	const offers = "supported values|must be one of|should be one of|expected one of|one of|input should be|" +
		"allowed values|valid values|only support|available values|valid options|必须是"
	at := endOf(t.lower, offers, 0)
	for _, scale := range scales {
		n := t.about(e, scale.of)
		if n == nil || at < 0 {
			continue
		}
		list := t.lower[at:]
		for _, end := range [...]string{"\",", "\"}", ". ", "\n", " got ", "input"} {
			if i := strings.Index(list, end); i > 0 {
				list = list[:i+1]
			}
		}
		offered, rejected := "", ""
		for _, value := range scale.values {
			switch {
			case isQuoted(list, value) || strings.IndexByte(list, '\'') < 0 && strings.IndexByte(list, '"') < 0 &&
				strings.IndexByte(list, '`') < 0 && strings.Contains(list, value):
				offered += "|" + value
			case isQuoted(t.lower, value):
				rejected = value
			}
		}
		if offered != "" {
			return []Change{{Op: Nearest, Name: n.path, Value: offered[1:], From: rejected, Lasting: true}}
		}
	}
	return nil
}

func isQuoted(lower, value string) bool {
	return endOf(lower, "'"+value+"'|\""+value+"\"|`"+value+"`", 0) >= 0
}

func shorterList(_ *Error, t *text) []Change {
	n := t.named("|stop|stopsequences|")
	if n == nil {
		return nil
	}
	_, most := t.bounds()
	for _, number := range t.numbers() {
		if most == "" && endsInAny(strings.TrimRight(number.before, " "), "maximum length|max length") {
			most = number.digits
		}
	}
	if most == "" || len(most) > 3 {
		return nil
	}
	return lasting(Shorten, n.written, most)
}

func withinBounds(e *Error, t *text) (changes []Change) {
	what := "max_tokens"
	if n := t.about(e, limited); n != nil {
		what = n.path
	} else if t.has("thinking budget") {
		what = "thinking_budget" // Gemini
	} else if !t.has("max tokens|maximum tokens|completion tokens|output tokens|max new tokens|generated tokens|最大输出") {
		return nil
	}
	if t.has("context length|context window|context size|maximum context|`inputs`|the prompt") {
		return nil // roomLeft knows these
	}
	lo, hi := t.bounds()
	if lo != "" && lo == hi {
		return lasting(Replace, what, hi)
	}
	if hi != "" {
		changes = lasting(Lower, what, hi)
	}
	if lo != "" {
		changes = append(changes, Change{Op: Raise, Name: what, Value: lo, Lasting: true})
	}
	return changes
}

// listed begins what an error lists as allowed, whose names are no complaint.
const listed = "supported parameters|supported params|allowed fields|allowed parameters|valid parameters|" +
	"valid fields|permitted parameters|expected one of|" +
	"known fields|accepted parameters|available parameters|must be one of|allowed_openai_params|" +
	"to drop these|drop_params|did you mean|instead|please use|use the "

// unsupported parameters that are optional are left out; a member that no server knows
// is, too, where the complaint is that it is there.
func unsupported(e *Error, t *text) (changes []Change) {
	isExtra := t.has(extra)
	if t.has("schema") && !isExtra {
		return nil
	}
	end := len(t.lower)
	if at := endOf(t.lower, listed, 0); at >= 0 {
		end = at
	}
	all := t.names
	if n := paramOf(e); n != nil {
		all = append([]name{*n}, all...)
	}
	for i := range all {
		n := &all[i]
		isPlace := strings.HasSuffix(t.lower[:min(n.start, len(t.lower))], "at '")
		if isPlace && (messageLists.has(n.root) || toolLists.has(n.root)) {
			return nil // Google's: unknown name "x" at 'contents[0].parts[1]'
		}
		if n.start >= end || isPlace || n.inList(t, "path") || !n.marked && commonWords.has(n.bare) {
			continue
		}
		if c, ok := n.leftOut(t, isExtra); ok && len(changes) < 8 && !hasChange(changes, c) {
			if changes = append(changes, c); t.has("only allowed|only when|when using|must be set") {
				return changes // the other names are those of a condition
			}
		}
	}
	return changes
}

// extra: a member that stands where there is none.
const extra = "extra inputs|extra_forbidden|extraneous|additional propert|cannot find field|" +
	"unrecognized request argument|unknown field|unknown parameter|unsupported parameter|please remove|remove this"

// carries are parts of the names of members that carry what was asked for.
const carries = "response|mime|prompt|message|content|text|input|data|document|image|file|instruction|" +
	"tool|function|" +
	"schema|format|query|record"

// small restricts a Remove to values that are too short to carry content.
const small = "small"

// leftOut is the change that leaves out a name, where nothing is lost by it.
func (n *name) leftOut(t *text, isExtra bool) (c Change, ok bool) {
	c = Change{Op: Remove, Name: n.inObject(), Lasting: true}
	switch inList := messageLists.has(n.root) || toolLists.has(n.root); {
	case n.bare == "maxcompletiontokens" && t.named("|maxtokens|") == nil:
		return lasting(Rename, n.written, "max_tokens")[0], n.isParameter() // which every compatible server has
	case echoes.has(n.bare) && (inList || onlyInMessages.has(n.bare)), emptyEchoes.has(n.bare) && inList:
		c.Op, c.Name = RemoveDeep, n.written
	case inList && isExtra && n.root != n.bare && !askedFor.has(n.bare) && endOf(n.bare, carries, 0) < 0 &&
		n.isPath() && strings.IndexByte(n.path,
		'.') > 0:
		c.Op, c.Name, c.From = RemoveDeep, n.written, "|"+bare(strings.Join(parts(n.path), "|"))+"|"
	case !n.isParameter() && !(neutral.has(n.bare) && n.root == n.bare):
		return c, false
	case isExtra && !askedFor.has(n.bare) && endOf(n.bare, carries, 0) < 0 && n.isListed(t) && !optional.has(n.bare):
		c.From = small
	case neutral.has(n.bare) && !optional.has(n.root):
		c.NeedsRequest = true // whether its value is the default
	case !optional.has(n.bare) && !optional.has(n.root):
		return c, false
	}
	return c, true
}

func hasChange(all []Change, c Change) bool {
	for i := range all {
		if all[i] == c {
			return true
		}
	}
	return false
}

// retired says that a model is gone for good.
const retired = "deprecat|decommission|retired|discontinu|no longer available|no longer supported|" +
	"no longer offered|sunset|shut down|end of life|end-of-life|" +
	"been removed|been replaced|superseded|legacy|下线|停用|废弃|已弃用|eingestellt|obsolèt|устарел"

// successor of a retired model, if the error names just one.
func successor(_ *Error, t *text) []Change {
	at := endOf(t.lower, "use |switch to |migrate to |migrating to |upgrade to |update to |move to |"+
		"replaced by |replaced with |replacement is |replacement: |successor is |"+
		"successor: |recommend |recommended |in favor of |try |superseded by |请使用|建议使用|替换为|切换到|迁移到", 0)
	if at < 0 {
		return nil
	}
	end := len(t.source)
	if stop := endOf(t.lower[at:], ". |\n|。", 0); stop >= 0 {
		end = at + stop
	}
	found := ""
	for i := range t.words {
		w := &t.words[i]
		model := t.source[w.Start:w.End]
		if w.Start < at || w.End > min(end, at+160) || !isModel(model) || model == found ||
			strings.Contains(t.source[:at], model) && !strings.Contains(t.source[:at], model+"-") {
			continue
		}
		if found != "" {
			return nil // a choice, which is the application's
		}
		found = model
	}
	if found == "" {
		return nil
	}
	return lasting(Replace, "model", jsonish.Quote(found))
}

// isModel reports whether a word looks like a model's name: with a digit and a hyphen.
func isModel(word string) bool {
	digit := false
	for i := 0; i < len(word); i++ {
		digit = digit || word[i] >= '0' && word[i] <= '9'
	}
	return digit && len(word) > 3 && strings.IndexByte(word, '-') > 0 && (word[0] < '0' || word[0] > '9') &&
		endOf(word, "http|.com|api-|/v1|v1/", 0) < 0
}
