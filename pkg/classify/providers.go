// Who speaks. Adding a provider is one row here (and its test data): what only
// its answers bear. The first row that matches wins, so the particular stands
// above the general.

package classify

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
)

// provider is one row: any of its signs is enough.
type provider struct {
	name    string
	headers string // header names, lowercase, separated by '|'; "name=part" asks for a part of the value
	hosts   string // parts of host names and keys that occur in the text, '|'
	words   string // words of its messages or codes, lowercase, '|' and '*'
}

var providers = [...]provider{
	{"litellm", "x-litellm-version|x-litellm-call-id|x-litellm-model-id", "", "litellm.|litellm_|received model group="},
	{"portkey", "x-portkey-provider|x-portkey-trace-id", "api.portkey.ai", "portkey"},
	{"bifrost", "", "", "is_bifrost_error"},
	{"openrouter", "x-generation-id", "openrouter.ai", "openrouter|provider returned error|free-models-per|\"provider_name\""},
	{"new-api", "x-oneapi-request-id|x-new-api-version", "", "new_api_error|v_api_error|one_api_error|当前分组|insufficient_user_quota"},
	{"copilot", "", "githubcopilot.com", "copilot|user_weekly_rate_limited|user_global_rate_limited"},
	{"github", "x-github-request-id", "models.github.ai|models.inference.ai.azure.com", "userbymodelby"},
	{"azure",
		"apim-request-id|x-ms-region|x-ms-request-id|azureml-model-session|x-ms-client-request-id",
		"openai.azure.com|cognitiveservices.azure.com|services.ai.azure.com|cognitive.microsoft.com",
		"azure openai|openai s0 pricing|aiservices s0|deploymentnotfound|responsibleaipolicyviolation|invalid subscription key|azureexception|azureopenai"},
	{"bedrock",
		"x-amzn-bedrock-invocation-latency|x-amzn-errortype=bedrock",
		"bedrock-runtime|bedrock.",
		"invokemodel|converse operation|conversestream|bedrockexception|bedrock"},
	{"aws",
		"x-amzn-requestid|x-amzn-errortype|x-amz-request-id|x-amz-apigw-id",
		"amazonaws.com",
		"com.amazon.coral|botocore|requesterror: send request failed"},
	{"vertex", "", "aiplatform.googleapis.com", "vertex ai|vertexai|vertex_ai|online_prediction"},
	{"gemini", "", "generativelanguage.googleapis.com|ai.google.dev", "type.googleapis.com|gemini|generative language api|googlegenerativeai"},
	{"google", "server=scaffolding on httpserver2|server=esf", "", "resource_exhausted|invalid_argument|failed_precondition"},
	{"anthropic",
		"anthropic-ratelimit-requests-limit|anthropic-organization-id|anthropic-ratelimit-unified-status|request-id=req_01",
		"api.anthropic.com|console.anthropic.com|docs.anthropic.com",
		"x-api-key|overloaded_error|\"request_id\":\"req_011|claude|anthropic"},
	{"groq", "x-groq-region", "api.groq.com|console.groq.com", "service tier `on_demand`|groq"},
	{"mistral", "x-kong-request-id|mistral-correlation-id", "api.mistral.ai", "mistral api|codestral"},
	{"cohere", "x-api-warning|x-endpoint-monthly-call-limit", "api.cohere.com|api.cohere.ai|dashboard.cohere", "cohere"},
	{"together", "", "api.together.xyz|api.together.ai|together.ai", "non-serverless model|together ai"},
	{"fireworks", "x-fireworks-request-id|fireworks-server-processing-time", "api.fireworks.ai|fireworks.ai", "fireworks"},
	{"deepseek", "x-ds-trace-id", "api.deepseek.com|platform.deepseek.com", "deepseek"},
	{"xai", "", "api.x.ai|console.x.ai", "client specified an invalid argument|grok"},
	{"perplexity", "", "api.perplexity.ai|docs.perplexity.ai", "perplexity"},
	{"huggingface", "x-inference-id|x-compute-type|x-error-code", "huggingface.co|hf.space", "monthly included credits|hugging face|estimated_time"},
	{"replicate", "", "api.replicate.com|replicate.com", "replicate"},
	{"cerebras", "", "api.cerebras.ai|cloud.cerebras", "cerebras"},
	{"sambanova", "", "api.sambanova.ai|cloud.sambanova", "sambanova"},
	{"nvidia", "nvcf-reqid|nvcf-status", "integrate.api.nvidia.com|build.nvidia.com", "urn:inference-service|urn:nvcf|nvidia"},
	{"moonshot",
		"msh-request-id|msh-trace-id",
		"api.moonshot.cn|api.moonshot.ai|platform.moonshot",
		"kimi|rate_limit_reached_error|exceeded_current_quota_error|engine_overloaded_error"},
	{"zhipu", "", "bigmodel.cn|api.z.ai", "\"code\":\"1113\"|\"code\":\"13|zhipu|resource package|该模型当前访问量过大"},
	{"dashscope",
		"x-dashscope-call-gateway",
		"dashscope.aliyuncs.com|aliyun",
		"datainspectionfailed|dashscope|throttling.ratequota|allocationquota|arrearage|alibaba"},
	{"baidu", "", "qianfan.baidubce.com|aip.baidubce.com", "qianfan|\"id\":\"as-|ernie"},
	{"minimax", "minimax-request-id", "api.minimax.chat|api.minimax.io|minimaxi.com", "base_resp|minimax"},
	{"volcengine", "", "volces.com", "accountoverdueerror|modelnotopen"},
	{"cloudflare", "", "gateway.ai.cloudflare.com|api.cloudflare.com", "\"aierror|: aierror|cfwaitingroom|error code: 10|cf-error-details|cdn-cgi|cloudflare"},
	{"lmstudio", "", "", "lm studio|unexpected endpoint or method|the model has crashed without"},
	{"ollama", "", "localhost:11434|127.0.0.1:11434|:11434", "try pulling it first|ollama"},
	{"tei", "", "", "\"error_type\":\"overloaded\"|text-embeddings-inference"},
	{"tgi", "", "", "`max_new_tokens`|text-generation-inference|input validation error"},
	{"triton", "", "", "triton"},
	{"sglang", "", "", "sglang|--allow-auto-truncate"},
	{"vllm", "", "", "vllm|enginedeaderror|max_model_len|\"object\":\"error\""},
	{"llama.cpp", "", "", "exceed_context_size_error|llama.cpp|unavailable_error|the request exceeds the available context"},
	{"openai",
		"openai-organization|openai-processing-ms|openai-version|x-openai-proxy-wasm",
		"api.openai.com|platform.openai.com|help.openai.com",
		"chatgpt|billing_hard_limit|insufficient_quota|incorrect api key provided: sk-|cf_service_unavailable"},
	{"vercel", "x-vercel-id|x-vercel-error", "vercel.app", "function_invocation_timeout|deployment_not_found|vercel"},
	{"heroku", "server=heroku|via=vegur", "herokuapp.com", "heroku"},
	{"cloudfront", "x-amz-cf-id|server=cloudfront", "cloudfront.net", "generated by cloudfront"},
	{"aws-alb", "server=awselb", "", "awselb/"},
	{"envoy",
		"x-envoy-upstream-service-time|server=envoy|server=istio-envoy",
		"",
		"no healthy upstream|upstream connect error|upstream request timeout|response_flags"},
	{"kong", "server=kong|x-kong-response-latency|via=kong", "", "no route matched with those values"},
	{"varnish", "x-varnish|via=varnish", "", "guru meditation|varnish"},
	{"haproxy", "server=haproxy", "", "no server is available to handle this request"},
	{"nginx", "server=nginx|server=openresty", "", "<center>nginx|nginx/|openresty"},
	{"openai", "", "", "openai.|openai error"}, // the name of its SDK, which many others are called with
	{"cloudflare", "cf-aig-cache-status|cf-aig-log-id|cf-aig-step|server=cloudflare|cf-ray|cf-mitigated", "", ""},
}

// recognize names the provider from headers, hosts and words, in this order;
// Cloudflare's own headers only say who carried the answer and count last.
func recognize(rd *reading) string {
	last := len(providers) - 1
	bearers := headerRows(rd.headers)
	for row := range last {
		if bearers.has(row) && providers[row].inHeaders(rd.headers) {
			return providers[row].name
		}
	}
	for _, in := range [...]list{inHosts, inSpeech} {
		if row, ok := rd.excerpt().first(in); ok {
			return providers[row].name
		}
	}
	if bearers.has(last) && providers[last].inHeaders(rd.headers) {
		return providers[last].name
	}
	return ""
}

// headerRows returns the providers that one of the headers' names may tell.
func headerRows(headers Headers) (all rows) {
	var lower [64]byte
	for i := range headers {
		found := rowsOf(inHeaders, appendLower(lower[:0], headers[i].Name))
		all[0] |= found[0]
		all[1] |= found[1]
	}
	return all
}

func appendLower(dst []byte, s string) []byte {
	for i := 0; i < len(s) && len(dst) < 64; i++ {
		c := s[i]
		if isUpper(c) {
			c |= 0x20
		}
		dst = append(dst, c)
	}
	return dst
}

func (p *provider) inHeaders(headers Headers) bool {
	for list := p.headers; list != ""; {
		var sign string
		sign, list, _ = strings.Cut(list, "|")
		name, part, _ := strings.Cut(sign, "=")
		for i := range headers {
			if equalFold(headers[i].Name, name) && strings.Contains(letters.Lower(headers[i].Value), part) {
				return true
			}
		}
	}
	return false
}

// dialectOf names the shape of the error.
func dialectOf(rd *reading) string {
	switch {
	case len(rd.layers) == 0 && isHTML(rd.source):
		return "html"
	case len(rd.layers) == 0 && rd.empty:
		return "empty"
	case len(rd.layers) == 0:
		return "text"
	case rd.fact("@type").value != "" || rd.layers[len(rd.layers)-1].grpc():
		return "google-rpc"
	case strings.Contains(rd.source[:min(len(rd.source), 512)], "urn:") || rd.fact("instance").value != "" || strings.Contains(rd.headers.Get("content-type"), "problem+json"):
		return "problem"
	case rd.headers.Get("x-amzn-errortype") != "" || strings.Contains(rd.source[:min(len(rd.source), 512)], "__type"):
		return "aws"
	case rd.layers[0].typ == "error":
		return "anthropic"
	case rd.layers[len(rd.layers)-1].typ != "" || rd.layers[len(rd.layers)-1].code != "":
		return "openai"
	}
	return "json"
}

// grpc reports whether a code is one of google.rpc.Code's names.
func (l *layer) grpc() bool {
	for _, c := range l.codes {
		if strings.HasSuffix(c.key, "status") && isUpper(c.value[0]) && !letters.HasLower(c.value) {
			return true
		}
	}
	return false
}
