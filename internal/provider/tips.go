// Steps that several providers share, and those for a provider that is not
// known.

package provider

const (
	tipBearerAuthentication = "The key goes into the header Authorization: Bearer …; check that it is one of " +
		"this provider, not of another."
	tipVertexGoogleAuthentication = "The token comes from gcloud auth print-access-token or a service account, and " +
		"lives an hour; an API key alone is not taken."
	tipBedrockAwsAuthentication = "Check which credentials are really used: aws sts get-caller-identity. Session " +
		"tokens expire, and the region is part of the signature."
	tipGithubCopilotAuthentication = "The token needs the right models:read; Copilot's own tokens live only minutes " +
		"and are fetched anew."
	tipVertexGooglePermission = "Enable the API in this project, and give the account the role Vertex AI User; a " +
		"key may be restricted to other APIs or addresses."
	tipLitellmPortkeyPermission = "The gateway's key is limited to certain models: add this one to the key, its " +
		"team or group."
	tipVllmSglangModelNotFound = "The server answers only to the name of --served-model-name, else to the path it " +
		"was started with: GET /v1/models tells."
	tipOpenaiAzureContextLength = "Count max_completion_tokens and reasoning tokens too: the window holds prompt " +
		"and answer."
	tipGroqOpenaiRequestTooLarge = "One request may not ask for more tokens than a minute allows; max_tokens counts " +
		"in full."
	tipOpenaiAzureRateLimit = "See which limit it is: x-ratelimit-remaining-requests and " +
		"x-ratelimit-remaining-tokens in the answer's headers."
	tipGeminiVertexRateLimit       = "The quotaId in the answer names the limit; limits are per project, not per key."
	tipGeminiVertexContentFiltered = "See blockReason and safetyRatings; thresholds are set with safetySettings, but " +
		"some categories always block."
	tipBearerContentFiltered = "The filter looks at the prompt and at the answer; a different wording, or a " +
		"model hosted elsewhere, avoids it."
	tipOpenaiAnthropicTimeout = "For work of many minutes: background mode or a batch, rather than one long " +
		"connection."
	tipBearerUnavailable = "Look whether the service behind it runs, listens on the port it is asked at, " +
		"and passes its health check."
	tipVllmSglangServerError = "The server's own log tells the cause, which is often memory of the graphics " +
		"card; restart a dead engine."
	tipOllamaLmstudioServerError = "See the server's log; when the model's process ended, memory is the usual " +
		"reason."
	tipVllmSglangNotFound = "Check for /v1 twice, or not at all: the base URL ends in /v1, and clients " +
		"append the rest."
)

// general are the steps where no provider has one of its own.
var general = [...]Tip{
	{"authentication", "Check that the request really carries the key: Authorization: Bearer … at most " +
		"providers, x-api-key at Anthropic, api-key at Azure."},
}
