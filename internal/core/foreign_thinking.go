// Thinking of another model: blocks and signatures in a conversation that only the
// family of models that made them accepts, and that a fallback refuses.
//
// Sources: Anthropic's guide to extended thinking (signatures hold for Claude, on all
// its platforms), OpenAI's guide to reasoning (encrypted_content is read by the
// organization that got it), Google's guide to thought signatures.

package core

import (
	"strconv"
	"strings"

	"github.com/ukemi-dev/ukemi/internal/jsonedit"
	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/internal/letters"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// families are the words by which the names of models are recognized.
var families = [...]struct{ name, words string }{
	{"claude", "claude"},
	{"gpt", "gpt chatgpt o1 o3 o4 codex"},
	{"gemini", "gemini"},
	{"mistral", "mistral magistral ministral codestral devstral pixtral"},
	{"deepseek", "deepseek"},
	{"qwen", "qwen qwq"},
	{"kimi", "kimi moonshot"},
	{"glm", "glm"},
	{"minimax", "minimax"},
	{"grok", "grok"},
	{"llama", "llama"},
	{"nova", "nova"},
}

// familyOf a model; "" where its name is none that we know.
func familyOf(model string) string {
	parts := strings.FieldsFunc(letters.Lower(model), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	for _, f := range families {
		for _, word := range strings.Fields(f.words) {
			for _, part := range parts {
				if part == word || len(word) > 2 && strings.HasPrefix(part, word) {
					return f.name
				}
			}
		}
	}
	return ""
}

// isForeign reports whether a fallback is of another family than the model. Names that
// we do not know are taken for one family where they are at one upstream.
func isForeign(model string, f retry.Fallback) bool {
	before, after := familyOf(model), familyOf(f.Model)
	if before == "" || after == "" {
		return f.Upstream != "" && f.Model != model
	}
	return before != after
}

// withoutForeignThinking returns the body without what the fallback would refuse.
// Text, tool calls and their results stay.
func withoutForeignThinking(body []byte, model string, f retry.Fallback) []byte {
	t := thinking{isForeign: isForeign(model, f)}
	if !t.isForeign && f.Upstream == "" && f.Key == "" {
		return body
	}
	src := string(body)
	for _, list := range [...]string{"messages", "contents", "input"} {
		for _, at := range jsonish.Members(src, list) {
			t.scan(src[at.Start:at.End], "/"+list)
		}
	}
	return jsonedit.RemoveAll(body, t.found)
}

// thinking is a scan of a conversation. found are pointers, in the order of the text.
type thinking struct {
	isForeign bool
	found     []string
}

// each visits the elements of a list, or the members of an object.
func each(src string, opener byte, visit func(i int, key, value string)) {
	if src == "" || src[0] != opener {
		return
	}
	i := 0
	jsonish.Entries(src, 0, func(key, value jsonish.Span) {
		visit(i, src[key.Start:key.End], src[value.Start:value.End])
		i++
	})
}

// scan the messages of a conversation.
func (t *thinking) scan(list, pointer string) {
	each(list, '[', func(i int, _, message string) {
		at := pointer + "/" + strconv.Itoa(i)
		if isType(message, "reasoning") && hasText(message, "encrypted_content") {
			t.found = append(t.found, at) // bound to an organization, not to a family
			return
		}
		if !t.isForeign {
			return
		}
		before := len(t.found)
		each(message, '{', func(_ int, key, value string) {
			inner := at + "/" + strings.Trim(key, `"`)
			switch key {
			case `"content"`, `"parts"`:
				if t.scanBlocks(value, inner) { // nothing else is in it
					t.found = append(t.found[:before], at)
				}
			case `"tool_calls"`:
				each(value, '[', func(j int, _, call string) { t.take(call, inner+"/"+strconv.Itoa(j), "extra_content") })
			case `"thinking_blocks"`, `"reasoning_details"`:
				if strings.Contains(value, `"signature"`) || strings.Contains(value, `"data"`) {
					t.found = append(t.found, inner)
				}
			}
		})
	})
}

// scanBlocks reports whether all blocks of a message are thinking.
func (t *thinking) scanBlocks(list, pointer string) bool {
	isOther, isAny := false, false
	each(list, '[', func(j int, _, block string) {
		at := pointer + "/" + strconv.Itoa(j)
		isBedrock := len(jsonish.Members(block, "reasoningContent")) > 0
		if isBedrock || isType(block, "thinking") || isType(block, "redacted_thinking") {
			t.found, isAny = append(t.found, at), true
			return
		}
		isOther = true
		t.take(block, at, "thoughtSignature")
		t.take(block, at, "thought_signature")
	})
	return isAny && !isOther
}

// take a member away, if it is there.
func (t *thinking) take(object, pointer, name string) {
	if len(jsonish.Members(object, name)) > 0 {
		t.found = append(t.found, pointer+"/"+name)
	}
}

// isType reports whether an object has this type.
func isType(object, name string) bool {
	for _, at := range jsonish.Members(object, "type") {
		if object[at.Start:at.End] == `"`+name+`"` {
			return true
		}
	}
	return false
}
