// The class table: the classes of the error format as one table from which
// statuses, types, codes, documentation, type unions and the playground's
// reference pages are made. Nothing else in the project lists the classes.

package classify

// Class names what an error means. Names are public and never renamed.
type Class string

// The classes, in the order of the error format.
const (
	InvalidRequest  Class = "invalid_request"
	ContextLength   Class = "context_length"
	RequestTooLarge Class = "request_too_large"
	ContentFiltered Class = "content_filtered"
	Conflict        Class = "conflict"
	Authentication  Class = "authentication"
	Billing         Class = "billing"
	Permission      Class = "permission"
	ModelNotFound   Class = "model_not_found"
	NotFound        Class = "not_found"
	Timeout         Class = "timeout"
	RateLimit       Class = "rate_limit"
	QuotaExhausted  Class = "quota_exhausted"
	ServerError     Class = "server_error"
	Unavailable     Class = "unavailable"
	Overloaded      Class = "overloaded"
	Connection      Class = "connection"
	Canceled        Class = "canceled"
	Unknown         Class = "unknown"
)

// Party is one who can end an error.
type Party string

const (
	PartyCaller   Party = "caller"   // the request needs fixing
	PartyAccount  Party = "account"  // key, balance, plan or rights need fixing
	PartyProvider Party = "provider" // the provider has a problem; waiting or another model helps
	PartyNetwork  Party = "network"  // nothing answered
	PartyGateway  Party = "gateway"  // something between caller and provider, ukemi included
)

// ClassInfo is one row of the table.
type ClassInfo struct {
	Class Class
	// Means, in one line.
	Means string
	// Status, Type and Code that leave ukemi by default.
	Status int
	Type   string
	Code   string
	// AnthropicType is Type for callers that speak Anthropic's dialect.
	AnthropicType string
	// Retry: the same request may be sent again.
	Retry bool
	// OtherModel: another model may answer where this one did not.
	OtherModel bool
	// Responsible has to act, usually; see Verdict.Responsible.
	Responsible Party
}

const (
	typeInvalid = "invalid_request_error"
	typeAuth    = "authentication_error"
	typePerm    = "permission_error"
	typeRate    = "rate_limit_error"
	typeTimeout = "timeout_error"
	typeServer  = "server_error"
	typeAPI     = "api_error" // Anthropic's name for server errors
)

var classes = [...]ClassInfo{
	{InvalidRequest, "malformed JSON; missing, invalid or unsupported parameter", 400, typeInvalid, "invalid_request", typeInvalid, false, false, PartyCaller},
	{ContextLength, "prompt and requested output exceed the model's window", 400, typeInvalid, "context_length_exceeded", typeInvalid, false, true, PartyCaller},
	{RequestTooLarge, "payload or file too large", 400, typeInvalid, "request_too_large", "request_too_large", false, false, PartyCaller},
	{ContentFiltered, "blocked by a safety or content policy", 400, typeInvalid, "content_filter", typeInvalid, false, false, PartyCaller},
	{Conflict, "the resource is busy or changed in the meantime", 400, typeInvalid, "conflict", typeInvalid, false, false, PartyCaller},
	{Authentication, "key missing, malformed, invalid, revoked or expired", 401, typeAuth, "invalid_api_key", typeAuth, false, false, PartyAccount},
	{Billing, "no balance or credits, or a hard spending limit", 402, "insufficient_quota", "insufficient_quota", "billing_error", false, false, PartyAccount},
	{Permission, "key valid but not allowed: model, organization, region or address", 403, typePerm, "permission_denied", typePerm, false, false, PartyAccount},
	{ModelNotFound, "unknown, misspelt, retired or not deployed model", 404, typeInvalid, "model_not_found", "not_found_error", false, true, PartyCaller},
	{NotFound, "unknown path or other resource", 404, typeInvalid, "not_found", "not_found_error", false, false, PartyCaller},
	{Timeout, "the server or a proxy gave up waiting", 504, typeTimeout, "timeout", typeTimeout, true, true, PartyProvider},
	{RateLimit, "short-window throttling; waiting fixes it", 429, typeRate, "rate_limit_exceeded", typeRate, true, true, PartyAccount},
	{QuotaExhausted, "a day's or month's quota is used up", 429, typeRate, "quota_exhausted", typeRate, false, true, PartyAccount},
	{ServerError, "internal error", 500, typeServer, "internal_error", typeAPI, true, true, PartyProvider},
	{Unavailable, "gateway or provider unreachable or down", 502, typeServer, "provider_unavailable", typeAPI, true, true, PartyProvider},
	{Overloaded, "provider at capacity, warming up or loading", 503, typeServer, "overloaded", "overloaded_error", true, true, PartyProvider},
	{Connection, "no HTTP response: DNS, TCP, TLS, reset or a cut stream", 502, typeServer, "connection_error", typeAPI, true, true, PartyNetwork},
	{Canceled, "the caller went away", 408, typeTimeout, "canceled", typeTimeout, false, false, PartyCaller},
	{Unknown, "it truly cannot be told", 500, typeServer, "unknown", typeAPI, false, false, PartyProvider},
}

// Classes returns the whole table, in the order of the error format.
func Classes() []ClassInfo { return classes[:] }

// Info returns the row of a class; for a name that is none, Unknown's.
func (c Class) Info() ClassInfo {
	for i := range classes {
		if classes[i].Class == c {
			return classes[i]
		}
	}
	return classes[len(classes)-1]
}
