// Errors that JavaScript's fetch throws: a network failure, which can be retried, or
// anything else: a refusal (redirect: "error", a wrong integrity, a bad port), wrong
// use, a bug of a custom fetch. Those recur, and are rethrown unchanged.

package core

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// FetchError is an error that fetch threw.
type FetchError struct {
	// Kind, where the driver knows it.
	Kind classify.FailureKind
	// Chain of causes, the outermost first.
	Chain []JSError
	// CanRethrow: the driver is able to throw it to its caller unchanged.
	CanRethrow bool
	// BrowserMayRefuse: the request has an option (redirect: "error", integrity) whose
	// refusal a browser reports in the same words as a network failure.
	BrowserMayRefuse bool
}

// JSError is an error object of a JavaScript runtime.
type JSError struct{ Name, Code, Type, Message string }

// ShouldRethrow reports whether the driver rethrows the error at once. After a fallback
// was asked, or after a part of an answer came, the error is classified instead.
func (t FetchError) ShouldRethrow(s retry.State, a Attempt) bool {
	alone := t.Kind == "" && a.Response.Status == 0 && s.Target == 0 && !a.Committed
	return t.CanRethrow && alone && !IsNetworkFailure(t.Chain, t.BrowserMayRefuse)
}

// Failure returns the failure of the attempt. Its message lists the causes, innermost
// first, because Node's outermost message is only "fetch failed".
func (t FetchError) Failure() *classify.Failure {
	var parts []string
	for i := len(t.Chain) - 1; i >= 0; i-- {
		e := t.Chain[i]
		switch {
		case e.Code == "" && e.Message == "":
			parts = append(parts, e.Name)
		case e.Code == "" || e.Message == "":
			parts = append(parts, e.Code+e.Message)
		default:
			parts = append(parts, e.Code+": "+e.Message)
		}
	}
	return &classify.Failure{Kind: t.Kind, Message: strings.Join(parts, " ← "), Sent: true}
}

// IsNetworkFailure reports whether a chain of errors is a network failure.
func IsNetworkFailure(chain []JSError, mayRefuse bool) bool {
	// undici has this message for refusals, too; their cause differs.
	undici := len(chain) > 0 && chain[0].Message == "fetch failed"
	if undici && len(chain) == 1 && !mayRefuse {
		return true
	}
	for i, e := range chain {
		if e.hasNetworkCode() || undici && i > 0 && e.Code == "ERR_ASSERTION" || !mayRefuse && e.hasNetworkMessage() {
			return true // undici's parser fails assertions on invalid answers
		}
	}
	return false
}

func (e JSError) hasNetworkCode() bool {
	return anyOf(networkCodes, e.Code, strings.HasPrefix) || anyOf(tlsCodes, e.Code, strings.Contains) ||
		e.Type == "system" || e.Name == "HTTPParserError"
}

func (e JSError) hasNetworkMessage() bool {
	message := letters.Lower(e.Message)
	return anyOf(networkMessages, message, strings.HasPrefix) || strings.Contains(message, "(os error ")
}

// networkCodes are the prefixes of codes, separated by '|'.
const networkCodes = "" +
	// Sockets and resolvers: Node, Bun, node-fetch (type "system").
	"EAI_|ECONN|ENOTFOUND|EPIPE|EPROTO|ETIMEDOUT|EHOST|ENET|EADDRNOTAVAIL|" +
	// undici, and its parser (name "HTTPParserError").
	"UND_ERR_CONNECT|UND_ERR_SOCKET|UND_ERR_HEADERS|UND_ERR_BODY|UND_ERR_RES|UND_ERR_PRX|UND_ERR_INFO|HPE_|" +
	"ERR_HTTP2_GOAWAY|ERR_HTTP2_SESSION|ERR_HTTP2_STREAM|ERR_SOCKET_C|ERR_STREAM_PREMATURE|HOSTNAME_MISMATCH|" + // Node
	"ERR_NETWORK|" + // axios
	"Connection|FailedToOpen|DNS|Malformed_HTTP" // Bun, the first three before it had Node's

// tlsCodes are parts of the codes for TLS and certificates: Node, Bun.
const tlsCodes = "CERT|ERR_SSL|HANDSHAKE|UNABLE_TO_"

// networkMessages are the prefixes of messages, in lowercase.
const networkMessages = "" +
	"failed to fetch|network error|" + // Chromium
	"networkerror when|" + // Firefox
	// Safari.
	"load failed|the internet connection|the network connection|could not connect to the server|" +
	"a server with the specified|the request timed out|an ssl error|the certificate for this|" +
	"error sending request|connection error|connection closed|http2 error|" + // Deno
	"unable to connect.|the socket connection|was there a typo in the url|" + // Bun
	"network connection lost|internal error; ref|" + // Cloudflare Workers: cut or refused; no address, no TLS
	"network request failed|network request timed out|" + // React Native, and fetch built on XMLHttpRequest
	"net::err_" // Electron

// anyOf reports whether one of the words, separated by '|', fits s.
func anyOf(words, s string, fits func(s, word string) bool) bool {
	for more := true; more; {
		var word string
		if word, words, more = strings.Cut(words, "|"); fits(s, word) {
			return true
		}
	}
	return false
}
