// The parameters of the LLM APIs, under their names without case, '_' and '-'.
// A request without an optional parameter asks for the same answer; one without a
// parameter that is missing here may not.

package cure

import "strings"

// names is a list of parameters, each between bars.
type names string

func (n names) has(name string) bool {
	for rest := string(n); name != ""; { // the bars are looked at last, because they are everywhere
		at := strings.Index(rest, name)
		if at < 0 {
			return false
		}
		if end := at + len(name); at > 0 && rest[at-1] == '|' && end < len(rest) && rest[end] == '|' {
			return true
		}
		rest = rest[at+1:]
	}
	return false
}

const (
	// outputLimits bound the tokens of an answer: OpenAI's two names, those of the
	// Responses API, TGI, Anthropic's first API and Ollama. Gemini's and Bedrock's differ
	// in case only.
	outputLimits names = "|maxtokens|maxcompletiontokens|maxoutputtokens|maxnewtokens|maxtokenstosample|" +
		"numpredict|maxlength|"

	// optional parameters tune the sampling, the service or the accounting.
	optional names = "|temperature|topp|topk|topa|minp|typicalp|presencepenalty|frequencypenalty|repetitionpenalty|" +
		"repeatpenalty|paralleltoolcalls|store|metadata|servicetier|logitbias|user|seed|prediction|streamoptions|" +
		"reasoningeffort|reasoning|reasoningformat|includereasoning|reasoningsplit|verbosity|thinking|thinkingconfig|" +
		"thinkingbudget|reasoningbudget|thinkinglevel|enablethinking|preservethinking|outputconfig|effort|promptcachekey|" +
		"promptcacheretention|safetyidentifier|chattemplatekwargs|contextmanagement|truncation|include|safetysettings|" +
		"inferencegeo|usage|transforms|bestof|parallelfunctioncalls|disableparalleltooluse|anthropicbeta|background|" +
		"cachecontrol|webhookurl|speed|mediaresolution|candidatecount|"

	// neutral parameters ask for something, unless their value is the default.
	neutral names = "|logprobs|toplogprobs|n|stop|stopsequences|tools|toolchoice|responseformat|functions|" +
		"functioncall|stream|" +
		"suffix|echo|modalities|audio|"

	// echoes are members that a provider added to its answer, which the application
	// sends back as a part of the conversation.
	echoes names = "|reasoningcontent|reasoningdetails|reasoning|providerspecificfields|thinkingblocks|cachecontrol|"

	onlyInMessages names = "|reasoningcontent|reasoningdetails|thinkingblocks|providerspecificfields|cachecontrol|"

	// emptyEchoes are left out only where they hold nothing.
	emptyEchoes names = "|refusal|annotations|audio|functioncall|toolcalls|"

	// limited parameters are numbers that may be brought within stated bounds.
	limited names = outputLimits + "temperature|topp|topk|minp|n|logprobs|toplogprobs|presencepenalty|" +
		"frequencypenalty|" +
		"repetitionpenalty|dimensions|outputdimensionality|outputdimension|bestof|candidatecount|" +
		"thinkingbudget|budgettokens|" +
		"batchsize|nepochs|maxtoolcalls|"

	// common words are parameters only where the text marks them as one.
	commonWords names = "|temperature|store|user|seed|prediction|reasoning|thinking|effort|include|usage|background|" +
		"truncation|n|stop|tools|functions|stream|suffix|echo|metadata|speed|transforms|dimensions|audio|annotations|" +
		"refusal|verbosity|modalities|"

	// proseWords are no parameters, wherever a sentence names none: "unsupported parameter: this model …".
	proseWords names = "|a|all|an|and|any|beyond|for|given|in|is|it|its|known|no|not|nothing|of|or|that|the|" +
		"these|this|those|to|"

	// askedFor are the parameters that carry what was asked for.
	askedFor names = "|messages|input|inputs|contents|content|prompt|system|instructions|tools|functions|" +
		"toolchoice|functioncall|" +
		"responseformat|responseschema|jsonschema|text|format|schema|model|images|image|audio|file|files|" +
		"documents|role|name|type|" +
		"maxtokens|maxoutputtokens|maxnewtokens|maxtokenstosample|numpredict|stop|stopsequences|stream|n|" +
		"logprobs|toplogprobs|modalities|" +
		"voice|size|quality|dimensions|suffix|previousresponseid|conversation|background|description|" +
		"parameters|inputschema|strict|" +
		"body|path|query|loc|msg|ctx|url|id|arguments|properties|required|"

	// machineWords are words of the errors themselves.
	machineWords names = "|extraforbidden|error|errors|detail|details|message|code|status|param|type|value|" +
		"object|null|none|true|false|" +
		"invalidrequesterror|badrequesterror|invalidargument|request|parameter|field|key|str|int|dict|"

	// movable parameters have another place in the Responses API.
	movable names = "|reasoningeffort|responseformat|verbosity|"

	// messageLists hold the conversation, toolLists the application's tools; a name
	// inside of them is no parameter of the request.
	messageLists names = "|messages|input|contents|system|"
	toolLists    names = "|tools|functions|responseformat|jsonschema|schema|properties|text|format|" +
		"toolconfig|toolchoice|"
)

// scales are the values of parameters with an order, least first.
var scales = [...]struct {
	of     names
	values []string
}{
	{"|reasoningeffort|effort|thinkinglevel|", []string{"none", "minimal", "low", "default", "medium", "high",
		"xhigh", "max"}},
	{"|verbosity|", []string{"low", "medium", "high"}},
}

// exclusivePairs cannot be sent together; the second gives way, because the first says
// more of what was asked for.
var exclusivePairs = [...][2]names{
	{"|temperature|", "|topp|"},
	{"|maxcompletiontokens|", "|maxtokens|"},
	{"|thinkingconfig|thinkingbudget|reasoning|", "|reasoningeffort|"},
	{"|thinkingbudget|", "|thinkinglevel|"},
}

// holders are the objects in which a dialect keeps its parameters: Gemini, Bedrock's
// Converse, Ollama, TGI and DashScope.
const holders names = "|input|generationconfig|inferenceconfig|options|parameters|thinkingconfig|thinking|" +
	"reasoning|outputconfig|" +
	"additionalmodelrequestfields|"

// bare is a name without case, '_' and '-'.
func bare(name string) string {
	plain := 0
	for plain < len(name) && (name[plain] < 'A' || name[plain] > '_') && name[plain] != '-' {
		plain++
	}
	if plain == len(name) {
		return name
	}
	out := make([]byte, 0, len(name))
	for i := 0; i < len(name); i++ {
		c := name[i]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		if c != '_' && c != '-' {
			out = append(out, c)
		}
	}
	return string(out)
}

// wraps are the parts before a parameter that name the body as a whole.
const wraps names = "|body|request|requestbody|generationconfig|inferenceconfig|options|parameters|" +
	"parameter|params|extrabody|root|openai|" +
	"chatcompletionrequest|createchatcompletionrequest|input_args|openaichatrequest|"
