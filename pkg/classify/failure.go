// When no HTTP answer came: what kinds of failure there are, and how the words
// of runtimes name them. Nothing else may live in here.

package classify

import "github.com/ukemi-dev/ukemi/internal/letters"

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
	FailureBlocked  FailureKind = "blocked"  // the browser did not send it: mixed content, a content security policy, an extension
	FailureOther    FailureKind = "other"
)

// failures maps the words of runtimes to kinds; the first row that occurs wins.
var failures = [...]struct {
	kind  FailureKind
	class Class
	retry bool
	words string // lowercase, separated by '|'; '*' stands for anything between
}{
	{FailureBlocked, Connection, false, "" +
		"mixed content|violates the following content security policy|err_blocked_by_client|err_blocked_by_csp|err_blocked_by_response|" + // browsers
		"unsafeporterror|err_unsafe_port|bad port"},
	{FailureCORS, Connection, false, "" +
		"due to access control checks|blocked by cors|cors policy|access-control-allow-origin|cross-origin request blocked|cors request did not succeed|not allowed by access-control"},
	{FailureReset, Connection, true, "closed connection during handshake|terminated the handshake|ssl_connect: connection reset|ssl_error_syscall|tls handshake eof|handshake: eof|bad_record_mac|bad record mac|decryption failed|ssleoferror|eof occurred in violation of protocol|unexpected eof while reading|ssl_error_zero_return|unexpected_eof_while_reading"}, // broken off within TLS
	{FailureTLS, Connection, false, "" +
		"certificate|self signed|self-signed|self_signed_cert|cert_has_expired|cert_altname|unable_to_verify|unable_to_get_issuer|unable to get local issuer|pkix path|" +
		"ssl_error|sslerror|ssl handshake|tls handshake|tls: |wrong version number|sslhandshakeexception|ssl_connect|" +
		"err_cert|err_ssl|securityerror: ssl|curl: (60)|curl: (35)|curl error 60|curl error 35|nsurlerrordomain*-120"},
	{FailureCanceled, Canceled, false, "" +
		"aborterror|bodystreambuffer was aborted|signal is aborted without reason|operation was aborted|request was aborted|request cancelled|user aborted|err_canceled|requestcanceled|" + // JavaScript
		"context canceled|operation was canceled|cancellederror|task was canceled|ioexception: canceled|cancellationexception|coroutine was cancelled|taskcanceledexception: a task|" + // Go, Python, .NET
		"client disconnected|client closed request|canceled by the user|cancelled by the user|nsurlerrordomain*-999"},
	{FailureDNS, Connection, true, "" +
		" enotfound|'enotfound|\"enotfound|getaddrinfo|eai_again|name_not_resolved|" + // Node, browsers
		"no such host|server misbehaving|name or service not known|nodename nor servname|temporary failure in name|no address associated|name resolution|" + // resolvers
		"could not resolve host|failed host lookup|failed to resolve|unknownhostexception|unable to resolve host|dns error|:nxdomain|exception (11001)|" +
		"server with*specified hostname|curl: (6)|curl error 6:"},
	{FailureRefused, Connection, true, "" +
		"econnrefused|connection refused|actively refused|err_connection_refused|connectionrefused|failedtoopensocket|winerror 10061|exception (10061)|connect call failed|cannot connect to host|clientconnectorerror|errno 111|" +
		"failed to connect to|could not connect to|couldn't connect to server|connectexception|connect failed|unable to connect. is the computer|" +
		"no route to host|ehostunreach|enetunreach|network is unreachable|err_address_unreachable|err_proxy_connection_failed|" +
		"err_tunnel_connection_failed|all connection attempts failed|curl: (7)|curl error 7:"},
	{FailureTimeout, Timeout, true, "" +
		"fell silent before|etimedout|timed out|timeout|time-out|err_timed_out|deadline exceeded|deadline_exceeded|deadlineexceeded|time limit exceeded|" +
		"exception (10060)|winerror 10060|econnaborted|curl: (28)|curl error 28|nsurlerrordomain*-1001"},
	{FailureCut, Connection, true, "" +
		"transport connection broken|malformed http response|missing finish reason|stream was cut|ended before the answer was|ended without a finish|stream closed before|ended without a final|did not receive done|ended without done|without sending complete|stream_read_error|stream ended unexpectedly|disconnected before completion|premature close|premature_close|ended prematurely|response ended*prematurely|prematurely closed|prematureclose|stream ended before|" +
		"incomplete chunked read|incompleteread|chunkedencodingerror|err_incomplete_chunked|incomplete_chunked_encoding|incompletemessage|" +
		"content-length mismatch|err_content_length_mismatch|payload is not completed|clientpayloaderror|error decoding response body|" +
		"unexpected eof|unexpected end of file|unexpected end of stream|eof reached while reading|end of file reached|chunked transfer encoding, state|" +
		"peer closed connection|closed before message completed|closed before full header|^terminated|error: terminated|\"terminated|'terminated|stream terminated|connection terminated|connection termination|response terminated|stream was destroyed|curl: (18)|curl error 18"},
	{FailureReset, Connection, true, "" +
		"econnreset|enetreset|connection reset|\": eof|socket hang up|reset by peer|broken pipe|epipe|connection aborted|forcibly closed|connection lost|" +
		"remotedisconnected|remote end closed|server disconnected|remoteprotocolerror|connection was closed|connection closed|socket closed|reason: :closed|" +
		"network connection was lost|header parser received no bytes|nohttpresponseexception|failed to respond|" +
		"unable to read data from the transport|other side closed|server closed idle|und_err_socket|err_connection_reset|err_connection_closed|" +
		"http2: |goaway|stream error|received from peer|curl: (52)|curl: (56)|curl: (92)|curl error 52|curl error 56|err_http2|err_quic|net::err_|exception (10054)|winerror 10054|err_empty_response|err_network|" +
		"连接被对方重设|连接被重置"}, // Chinese
	{FailureReset, Connection, true, "" + // what clients say when they do not know more
		"max retries exceeded with url|verbindung*fehlgeschlagen|connexion*échoué|échec de la connexion|连接异常|接続できません|接続に失敗|通信エラー|연결할 수 없|연결에 실패|연결 오류|не удалось подключиться|нет соединения|" +
		"no se pudo conectar|error de conexión|não foi possível conectar|erro de conexão|impossible de se connecter|erreur de connexion|verbindungsfehler|" +
		"nsurlerrordomain*-1009|nsurlerrordomain*-1005|连接错误|连接失败|网络错误|网络异常|網路錯誤|ネットワークエラー|네트워크 오류|ошибка соединения|" +
		"connection error|connectionerror|connecterror|readerror|httpcore|socketerror|transporterror|connectionfailed|" + // SDKs
		"failed to fetch|fetch failed|typeerror: load failed|^load failed|networkerror|network error|could not reach|network request failed|error sending request|" +
		"error occurred while sending the request|err_internet_disconnected|connection appears to be offline"},
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
		row, ok = failureOf(phrasesIn(f.Message))
	}
	v := Verdict{Class: Connection, Retry: true, Rule: "no-answer", Confidence: Likely, Message: redact(f.Message)}
	if ok {
		v.Class, v.Retry, v.Rule, v.Confidence = failures[row].class, failures[row].retry, "failure-"+string(failures[row].kind), Sure
	}
	if v.Message == "" {
		v.Message = "No answer came: " + v.Class.Info().Means + "."
	}
	v.Evidence = []Evidence{{Field: "failure", Value: letters.Shorten(v.Message, maxEvidence), Meaning: v.Class.Info().Means}}
	return v
}
