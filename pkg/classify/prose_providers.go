// Who speaks, for people: the names that people write, what kind of speaker it
// is, and where its pages are. Every name of the provider table has its row.

package classify

// ProviderKind says who runs what spoke.
type ProviderKind string

const (
	KindAPI     ProviderKind = "api"     // a provider of models
	KindGateway ProviderKind = "gateway" // a proxy or platform between caller and provider
	KindServer  ProviderKind = "server"  // a model server that people run themselves
)

// ProviderInfo is one row of the providers, for people and for type unions.
type ProviderInfo struct {
	// Provider as in Verdict.Provider; Name as people write it.
	Provider, Name string
	Kind           ProviderKind
	// Keys, Money and Limits name the provider's pages, Status where it tells
	// of its outages; "" where there is none.
	Keys, Money, Limits, Status string
}

var speakers = [...]ProviderInfo{
	{"openai", "OpenAI", KindAPI, "platform.openai.com → API keys", "platform.openai.com → Settings → Billing", "platform.openai.com → Settings → Limits", "status.openai.com"},
	{"anthropic", "Anthropic", KindAPI, "console.anthropic.com → API keys", "console.anthropic.com → Plans & billing", "console.anthropic.com → Limits", "status.anthropic.com"},
	{"azure", "Azure OpenAI", KindAPI, "Azure portal → your resource → Keys and Endpoint", "Azure portal → Cost Management", "Azure AI Foundry → Quotas", "azure.status.microsoft"},
	{"gemini", "Gemini API", KindAPI, "aistudio.google.com → API keys", "aistudio.google.com → Billing", "aistudio.google.com → Usage and rate limits", "aistudio.google.com/status"},
	{"vertex", "Vertex AI", KindAPI, "Google Cloud console → IAM", "Google Cloud console → Billing", "Google Cloud console → Quotas", "status.cloud.google.com"},
	{"google", "Google", KindAPI, "Google Cloud console → APIs & Services → Credentials", "Google Cloud console → Billing", "Google Cloud console → Quotas", "status.cloud.google.com"},
	{"bedrock", "Amazon Bedrock", KindAPI, "AWS console → IAM; Bedrock → Model access", "AWS console → Billing", "AWS console → Service Quotas → Amazon Bedrock", "health.aws.amazon.com"},
	{"aws", "AWS", KindAPI, "AWS console → IAM", "AWS console → Billing", "AWS console → Service Quotas", "health.aws.amazon.com"},
	{"openrouter", "OpenRouter", KindAPI, "openrouter.ai → Keys", "openrouter.ai → Credits", "openrouter.ai → Activity", "status.openrouter.ai"},
	{"groq", "Groq", KindAPI, "console.groq.com → API keys", "console.groq.com → Billing", "console.groq.com → Limits", "groqstatus.com"},
	{"mistral", "Mistral", KindAPI, "console.mistral.ai → API keys", "console.mistral.ai → Billing", "console.mistral.ai → Limits", "status.mistral.ai"},
	{"deepseek", "DeepSeek", KindAPI, "platform.deepseek.com → API keys", "platform.deepseek.com → Top up", "", "status.deepseek.com"},
	{"xai", "xAI", KindAPI, "console.x.ai → API keys", "console.x.ai → Billing", "console.x.ai → Usage", "status.x.ai"},
	{"together", "Together", KindAPI, "api.together.ai → API keys", "api.together.ai → Billing", "", "status.together.ai"},
	{"fireworks", "Fireworks", KindAPI, "fireworks.ai → API keys", "fireworks.ai → Billing", "fireworks.ai → Quotas", "status.fireworks.ai"},
	{"cohere", "Cohere", KindAPI, "dashboard.cohere.com → API keys", "dashboard.cohere.com → Billing", "", "status.cohere.com"},
	{"huggingface", "Hugging Face", KindAPI, "huggingface.co → Settings → Access tokens", "huggingface.co → Settings → Billing", "", "status.huggingface.co"},
	{"cloudflare", "Cloudflare", KindGateway, "dash.cloudflare.com → API tokens", "dash.cloudflare.com → Billing", "", "cloudflarestatus.com"},
	{"litellm", "LiteLLM", KindGateway, "your LiteLLM proxy → virtual keys", "your LiteLLM proxy → budgets", "your LiteLLM proxy → rpm and tpm limits", ""},
	{"perplexity", "Perplexity", KindAPI, "perplexity.ai → Settings → API", "perplexity.ai → Settings → API → Billing", "", "status.perplexity.com"},
	{"replicate", "Replicate", KindAPI, "replicate.com → Account → API tokens", "replicate.com → Account → Billing", "", "replicatestatus.com"},
	{"cerebras", "Cerebras", KindAPI, "cloud.cerebras.ai → API keys", "cloud.cerebras.ai → Billing", "cloud.cerebras.ai → Limits", "status.cerebras.ai"},
	{"sambanova", "SambaNova", KindAPI, "cloud.sambanova.ai → APIs", "cloud.sambanova.ai → Plans and billing", "", "status.sambanova.ai"},
	{"nvidia", "NVIDIA", KindAPI, "build.nvidia.com → API keys", "", "", "status.ngc.nvidia.com"},
	{"moonshot", "Moonshot", KindAPI, "platform.moonshot.ai → API keys", "platform.moonshot.ai → Recharge", "platform.moonshot.ai → Limits", "status.moonshot.cn"},
	{"zhipu", "Zhipu", KindAPI, "open.bigmodel.cn → API keys", "open.bigmodel.cn → Finance", "open.bigmodel.cn → Rate limits", ""},
	{"dashscope", "DashScope", KindAPI, "Alibaba Cloud Model Studio → API keys", "Alibaba Cloud → Expenses", "Alibaba Cloud Model Studio → Rate limits", ""},
	{"baidu", "Baidu Qianfan", KindAPI, "console.bce.baidu.com → Qianfan → API keys", "console.bce.baidu.com → Finance", "", ""},
	{"minimax", "MiniMax", KindAPI, "platform.minimax.io → API keys", "platform.minimax.io → Balance", "", ""},
	{"volcengine", "Volcengine Ark", KindAPI, "console.volcengine.com → Ark → API keys", "console.volcengine.com → Billing", "", ""},
	{"github", "GitHub Models", KindAPI, "github.com → Settings → Developer settings → Tokens", "github.com → Settings → Billing", "", "githubstatus.com"},
	{"copilot", "GitHub Copilot", KindAPI, "github.com → Settings → Copilot", "github.com → Settings → Billing", "github.com → Settings → Copilot → Usage", "githubstatus.com"},
	{"portkey", "Portkey", KindGateway, "app.portkey.ai → API keys", "app.portkey.ai → Budgets", "app.portkey.ai → Rate limits", "status.portkey.ai"},
	{"new-api", "one-api / new-api", KindGateway, "your gateway → Tokens", "your gateway → Top up", "", ""},
	{"bifrost", "Bifrost", KindGateway, "your Bifrost gateway → Virtual keys", "your Bifrost gateway → Budgets", "your Bifrost gateway → Rate limits", ""},
	{"vercel", "Vercel", KindGateway, "vercel.com → AI Gateway → API keys", "vercel.com → AI Gateway → Credits", "", "vercel-status.com"},
	{"heroku", "Heroku", KindGateway, "", "", "", "status.heroku.com"},
	{"cloudfront", "CloudFront", KindGateway, "", "", "", "health.aws.amazon.com"},
	{"aws-alb", "AWS load balancer", KindGateway, "", "", "", "health.aws.amazon.com"},
	{"envoy", "Envoy", KindGateway, "", "", "", ""},
	{"kong", "Kong", KindGateway, "", "", "", ""},
	{"varnish", "Varnish", KindGateway, "", "", "", ""},
	{"haproxy", "HAProxy", KindGateway, "", "", "", ""},
	{"nginx", "nginx", KindGateway, "", "", "", ""},
	{"ollama", "Ollama", KindServer, "", "", "", ""},
	{"vllm", "vLLM", KindServer, "", "", "", ""},
	{"sglang", "SGLang", KindServer, "", "", "", ""},
	{"lmstudio", "LM Studio", KindServer, "", "", "", ""},
	{"llama.cpp", "llama.cpp", KindServer, "", "", "", ""},
	{"tgi", "Text Generation Inference", KindServer, "", "", "", ""},
	{"tei", "Text Embeddings Inference", KindServer, "", "", "", ""},
	{"triton", "Triton", KindServer, "", "", "", ""},
}

// speaker returns the row of a provider; for a name that is none, one that has
// nothing but the name.
func speaker(provider string) ProviderInfo {
	for i := range speakers {
		if speakers[i].Provider == provider {
			return speakers[i]
		}
	}
	return ProviderInfo{Provider: provider, Name: provider}
}

// page is the provider's page that helps with a class, as a step.
func (p *ProviderInfo) page(c Class) string {
	switch c {
	case Authentication, Permission:
		return step("The place for it: ", p.Keys)
	case Billing:
		return step("The place for it: ", p.Money)
	case RateLimit, QuotaExhausted:
		return step("Your limits stand here: ", p.Limits)
	case ServerError, Unavailable, Overloaded, Timeout:
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
