// Numbers in the text of an error, and the bounds that it states by them.

package cure

import (
	"strconv"
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/internal/letters"
)

// number in a text; before and after are the words around it, up to the next numbers.
type number struct {
	digits        string // without separators: "16384", "0.7"
	value         float64
	before, after string
	start, end    int
}

// numbers of a text; those inside of names (gpt-4o, 2024-08-06, o3) are none.
func (t *text) numbers() []number {
	if t.hasDigit && t.digits == nil {
		t.digits = t.readNumbers()
	}
	return t.digits
}

func (t *text) readNumbers() (all []number) {
	s := t.lower
	for i := 0; i < len(s) && len(all) < 64; i++ {
		if s[i] < '0' || s[i] > '9' {
			continue
		}
		end, digits := i, []byte(nil)
		isList := i > 0 && s[i-1] == '[' // [1,128] are two numbers
		for end < len(s) && (s[end] >= '0' && s[end] <= '9' || isSeparator(s, end) && !(isList && s[end] == ',')) {
			if s[end] != ',' && s[end] != '_' {
				digits = append(digits, s[end])
			}
			end++
		}
		for len(digits) > 1 && digits[0] == '0' && digits[1] != '.' { // no number of JSON begins so
			digits = digits[1:]
		}
		endsRange := len(all) > 0 && all[len(all)-1].end == i-1 && s[i-1] == '-'
		if value, ok := jsonish.ParseFloat(string(digits)); ok && !isPartOfName(s, i, end, endsRange) {
			if i > 0 && s[i-1] == '-' && !endsRange {
				digits, value = append([]byte{'-'}, digits...), -value
			}
			all = append(all, number{digits: string(digits), value: value, start: i, end: end})
		}
		i = max(i, end-1)
	}
	for i := range all {
		from, to := max(0, all[i].start-64), min(len(s), all[i].end+64)
		if i > 0 {
			from = max(from, all[i-1].end)
		}
		if i+1 < len(all) {
			to = min(to, all[i+1].start)
		}
		all[i].before, all[i].after = s[from:all[i].start], s[all[i].end:to]
	}
	return all
}

// isPartOfName reports whether digits belong to a model's name, a date or a version.
func isPartOfName(s string, start, end int, endsRange bool) bool {
	if start > 0 && isNameByte(s[start-1]) || end < len(s) && isNameByte(s[end]) {
		return true
	}
	joined := func(i int) bool { return s[i] == '-' || s[i] == '.' || s[i] == ':' }
	if start > 1 && joined(start-1) && isNameByte(s[start-2]) && !endsRange {
		return true
	}
	return end+1 < len(s) && joined(end) && isNameByte(s[end+1]) && !beginsRange(s, start, end)
}

// beginsRange: "1-8192", but not "2026-11-28".
func beginsRange(s string, start, end int) bool {
	if s[end] != '-' || start > 0 && s[start-1] != ' ' && s[start-1] != '[' {
		return false
	}
	for end++; end < len(s) && s[end] >= '0' && s[end] <= '9'; end++ {
	}
	return end == len(s) || s[end] != '-' && !isNameByte(s[end])
}

// isSeparator: a comma or '_' before three digits, a point before a digit.
func isSeparator(s string, i int) bool {
	digit := func(at int) bool { return at < len(s) && s[at] >= '0' && s[at] <= '9' }
	switch s[i] {
	case '.':
		return digit(i + 1)
	case ',', '_':
		return digit(i+1) && digit(i+2) && digit(i+3) && !digit(i+4)
	}
	return false
}

// minLeft is the least room for an answer that is worth a request, in tokens.
const minLeft = 256

// roomLeft returns how many tokens of a model's window the prompt leaves, where the text
// states both: "maximum context length is 8192 … 7000 in the messages". known is set
// where it states them, also where too little is left.
func (t *text) roomLeft() (left int, known bool) {
	window, prompt := 0, 0
	all := t.numbers()
	if len(all) < 2 {
		return 0, false
	}
	for i := range all {
		n := &all[i]
		if i+2 < len(all) && strings.TrimSpace(n.after) == "+" && strings.TrimSpace(all[i+1].after) == ">" { // Anthropic
			return int(all[i+2].value - n.value), true
		}
		clause := n.after
		if end := strings.IndexAny(clause, ",;()."); end >= 0 {
			clause = clause[:end]
		}
		switch {
		case endOf(clause, inPrompt) >= 0:
			if strings.Contains(n.before, "at least") {
				return 0, true // the rest of the prompt was not counted
			}
			prompt += int(n.value)
		case window == 0 && endOf(n.before, beforeWindow) >= 0 || window == 0 && endOf(clause, afterWindow) >= 0:
			window = int(n.value)
		case prompt == 0 && endsInAny(strings.TrimRight(n.before, " :"), beforePrompt):
			prompt = int(n.value)
		}
	}
	if window == 0 || prompt == 0 {
		return 0, false
	}
	return window - prompt, true
}

const (
	inPrompt = "in the message|in your message|in the prompt|in your prompt|in the functions|in the tools|" +
		"in the input|in your input|" +
		"of text input|of tool input|of image input|of input|input token|prompt token|from the input|" +
		"from the prompt|`inputs`|from the messages|" +
		"tokens of prompt|for the prompt"
	beforeWindow = "context length|context window|context limit|context size|maximum length|must be <=|" +
		"sequence length|max_model_len|" +
		"model's limit|token limit|上下文长度|maximum number of tokens"
	afterWindow  = "token context|tokens context|context length|context window"
	beforePrompt = "prompt contains|prompt has|prompt is|input contains|input has|input length|" +
		"prompt length|input tokens|prompt tokens|messages contain|"
)

// bounds are the least and the largest value that a text allows for a parameter, as
// they are to be written; "" where it states none.
func (t *text) bounds() (lo, hi string) {
	if t.limits == nil {
		lo, hi = t.readBounds()
		least, hasLeast := jsonish.ParseFloat(lo)
		most, hasMost := jsonish.ParseFloat(hi)
		if hasLeast && hasMost && least > most { // then one of them is what was sent
			lo = ""
		}
		t.limits = &[2]string{lo, hi}
	}
	return t.limits[0], t.limits[1]
}

func (t *text) readBounds() (lo, hi string) {
	all := t.numbers()
	for i := range all {
		n := &all[i]
		before, after := strings.TrimRight(n.before, " `'\":("), strings.TrimLeft(n.after, " `'\"),")
		if i+1 < len(all) && isInterval(n) {
			next := &all[i+1]
			lo, hi = n.digits, next.digits
			if opens := t.lower[max(0, n.start-1):n.start]; opens == "(" || strings.HasPrefix(strings.TrimLeft(n.after,
				" "), "(exclusive") {
				lo = above(lo)
			}
			if closes := strings.TrimLeft(next.after, " "); strings.HasPrefix(closes, ")") && t.lower[n.start-1] != '(' ||
				strings.HasPrefix(closes, "(exclusive") {
				hi = below(hi)
			}
			return lo, hi
		}
		switch {
		case hi == "" && (endsInAny(before, upTo) || beginsWithAny(after, isMaximum)):
			hi = n.digits
		case hi == "" && endsInAny(before, lessThan):
			hi = below(n.digits)
		case endsInAny(before, exactly) && (beginsWithAny(strings.TrimLeft(after, " "), "|is |are |when|"+
			"supported|allowed") || strings.TrimSpace(after) == ""):
			return n.digits, n.digits
		case hi == "" && strings.HasSuffix(before, ">") && t.has("must have stream|stream=true|"+
			"must be streamed|requires streaming"):
			hi = n.digits
		case hi == "" && strings.HasSuffix(before, "<") && !strings.HasSuffix(before, "<<"):
			hi = below(n.digits)
		case lo == "" && endsInAny(before, "must be >|should be >|"):
			lo = above(n.digits)
		case lo == "" && endsInAny(before, atLeast):
			lo = n.digits
		case lo == "" && endsInAny(before, moreThan):
			lo = above(n.digits)
		}
	}
	if lo == "" && hi == "" && t.has("cannot be a negative|cannot be negative|must not be negative|non-negative") {
		lo = "0"
	}
	if lo == "" && hi == "" && t.has("strictly positive") {
		lo = "0.01" // text-generation-inference refuses 0
	}
	return lo, hi
}

const (
	exactly = "only|may only be set to|must be set to|must be equal to|must be exactly|only supports|only be|"
	upTo    = "request more than|not more than|at most|up to|maximum of|maximum value of|maximum allowed|" +
		"maximum allowed value|" +
		"maximum value is|maximum is|max is|maximum|max|less than or equal to|" +
		"less or equal to|less than or equal|<=|≤|not exceed|cannot exceed|not be more than|no more than|" +
		"not be greater than|not greater than|not larger than|" +
		"smaller than or equal to|limit of|limit is|limit|limited to|exceeds|maximum output tokens|supports|" +
		"only n=|不能超过|不得超过|不超过|最大值为|最大为|上限为|小于等于|不能大于|不大于|" +
		"no mayor que|máximo|maximum number of tokens|"
	isMaximum = "|which is the maximum|is the maximum|or less|or lower|or fewer|maximum|tokens at most|以内|以下"
	lessThan  = "less than|lower than|below|smaller than|小于|"
	atLeast   = "at least|greater than or equal to|greater than or equal|greater or equal to|>=|≥|" +
		"minimum of|minimum value of|minimum is|minimum|min|not less than|no less than|不能小于|大于等于|"
	moreThan = "greater than|larger than|more than|大于|"
)

// beginsWithAny reports whether a text begins with one of the phrases, which have a bar
// before each.
func beginsWithAny(s, phrases string) bool {
	if s == "" {
		return false
	}
	for phrases != "" {
		var phrase string
		if phrase, phrases = letters.CutFirst(phrases, s[0]); phrase != "" && strings.HasPrefix(s, phrase) {
			return true
		}
	}
	return false
}

// isInterval: "[1, 8192]", "between 1 and 8192", "from 1 to 8192", "in 1-8192".
func isInterval(n *number) bool {
	between := strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(strings.TrimLeft(n.after, " "),
		"(inclusive)"), "(exclusive)"))
	opens := strings.TrimRight(n.before, " `'\"")
	switch between {
	case ",", "，":
		return strings.HasSuffix(opens, "[") || strings.HasSuffix(opens, "(") && endOf(opens, "range|between|"+
			"interval|区间|范围|valid") >= 0
	case "and":
		return strings.Contains(opens, "between")
	case "to", "~", "..", "-", "–", "—", "到", "至":
		return true
	}
	return false
}

// below and above a bound that does not itself belong to the range.
func below(digits string) string {
	if n, ok := jsonish.ParseInt(digits); ok && n > 2 {
		return strconv.Itoa(n - 1)
	}
	return step(digits, -0.01)
}

func above(digits string) string {
	if n, ok := jsonish.ParseInt(digits); ok && n > 2 {
		return strconv.Itoa(n + 1)
	}
	return step(digits, 0.01)
}

func step(digits string, by float64) string {
	f, _ := jsonish.ParseFloat(digits)
	return string(jsonish.AppendFloat(nil, f+by))
}
