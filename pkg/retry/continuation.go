// Continuing a cut answer: which upstreams document that they go on with a given
// beginning, and which targets may resume one at all.

package retry

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/api"
	"github.com/ukemi-dev/ukemi/internal/letters"
)

// Continuation is how an upstream is asked to go on.
type Continuation struct {
	Host string
	Form ContinueForm
	// Beta is the base path at which the feature is; "" is the usual one.
	Beta string
}

// Sources: the guides of DeepSeek (chat prefix completion, beta), Moonshot (partial
// mode), Alibaba (partial mode) and Mistral (prefix; its answer repeats the beginning,
// as vercel/ai#3256 shows); the documentation of vLLM's chat API
// (continue_final_message). Anthropic's models before 4.6 go on from a last message of
// the assistant; later ones refuse it with a 400.
var continuers = [...]Continuation{
	{Host: "api.mistral.ai", Form: ContinuePrefixRepeated},
	{Host: "api.deepseek.com", Form: ContinuePrefix, Beta: "/beta"},
	{Host: "api.moonshot.ai", Form: ContinuePartial},
	{Host: "api.moonshot.cn", Form: ContinuePartial},
	{Host: "dashscope.aliyuncs.com", Form: ContinuePartial},
	{Host: "dashscope-intl.aliyuncs.com", Form: ContinuePartial},
	{Host: "dashscope-us.aliyuncs.com", Form: ContinuePartial},
}

// ContinuationOf returns how a fallback, or the requested model, continues an answer;
// its form is "" where it does not, or where that is not known.
func ContinuationOf(r Request, f Fallback) (c Continuation) {
	upstream, model := f.Upstream, f.Model
	if upstream == "" {
		upstream = r.Upstream
	}
	if model == "" {
		model = r.Model
	}
	dialect := api.Lookup(r.Method, r.Path).Dialect
	if dialect != api.OpenAI && dialect != api.Anthropic || r.Uncontinuable || r.Thinks {
		return c
	}
	if f.Continue != "" {
		return Continuation{Form: f.Continue}
	}
	_, host, _ := strings.Cut(upstream, "://")
	host, _, _ = strings.Cut(host, "/")
	if dialect == api.Anthropic {
		if host == "api.anthropic.com" && takesPrefill(letters.Lower(model)) {
			c.Form = ContinueMessage
		}
		return c
	}
	for i := range continuers {
		if continuers[i].Host == host {
			return continuers[i]
		}
	}
	return c
}

// takesPrefill reports whether a Claude model is older than 4.6.
func takesPrefill(model string) bool {
	for _, name := range [...]string{"claude-3", "-4-0", "-4-1", "-4-5", "-4-20"} {
		if strings.Contains(model, name) {
			return strings.HasPrefix(model, "claude-")
		}
	}
	return false
}

// continues reports whether a target goes on with what was delivered.
func (p Policy) continues(r Request, t target) bool {
	return p.Resume == ResumeContinue && ContinuationOf(r, t.fallback).Form != ""
}

// canResume reports whether a target may resume an answer: it continues it, or it may
// repeat it.
func (p Policy) canResume(r Request, t target) bool {
	return p.Resume != ResumeContinue || r.Deterministic || p.continues(r, t)
}
