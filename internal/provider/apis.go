// The providers of models. One row each; see Provider for what it holds.

package provider

var apis = [...]Provider{
	{
		ID: "openrouter", Name: "OpenRouter",
		Headers: "x-generation-id",
		Hosts:   "openrouter.ai",
		Marks: "\"provider returned error|'provider returned error|error: provider returned error|" +
			"0 provider returned error|1 provider returned error|2 provider returned error|3 provider returned error|" +
			"4 provider returned error|9 provider returned error|free-models-per|\"provider_name\"|no endpoints found",
		Keys:   "openrouter.ai → Keys",
		Money:  "openrouter.ai → Credits",
		Limits: "openrouter.ai → Activity",
		Status: "status.openrouter.ai",
		Tips: []Tip{
			{"authentication", tipBearerAuthentication},
			{"model_not_found", "See openrouter.ai/models; “no endpoints found” can also come from your own data " +
				"policy or provider settings."},
			{"rate_limit", "Free models have limits of their own, and upstreams are shared: allow " +
				"fallbacks, or bring your own key."},
			{"quota_exhausted", "Free models allow 50 requests a day, 1000 once ten credits were bought."},
			{"unavailable", "The upstream named in the message failed; let OpenRouter choose another " +
				"(provider.allow_fallbacks)."},
		},
	},
	{
		ID: "copilot", Name: "GitHub Copilot",
		Hosts:  "githubcopilot.com",
		Marks:  "user_weekly_rate_limited|user_global_rate_limited|copilot-integration-id",
		Keys:   "github.com → Settings → Copilot",
		Money:  "github.com → Settings → Billing",
		Limits: "github.com → Settings → Copilot → Usage",
		Status: "githubstatus.com",
		Tips: []Tip{
			{"authentication", tipGithubCopilotAuthentication},
			{"rate_limit", "Preview and premium models have smaller limits; another model often answers at " +
				"once."},
		},
	},
	{
		ID: "github", Name: "GitHub Models",
		Headers: "x-github-request-id",
		Hosts:   "models.github.ai|models.inference.ai.azure.com",
		Marks:   "userbymodelby",
		Keys:    "github.com → Settings → Developer settings → Tokens",
		Money:   "github.com → Settings → Billing",
		Status:  "githubstatus.com",
		Tips: []Tip{
			{"authentication", tipGithubCopilotAuthentication},
		},
	},
	{
		ID: "azure", Name: "Azure OpenAI",
		Headers: "apim-request-id|x-ms-region|x-ms-request-id|azureml-model-session|x-ms-client-request-id",
		Hosts:   "openai.azure.com|cognitiveservices.azure.com|services.ai.azure.com|cognitive.microsoft.com",
		Marks: "azure openai service|aka.ms/oai|openai s0 pricing|aiservices s0|deploymentnotfound|" +
			"responsibleaipolicyviolation|invalid subscription key|azureexception|content_filter_result",
		Keys:   "Azure portal → your resource → Keys and Endpoint",
		Money:  "Azure portal → Cost Management",
		Limits: "Azure AI Foundry → Quotas",
		Status: "azure.status.microsoft",
		Tips: []Tip{
			{"authentication", "The key goes into the header api-key and must belong to this very resource; an " +
				"Entra token goes into Authorization and expires after about an hour."},
			{"permission", "Check the resource's Networking page (virtual network, firewall) and the role " +
				"Cognitive Services OpenAI User."},
			{"model_not_found", "Azure wants the name of your deployment, not of the model; see Azure AI Foundry " +
				"→ Deployments. A new one takes some minutes to be known."},
			{"context_length", tipOpenaiAzureContextLength},
			{"rate_limit", tipOpenaiAzureRateLimit},
			{"content_filtered", "See content_filter_result for the category; thresholds are set under Azure AI " +
				"Foundry → Guardrails + controls."},
			{"not_found", "The path needs /openai/deployments/NAME/… or /openai/v1/…, and api-version " +
				"where it is not v1."},
		},
	},
	{
		ID: "bedrock", Name: "Amazon Bedrock",
		Headers: "x-amzn-bedrock-invocation-latency|x-amzn-errortype=bedrock",
		Hosts:   "bedrock-runtime",
		Marks: "the invokemodel|:invokemodel|invokemodelwith|invokemodelcommand|" +
			"converse operation|conversestream|bedrockexception|bedrockruntime|bedrock runtime",
		Keys:   "AWS console → IAM; Bedrock → Model access",
		Money:  "AWS console → Billing",
		Limits: "AWS console → Service Quotas → Amazon Bedrock",
		Status: "health.aws.amazon.com",
		Tips: []Tip{
			{"authentication", tipBedrockAwsAuthentication},
			{"permission", "Turn the model on under Bedrock → Model access in this region, and allow " +
				"bedrock:InvokeModel for the role."},
			{"model_not_found", "Newer models are called by an inference profile (us.… or eu.… before the model " +
				"id), and exist only in some regions."},
			{"rate_limit", "A cross-region inference profile has a higher limit than the model in one " +
				"region."},
			{"content_filtered", "The guardrail of the request (guardrailIdentifier) intervened; its trace tells " +
				"which policy did."},
			{"overloaded", "A cross-region inference profile spreads the load; provisioned throughput " +
				"reserves it."},
		},
	},
	{
		ID: "aws", Name: "AWS",
		Headers: "x-amzn-requestid|x-amzn-errortype|x-amz-request-id|x-amz-apigw-id",
		Hosts:   "amazonaws.com",
		Marks:   "com.amazon.coral",
		Keys:    "AWS console → IAM",
		Money:   "AWS console → Billing",
		Limits:  "AWS console → Service Quotas",
		Status:  "health.aws.amazon.com",
		Tips: []Tip{
			{"authentication", tipBedrockAwsAuthentication},
		},
	},
	{
		ID: "vertex", Name: "Vertex AI",
		Hosts:  "aiplatform.googleapis.com",
		Marks:  "vertex ai api|vertexaiexception|vertex_ai_beta|online_prediction",
		Keys:   "Google Cloud console → IAM",
		Money:  "Google Cloud console → Billing",
		Limits: "Google Cloud console → Quotas",
		Status: "status.cloud.google.com",
		Tips: []Tip{
			{"authentication", tipVertexGoogleAuthentication},
			{"permission", tipVertexGooglePermission},
			{"model_not_found", "The model must exist in the region of the URL; try the location global."},
			{"rate_limit", tipGeminiVertexRateLimit},
			{"content_filtered", tipGeminiVertexContentFiltered},
		},
	},
	{
		ID: "gemini", Name: "Gemini API",
		Hosts:  "generativelanguage.googleapis.com|ai.google.dev",
		Marks:  "generative language api|generativelanguage|geminiexception",
		Keys:   "aistudio.google.com → API keys",
		Money:  "aistudio.google.com → Billing",
		Limits: "aistudio.google.com → Usage and rate limits",
		Status: "aistudio.google.com/status",
		Tips: []Tip{
			{"authentication", "The key goes into the header x-goog-api-key (or ?key=…); through the " +
				"OpenAI-compatible path it is Authorization: Bearer …"},
			{"permission", tipVertexGooglePermission},
			{"model_not_found", "List what this key sees: GET /v1beta/models; previews disappear, and v1 knows " +
				"fewer than v1beta."},
			{"rate_limit", tipGeminiVertexRateLimit},
			{"quota_exhausted", "The free tier's day ends at midnight Pacific time, whatever retryDelay says; a " +
				"billing account lifts it."},
			{"content_filtered", tipGeminiVertexContentFiltered},
		},
	},
	{
		ID: "google", Name: "Google",
		Headers: "server=scaffolding on httpserver2|server=esf",
		Keys:    "Google Cloud console → APIs & Services → Credentials",
		Money:   "Google Cloud console → Billing",
		Limits:  "Google Cloud console → Quotas",
		Status:  "status.cloud.google.com",
		Tips: []Tip{
			{"authentication", tipVertexGoogleAuthentication},
			{"permission", tipVertexGooglePermission},
		},
	},
	{
		ID: "anthropic", Name: "Anthropic",
		Headers: "anthropic-ratelimit-requests-limit|anthropic-organization-id|anthropic-ratelimit-unified-status|" +
			"request-id=req_01",
		Hosts:  "api.anthropic.com|console.anthropic.com|docs.anthropic.com",
		Marks:  "\"request_id\":\"req_011|anthropicexception|x-api-key header is required|invalid x-api-key",
		Keys:   "console.anthropic.com → API keys",
		Money:  "console.anthropic.com → Plans & billing",
		Limits: "console.anthropic.com → Limits",
		Status: "status.anthropic.com",
		Tips: []Tip{
			{"authentication", "The key goes into the header x-api-key, next to anthropic-version; an OAuth " +
				"token goes into Authorization: Bearer … instead."},
			{"context_length", "Count before you send: POST /v1/messages/count_tokens; prompt and max_tokens " +
				"share the window."},
			{"request_too_large", "A request may be 32 MB at most, an image 5 MB; the Files API takes more."},
			{"rate_limit", "See which limit it is: the anthropic-ratelimit-*-remaining headers; input and " +
				"output tokens have limits of their own."},
			{"quota_exhausted", "A limit that you set yourself is raised under Limits; that of a subscription " +
				"returns at its reset."},
			{"timeout", tipOpenaiAnthropicTimeout},
			{"overloaded", "529 concerns everyone for a while; the Batches API and other models are less " +
				"affected."},
			{"not_found", "The path is /v1/messages; an OpenAI client needs the base URL " +
				"https://api.anthropic.com/v1/."},
		},
	},
	{
		ID: "groq", Name: "Groq",
		Headers: "x-groq-region",
		Hosts:   "api.groq.com|console.groq.com",
		Marks:   "service tier `on_demand`|groqexception",
		Keys:    "console.groq.com → API keys",
		Money:   "console.groq.com → Billing",
		Limits:  "console.groq.com → Limits",
		Status:  "groqstatus.com",
		Tips: []Tip{
			{"authentication", tipBearerAuthentication},
			{"request_too_large", tipGroqOpenaiRequestTooLarge},
			{"rate_limit", tipOpenaiAzureRateLimit},
		},
	},
	{
		ID: "mistral", Name: "Mistral",
		Headers: "mistral-correlation-id",
		Hosts:   "api.mistral.ai",
		Marks:   "mistralexception|\"raw_status_code\"",
		Keys:    "console.mistral.ai → API keys",
		Money:   "console.mistral.ai → Billing",
		Limits:  "console.mistral.ai → Limits",
		Status:  "status.mistral.ai",
		Tips: []Tip{
			{"authentication", tipBearerAuthentication},
			{"rate_limit", tipOpenaiAzureRateLimit},
		},
	},
	{
		ID: "cohere", Name: "Cohere",
		Headers: "x-api-warning|x-endpoint-monthly-call-limit",
		Hosts:   "api.cohere.com|api.cohere.ai|dashboard.cohere",
		Marks:   "cohereexception",
		Keys:    "dashboard.cohere.com → API keys",
		Money:   "dashboard.cohere.com → Billing",
		Status:  "status.cohere.com",
	},
	{
		ID: "together", Name: "Together",
		Hosts:  "api.together.xyz|api.together.ai|together.ai",
		Marks:  "non-serverless model|togetherexception|together_aiexception",
		Keys:   "api.together.ai → API keys",
		Money:  "api.together.ai → Billing",
		Status: "status.together.ai",
		Tips: []Tip{
			{"authentication", tipBearerAuthentication},
		},
	},
	{
		ID: "fireworks", Name: "Fireworks",
		Headers: "x-fireworks-request-id|fireworks-server-processing-time",
		Hosts:   "api.fireworks.ai|fireworks.ai",
		Marks:   "fireworks_aiexception",
		Keys:    "fireworks.ai → API keys",
		Money:   "fireworks.ai → Billing",
		Limits:  "fireworks.ai → Quotas",
		Status:  "status.fireworks.ai",
		Tips: []Tip{
			{"authentication", tipBearerAuthentication},
		},
	},
	{
		ID: "deepseek", Name: "DeepSeek",
		Headers: "x-ds-trace-id",
		Hosts:   "api.deepseek.com|platform.deepseek.com",
		Marks:   "deepseekexception",
		Keys:    "platform.deepseek.com → API keys",
		Money:   "platform.deepseek.com → Top up",
		Status:  "status.deepseek.com",
		Tips: []Tip{
			{"authentication", tipBearerAuthentication},
		},
	},
	{
		ID: "xai", Name: "xAI",
		Hosts:  "api.x.ai|console.x.ai",
		Marks:  "client specified an invalid argument|xaiexception",
		Keys:   "console.x.ai → API keys",
		Money:  "console.x.ai → Billing",
		Limits: "console.x.ai → Usage",
		Status: "status.x.ai",
		Tips: []Tip{
			{"authentication", tipBearerAuthentication},
		},
	},
	{
		ID: "perplexity", Name: "Perplexity",
		Hosts:  "api.perplexity.ai|docs.perplexity.ai",
		Marks:  "perplexityexception",
		Keys:   "perplexity.ai → Settings → API",
		Money:  "perplexity.ai → Settings → API → Billing",
		Status: "status.perplexity.com",
		Tips: []Tip{
			{"authentication", tipBearerAuthentication},
		},
	},
	{
		ID: "huggingface", Name: "Hugging Face",
		Headers: "x-inference-id|x-compute-type|x-error-code",
		Hosts:   "huggingface.co|huggingface.cloud|hf.space",
		Marks:   "monthly included credits|estimated_time|huggingfaceexception",
		Keys:    "huggingface.co → Settings → Access tokens",
		Money:   "huggingface.co → Settings → Billing",
		Status:  "status.huggingface.co",
		Tips: []Tip{
			{"authentication", "The token needs the right “Make calls to Inference Providers”."},
			{"model_not_found", "The model's page lists which inference providers serve it; enable one of them " +
				"in your settings."},
			{"overloaded", "A cold model takes estimated_time seconds to load; a dedicated endpoint stays " +
				"warm."},
		},
	},
	{
		ID: "replicate", Name: "Replicate",
		Hosts:  "api.replicate.com|replicate.com",
		Marks:  "replicateexception",
		Keys:   "replicate.com → Account → API tokens",
		Money:  "replicate.com → Account → Billing",
		Status: "replicatestatus.com",
	},
	{
		ID: "cerebras", Name: "Cerebras",
		Hosts:  "api.cerebras.ai|cloud.cerebras",
		Marks:  "cerebrasexception",
		Keys:   "cloud.cerebras.ai → API keys",
		Money:  "cloud.cerebras.ai → Billing",
		Limits: "cloud.cerebras.ai → Limits",
		Status: "status.cerebras.ai",
		Tips: []Tip{
			{"authentication", tipBearerAuthentication},
		},
	},
	{
		ID: "sambanova", Name: "SambaNova",
		Hosts:  "api.sambanova.ai|cloud.sambanova",
		Marks:  "sambanovaexception",
		Keys:   "cloud.sambanova.ai → APIs",
		Money:  "cloud.sambanova.ai → Plans and billing",
		Status: "status.sambanova.ai",
		Tips: []Tip{
			{"authentication", tipBearerAuthentication},
		},
	},
	{
		ID: "nvidia", Name: "NVIDIA",
		Headers: "nvcf-reqid|nvcf-status",
		Hosts:   "integrate.api.nvidia.com|build.nvidia.com",
		Marks:   "urn:inference-service|urn:nvcf|nvidia_nimexception",
		Keys:    "build.nvidia.com → API keys",
		Status:  "status.ngc.nvidia.com",
		Tips: []Tip{
			{"authentication", tipBearerAuthentication},
			{"permission", "The model may need acceptance of its terms, or is not part of this account's " +
				"catalog on build.nvidia.com."},
		},
	},
	{
		ID: "moonshot", Name: "Moonshot",
		Headers: "msh-request-id|msh-trace-id",
		Hosts:   "api.moonshot.cn|api.moonshot.ai|platform.moonshot",
		Marks:   "rate_limit_reached_error|exceeded_current_quota_error|engine_overloaded_error",
		Keys:    "platform.moonshot.ai → API keys",
		Money:   "platform.moonshot.ai → Recharge",
		Limits:  "platform.moonshot.ai → Limits",
		Status:  "status.moonshot.cn",
		Tips: []Tip{
			{"authentication", tipBearerAuthentication},
		},
	},
	{
		ID: "zhipu", Name: "Zhipu",
		Hosts:  "bigmodel.cn|api.z.ai",
		Marks:  "\"code\":\"1113\"|\"code\":\"13|该模型当前访问量过大",
		Keys:   "open.bigmodel.cn → API keys",
		Money:  "open.bigmodel.cn → Finance",
		Limits: "open.bigmodel.cn → Rate limits",
		Tips: []Tip{
			{"content_filtered", tipBearerContentFiltered},
		},
	},
	{
		ID: "dashscope", Name: "DashScope",
		Headers: "x-dashscope-call-gateway",
		Hosts:   "dashscope.aliyuncs.com|dashscope-intl.aliyuncs.com|bailian.console.aliyun",
		Marks: "datainspectionfailed|data_inspection_failed|internalerror.algo|throttling.ratequota|allocationquota|" +
			"arrearage",
		Keys:   "Alibaba Cloud Model Studio → API keys",
		Money:  "Alibaba Cloud → Expenses",
		Limits: "Alibaba Cloud Model Studio → Rate limits",
		Tips: []Tip{
			{"content_filtered", tipBearerContentFiltered},
		},
	},
	{
		ID: "baidu", Name: "Baidu Qianfan",
		Hosts: "qianfan.baidubce.com|aip.baidubce.com",
		Marks: "\"id\":\"as-",
		Keys:  "console.bce.baidu.com → Qianfan → API keys",
		Money: "console.bce.baidu.com → Finance",
		Tips: []Tip{
			{"content_filtered", tipBearerContentFiltered},
		},
	},
	{
		ID: "minimax", Name: "MiniMax",
		Headers: "minimax-request-id",
		Hosts:   "api.minimax.chat|api.minimax.io|minimaxi.com",
		Marks:   "base_resp",
		Keys:    "platform.minimax.io → API keys",
		Money:   "platform.minimax.io → Balance",
		Tips: []Tip{
			{"content_filtered", tipBearerContentFiltered},
		},
	},
	{
		ID: "volcengine", Name: "Volcengine Ark",
		Hosts: "volces.com",
		Marks: "accountoverdueerror|modelnotopen|inputtextsensitivecontentdetected|" +
			"outputtextsensitivecontentdetected",
		Keys:  "console.volcengine.com → Ark → API keys",
		Money: "console.volcengine.com → Billing",
		Tips: []Tip{
			{"content_filtered", tipBearerContentFiltered},
		},
	},
	{
		ID: "openai", Name: "OpenAI",
		Headers: "openai-organization|openai-processing-ms|openai-version|x-openai-proxy-wasm",
		Hosts:   "api.openai.com|platform.openai.com|help.openai.com",
		Marks:   "billing_hard_limit|incorrect api key provided: sk-|cf_service_unavailable",
		Keys:    "platform.openai.com → API keys",
		Money:   "platform.openai.com → Settings → Billing",
		Limits:  "platform.openai.com → Settings → Limits",
		Status:  "status.openai.com",
		Tips: []Tip{
			{"authentication", tipBearerAuthentication},
			{"permission", "Some models need a verified organization: Settings → Organization → General. " +
				"Project keys see only what their project allows."},
			{"context_length", tipOpenaiAzureContextLength},
			{"request_too_large", tipGroqOpenaiRequestTooLarge},
			{"rate_limit", tipOpenaiAzureRateLimit},
			{"billing", "API credits are not part of a ChatGPT subscription; the key's project may have " +
				"a limit of its own."},
			{"timeout", tipOpenaiAnthropicTimeout},
		},
	},
}
