// When no HTTP answer came: what kinds of failure there are, and how the words
// of runtimes name them. Nothing else may live in here.

package classify

// Failure of an attempt that brought no HTTP answer, or only part of one.
type Failure struct {
	// Kind where the driver knows it; "" to read it from Message.
	Kind FailureKind
	// Message in the runtime's words: "read: connection reset by peer".
	Message string
	// Sent reports whether the request may have reached the server.
	Sent bool
}

// FailureKind names what went wrong between the caller and the server.
type FailureKind string

const (
	FailureDNS      FailureKind = "dns"      // the host name has no address
	FailureRefused  FailureKind = "refused"  // nothing listens there
	FailureReset    FailureKind = "reset"    // the connection broke before the answer
	FailureCut      FailureKind = "cut"      // the answer broke off in the middle
	FailureTLS      FailureKind = "tls"      // the certificate or handshake was bad
	FailureTimeout  FailureKind = "timeout"  // somebody gave up waiting
	FailureCanceled FailureKind = "canceled" // the caller went away
	FailureCORS     FailureKind = "cors"     // the browser kept the answer from the page
	FailureOther    FailureKind = "other"
)

// failures maps the words of Go, Node, undici, browsers, Python, Java, .NET,
// curl and others to kinds; the first row that occurs wins.
var failures = [...]struct {
	kind  FailureKind
	class Class
	retry bool
	words string // lowercase, separated by '|'; '*' stands for anything between
}{
	{FailureCORS, Connection, false, "blocked by cors|cors policy|access-control-allow-origin|cross-origin request blocked|cors request did not succeed|not allowed by access-control"},
	{FailureTLS, Connection, false, "certificate|self signed|self-signed|ssl_error|sslerror|ssl handshake|tls handshake|tls: |err_cert|err_ssl|unable_to_verify|wrong version number|sslhandshakeexception|pkix path|securityerror: ssl|unable to get local issuer|curl: (60)|curl: (35)"},
	{FailureCanceled, Canceled, false, "aborterror|context canceled|operation was aborted|request was aborted|requestcanceled|operation was canceled|apiuseraborterror|user aborted|client disconnected|client closed request|canceled by the user|cancelled by the user|cancellederror|task was canceled|taskcanceledexception: a task|err_canceled"},
	{FailureDNS, Connection, true, "enotfound|getaddrinfo|eai_again|no such host|failed host lookup|name or service not known|could not resolve host|name resolution|nodename nor servname|err_name_not_resolved|unknownhostexception|name_not_resolved|failed to resolve|temporary failure in name|no address associated|curl: (6)"},
	{FailureRefused, Connection, true, "econnrefused|connection refused|actively refused|err_connection_refused|failed to connect to|could not connect to server|couldn't connect to server|no route to host|ehostunreach|enetunreach|network is unreachable|winerror 10061|errno 111|connectexception|connect failed|curl: (7)"},
	{FailureTimeout, Timeout, true, "etimedout|timed out|timeout|time-out|deadline exceeded|deadline_exceeded|time limit exceeded|und_err_headers_timeout|und_err_body_timeout|econnaborted|curl: (28)|deadlineexceeded"},
	{FailureCut, Connection, true, "premature close|premature_close|incomplete chunked read|incompleteread|unexpected eof|terminated|peer closed connection|chunkedencodingerror|err_incomplete_chunked|content-length mismatch|incomplete_chunked_encoding|ended prematurely|response ended*prematurely|stream was destroyed|payload is not completed|clientpayloaderror|curl: (18)|unexpected end of file|error decoding response body|stream ended before"},
	{FailureReset, Connection, true, "econnreset|connection reset|socket hang up|reset by peer|broken pipe|epipe|connection aborted|remotedisconnected|remote end closed|server disconnected|remoteprotocolerror|connection was closed|connection closed|und_err_socket|err_connection_reset|err_connection_closed|other side closed|forcibly closed|connection lost|http2: |goaway|stream error|curl: (52)|curl: (56)|curl: (92)|err_http2|err_quic|err_empty_response|连接被对方重设|连接被重置|connection error|apiconnectionerror|failed to fetch|fetch failed|load failed|networkerror|network error|could not reach|network request failed|err_network|err_internet_disconnected|connectionerror|connecterror|readerror|httpcore"},
}

// failureOf names the kind of failure that a text tells of.
func failureOf(text *mentions) (row int, ok bool) { return text.first(inFailures) }

// rowOf returns the row of a kind that the driver named.
func rowOf(kind FailureKind) (row int, ok bool) {
	for i := range failures {
		if failures[i].kind == kind {
			return i, true
		}
	}
	return 0, false
}

// FromFailure classifies an attempt that brought no HTTP answer.
func FromFailure(f Failure) Verdict {
	row, ok := rowOf(f.Kind)
	if f.Kind == "" {
		m := mentionsIn(f.Message)
		row, ok = failureOf(&m)
	}
	v := Verdict{Class: Connection, Retry: true, Rule: "no-answer", Confidence: Likely, Message: redact(f.Message)}
	if ok {
		v.Class, v.Retry, v.Rule, v.Confidence = failures[row].class, failures[row].retry, "failure-"+string(failures[row].kind), Sure
	}
	if v.Message == "" {
		v.Message = "No answer came: " + v.Class.Info().Means + "."
	}
	v.Evidence = []Evidence{{Field: "failure", Value: shorten(v.Message), Says: v.Class.Info().Means}}
	return v
}
