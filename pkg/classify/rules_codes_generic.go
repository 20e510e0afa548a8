// Codes that providers put on errors of several kinds: Anthropic's "credit
// balance is too low" has the type invalid_request_error. Their weights are
// small, so that words or a certain code beside them decide.

package classify

var genericCodes = [...]rule{
	{id: "type-quota", class: QuotaExhausted, codes: "quotaexceeded"}, // nothing that throttles answers 401 to 403
	{id: "type-rate-limit", class: RateLimit, codes: "" +
		"ratelimiterror|ratelimitexceeded|ratelimit|requests|tokens|" + // OpenAI, Anthropic
		"resourceexhausted|42901|tokenquotaexceeded|toomanyrequests|toomanyrequestserror|ratelimitexceedederror"},
	{id: "type-authentication", class: Authentication, codes: "unauthorized|unauthorizederror|authentication|autherror|16"},
	{id: "type-permission", class: Permission, codes: "permissionerror|permissiondenied|permissiondeniederror|forbidden|forbiddenerror|7"},
	{id: "type-not-found", class: NotFound, codes: "notfounderror|notfound|5|32601|32002"},
	{id: "type-too-large", class: RequestTooLarge, codes: "modelerrorexceptiontoolarge|outofrange"},
	{id: "type-unavailable", class: Unavailable, codes: "unavailable|serviceunavailable|serviceunavailableerror|serviceunavailableexception|14"},
	{id: "type-timeout", class: Timeout, codes: "4"},
	{id: "type-invalid", class: InvalidRequest, codes: "" +
		"invalidrequesterror|badrequest|badrequesterror|invalidargument|failedprecondition|validationexception|3|" + // OpenAI, google.rpc, AWS
		"validation|unprocessableentity|unprocessableentityerror|unprocessableentityexception|httpvalidationerror|requestvalidationerror|" + // TGI, FastAPI
		"invalidjson|valueerror|valueerrormissing|invalidrequest|invalidinput|badrequestexception|32600|32602|32700"},
	{id: "type-server", class: ServerError, codes: "" +
		"servererror|responsevalidationerror|internalservererror|internalerror|apierror|internal|13|2|" + // OpenAI, Anthropic, google.rpc
		"internalfailure|internalserverexception|internalservererrorexception|modelerrorexception|modelstreamerrorexception|" + // AWS
		"minimax1000|minimax1013|minimax1024|minimax1033|1230|1234|baidu1|baidu2|336000|modelservicefailed|" + // MiniMax, Zhipu, Baidu, DashScope
		"functioninvocationfailed|internalfunctioninvocationfailed|" + // Vercel
		"unknownerror|generation|fatal|32603|inferenceerror|badresponsestatuscode|badresponsebody|unmarshalresponsebodyfailed|readresponsebodyfailed|dorequestfailed|openaierror|upstreamerror"},
	{id: "type-connection", class: Connection, codes: "apiconnectionerror|incompletemessage|econnreset|econnrefused|enotfound|eaiagain|epipe|errstreamprematureclose|connectionerror|connecterror|clientpayloaderror|transferencodingerror|errnetwork|undersocket|undsocket|underrsocket"},
}
