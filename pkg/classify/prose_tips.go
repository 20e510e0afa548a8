// What to do about one class of error at one provider: the header, parameter
// or setting by its name. The first step that an explanation shows.

package classify

var tips = [...]struct {
	providers string // separated by spaces, each with a space on both sides; "": where no other row fits
	class     Class
	step      string
}{
	// keys and rights
	{" openai openrouter groq mistral deepseek xai together fireworks cerebras perplexity sambanova moonshot nvidia ", Authentication, "The key goes into the header Authorization: Bearer …; check that it is one of this provider, not of another."},
	{" anthropic ", Authentication, "The key goes into the header x-api-key, next to anthropic-version; an OAuth token goes into Authorization: Bearer … instead."},
	{" azure ", Authentication, "The key goes into the header api-key and must belong to this very resource; an Entra token goes into Authorization and expires after about an hour."},
	{" gemini ", Authentication, "The key goes into the header x-goog-api-key (or ?key=…); through the OpenAI-compatible path it is Authorization: Bearer …"},
	{" vertex google ", Authentication, "The token comes from gcloud auth print-access-token or a service account, and lives an hour; an API key alone is not taken."},
	{" bedrock aws ", Authentication, "Check which credentials are really used: aws sts get-caller-identity. Session tokens expire, and the region is part of the signature."},
	{" huggingface ", Authentication, "The token needs the right “Make calls to Inference Providers”."},
	{" github copilot ", Authentication, "The token needs the right models:read; Copilot's own tokens live only minutes and are fetched anew."},
	{"", Authentication, "Check that the request really carries the key: Authorization: Bearer … at most providers, x-api-key at Anthropic, api-key at Azure."},
	{" openai ", Permission, "Some models need a verified organization: Settings → Organization → General. Project keys see only what their project allows."},
	{" azure ", Permission, "Check the resource's Networking page (virtual network, firewall) and the role Cognitive Services OpenAI User."},
	{" bedrock ", Permission, "Turn the model on under Bedrock → Model access in this region, and allow bedrock:InvokeModel for the role."},
	{" vertex google gemini ", Permission, "Enable the API in this project, and give the account the role Vertex AI User; a key may be restricted to other APIs or addresses."},
	{" litellm portkey bifrost new-api ", Permission, "The gateway's key is limited to certain models: add this one to the key, its team or group."},
	{" nvidia ", Permission, "The model may need acceptance of its terms, or is not part of this account's catalog on build.nvidia.com."},

	// models
	{" azure ", ModelNotFound, "Azure wants the name of your deployment, not of the model; see Azure AI Foundry → Deployments. A new one takes some minutes to be known."},
	{" bedrock ", ModelNotFound, "Newer models are called by an inference profile (us.… or eu.… before the model id), and exist only in some regions."},
	{" gemini ", ModelNotFound, "List what this key sees: GET /v1beta/models; previews disappear, and v1 knows fewer than v1beta."},
	{" vertex ", ModelNotFound, "The model must exist in the region of the URL; try the location global."},
	{" openrouter ", ModelNotFound, "See openrouter.ai/models; “no endpoints found” can also come from your own data policy or provider settings."},
	{" ollama ", ModelNotFound, "See what is there with ollama list, and fetch it with ollama pull."},
	{" vllm sglang ", ModelNotFound, "The server answers only to the name of --served-model-name, else to the path it was started with: GET /v1/models tells."},
	{" lmstudio ", ModelNotFound, "Load the model in LM Studio, or turn on just-in-time loading; GET /v1/models tells its id."},
	{" triton ", ModelNotFound, "GET /v2/models/NAME/ready tells whether the model was loaded from the repository."},
	{" huggingface ", ModelNotFound, "The model's page lists which inference providers serve it; enable one of them in your settings."},
	{" litellm ", ModelNotFound, "The name must stand in the proxy's model_list (model_name, not litellm_params.model)."},
	{" new-api ", ModelNotFound, "No channel of this token's group offers the model: add it to a channel, or change the group."},

	// length and size
	{" ollama ", ContextLength, "Ollama loads models with a small window: raise num_ctx, or OLLAMA_CONTEXT_LENGTH."},
	{" vllm ", ContextLength, "The window is what --max-model-len allows; a smaller max_tokens helps too."},
	{" sglang ", ContextLength, "The window is what --context-length allows; a smaller max_tokens helps too."},
	{" llama.cpp ", ContextLength, "The window is what -c (--ctx-size) allows, divided by the parallel slots."},
	{" lmstudio ", ContextLength, "Raise the context length in the model's load settings."},
	{" tgi ", ContextLength, "The server's --max-input-tokens and --max-total-tokens set the limit."},
	{" openai azure ", ContextLength, "Count max_completion_tokens and reasoning tokens too: the window holds prompt and answer."},
	{" anthropic ", ContextLength, "Count before you send: POST /v1/messages/count_tokens; prompt and max_tokens share the window."},
	{" groq openai ", RequestTooLarge, "One request may not ask for more tokens than a minute allows; max_tokens counts in full."},
	{" anthropic ", RequestTooLarge, "A request may be 32 MB at most, an image 5 MB; the Files API takes more."},
	{" nginx ", RequestTooLarge, "Raise client_max_body_size in nginx."},
	{" cloudflare ", RequestTooLarge, "Cloudflare takes 100 MB on its smaller plans; upload in parts or around it."},
	{" vercel ", RequestTooLarge, "A Vercel function takes 4.5 MB; send files to storage and pass their address."},

	// limits
	{" openai azure groq mistral ", RateLimit, "See which limit it is: x-ratelimit-remaining-requests and x-ratelimit-remaining-tokens in the answer's headers."},
	{" anthropic ", RateLimit, "See which limit it is: the anthropic-ratelimit-*-remaining headers; input and output tokens have limits of their own."},
	{" azure ", RateLimit, "The deployment has its own tokens per minute: raise them under Azure AI Foundry → Deployments → Edit."},
	{" bedrock ", RateLimit, "A cross-region inference profile has a higher limit than the model in one region."},
	{" gemini vertex ", RateLimit, "The quotaId in the answer names the limit; limits are per project, not per key."},
	{" openrouter ", RateLimit, "Free models have limits of their own, and upstreams are shared: allow fallbacks, or bring your own key."},
	{" copilot ", RateLimit, "Preview and premium models have smaller limits; another model often answers at once."},
	{" openrouter ", QuotaExhausted, "Free models allow 50 requests a day, 1000 once ten credits were bought."},
	{" gemini ", QuotaExhausted, "The free tier's day ends at midnight Pacific time, whatever retryDelay says; a billing account lifts it."},
	{" cloudflare ", QuotaExhausted, "The free allocation returns at midnight UTC; the Workers Paid plan lifts it."},
	{" anthropic ", QuotaExhausted, "A limit that you set yourself is raised under Limits; that of a subscription returns at its reset."},
	{" openai ", Billing, "API credits are not part of a ChatGPT subscription; the key's project may have a limit of its own."},

	// content
	{" azure ", ContentFiltered, "See content_filter_result for the category; thresholds are set under Azure AI Foundry → Guardrails + controls."},
	{" gemini vertex ", ContentFiltered, "See blockReason and safetyRatings; thresholds are set with safetySettings, but some categories always block."},
	{" bedrock ", ContentFiltered, "The guardrail of the request (guardrailIdentifier) intervened; its trace tells which policy did."},
	{" portkey ", ContentFiltered, "hook_results tells which guardrail check failed; change it in the config, or do not let it deny."},
	{" dashscope zhipu minimax baidu volcengine ", ContentFiltered, "The filter looks at the prompt and at the answer; a different wording, or a model hosted elsewhere, avoids it."},

	// time and upstreams
	{" nginx ", Timeout, "Raise proxy_read_timeout (60 s by default), and set proxy_buffering off for streams."},
	{" cloudflare ", Timeout, "Cloudflare waits about 100 s for the first byte: stream, or use a host that is not proxied."},
	{" aws-alb ", Timeout, "Raise the load balancer's idle timeout (60 s by default)."},
	{" heroku ", Timeout, "Heroku's router waits 30 s for the first byte, then 55 s between bytes: stream, or answer from a worker."},
	{" vercel ", Timeout, "Raise maxDuration of the function, and stream."},
	{" envoy ", Timeout, "Raise the route's timeout (15 s by default) and the idle timeout of streams."},
	{" litellm ", Timeout, "Raise request_timeout in litellm_settings, or timeout of this model."},
	{" openai anthropic ", Timeout, "For work of many minutes: background mode or a batch, rather than one long connection."},
	{" nginx haproxy envoy aws-alb kong varnish ", Unavailable, "Look whether the service behind it runs, listens on the port it is asked at, and passes its health check."},
	{" cloudflare ", Unavailable, "52x means that Cloudflare could not talk to the origin: look at the origin's server, firewall and certificate."},
	{" litellm ", Unavailable, "All deployments of this model rest after failures: see cooldown_time and allowed_fails, and add a fallback."},
	{" new-api ", Unavailable, "No channel could answer: look at the channels' tests and balances in the gateway's console."},
	{" openrouter ", Unavailable, "The upstream named in the message failed; let OpenRouter choose another (provider.allow_fallbacks)."},
	{" ollama ", Overloaded, "OLLAMA_NUM_PARALLEL and OLLAMA_MAX_QUEUE set how much it takes at once."},
	{" huggingface ", Overloaded, "A cold model takes estimated_time seconds to load; a dedicated endpoint stays warm."},
	{" bedrock ", Overloaded, "A cross-region inference profile spreads the load; provisioned throughput reserves it."},
	{" anthropic ", Overloaded, "529 concerns everyone for a while; the Batches API and other models are less affected."},
	{" vllm sglang triton tgi ", ServerError, "The server's own log tells the cause, which is often memory of the graphics card; restart a dead engine."},
	{" ollama lmstudio llama.cpp ", ServerError, "See the server's log; when the model's process ended, memory is the usual reason."},
	{" lmstudio ", NotFound, "LM Studio serves /v1/… and /api/v0/…; anything else is answered with 200 and this message."},
	{" azure ", NotFound, "The path needs /openai/deployments/NAME/… or /openai/v1/…, and api-version where it is not v1."},
	{" anthropic ", NotFound, "The path is /v1/messages; an OpenAI client needs the base URL https://api.anthropic.com/v1/."},
	{" vllm sglang ", NotFound, "Check for /v1 twice, or not at all: the base URL ends in /v1, and clients append the rest."},
}

// tip returns the step for a class at a provider, "" if there is none.
func tip(provider string, c Class) (step string) {
	for i := range tips {
		switch t := &tips[i]; {
		case t.class != c:
		case t.providers == "":
			step = t.step
		case has(t.providers, provider):
			return t.step
		}
	}
	return step
}
