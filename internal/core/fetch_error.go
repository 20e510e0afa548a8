// What fetch threw: a failure of the network, which another attempt may not
// meet, or anything else – a refusal (redirect: "error", an integrity that does
// not match, a bad port), wrong use, a mistake of a custom fetch. Those come out
// the same each time, and are the caller's to see as they came.

package core

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// FetchError is what a fetch threw.
type FetchError struct {
	// Kind where the driver knows it.
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

// ShouldRethrow reports whether the caller is to see it as it came, at once. Where an
// answer broke off, others were asked before, or a stream is to go on, that is
// told instead.
func (t FetchError) ShouldRethrow(s retry.State, a Attempt) bool {
	alone := t.Kind == "" && a.Response.Status == 0 && s.Target == 0 && !a.Committed
	return t.CanRethrow && alone && !IsNetworkFailure(t.Chain, t.BrowserMayRefuse)
}

// Failure of the attempt, in the words of the chain, the innermost first: Node
// hides what happened behind "fetch failed"; browsers say nothing more.
func (t FetchError) Failure() *classify.Failure {
	var said []string
	for i := len(t.Chain) - 1; i >= 0; i-- {
		e := t.Chain[i]
		switch {
		case e.Code == "" && e.Message == "":
			said = append(said, e.Name)
		case e.Code == "" || e.Message == "":
			said = append(said, e.Code+e.Message)
		default:
			said = append(said, e.Code+": "+e.Message)
		}
	}
	return &classify.Failure{Kind: t.Kind, Message: strings.Join(said, " ← "), Sent: true}
}

// IsNetworkFailure reports whether a chain of errors tells of a failure of the
// network.
func IsNetworkFailure(chain []JSError, mayRefuse bool) bool {
	// undici says this of refusals, too, and tells them apart in the cause.
	undici := len(chain) > 0 && chain[0].Message == "fetch failed"
	if undici && len(chain) == 1 && !mayRefuse {
		return true
	}
	for i, e := range chain {
		if e.inNetworkByCode() || undici && i > 0 && e.Code == "ERR_ASSERTION" || !mayRefuse && e.inNetworkByWords() {
			return true // its parser asserts that answers are right
		}
	}
	return false
}

func (e JSError) inNetworkByCode() bool {
	return anyOf(networkCodes, e.Code, strings.HasPrefix) || anyOf(tlsCodes, e.Code, strings.Contains) ||
		e.Type == "system" || e.Name == "HTTPParserError"
}

func (e JSError) inNetworkByWords() bool {
	message := letters.Lower(e.Message)
	return anyOf(networkMessages, message, strings.HasPrefix) || strings.Contains(message, "(os error ")
}

// networkCodes are how the codes begin, '|' between them.
const networkCodes = "" +
	// Sockets and resolvers: Node, Bun, node-fetch (type "system").
	"EAI_|ECONN|ENOTFOUND|EPIPE|EPROTO|ETIMEDOUT|EHOST|ENET|EADDRNOTAVAIL|" +
	// undici, and its parser (name "HTTPParserError").
	"UND_ERR_CONNECT|UND_ERR_SOCKET|UND_ERR_HEADERS|UND_ERR_BODY|UND_ERR_RES|UND_ERR_PRX|UND_ERR_INFO|HPE_|" +
	"ERR_HTTP2_GOAWAY|ERR_HTTP2_SESSION|ERR_HTTP2_STREAM|ERR_SOCKET_C|ERR_STREAM_PREMATURE|HOSTNAME_MISMATCH|" + // Node
	"ERR_NETWORK|" + // axios
	"Connection|FailedToOpen|DNS|Malformed_HTTP" // Bun, the first three before it had Node's

// tlsCodes are in the codes of TLS and certificates: Node, Bun.
const tlsCodes = "CERT|ERR_SSL|HANDSHAKE|UNABLE_TO_"

// networkMessages are how the messages begin, in small letters.
const networkMessages = "" +
	"failed to fetch|network error|" + // Chromium
	"networkerror when|" + // Firefox
	// Safari.
	"load failed|the internet connection|the network connection|could not connect to the server|" +
	"a server with the specified|the request timed out|an ssl error|the certificate for this|" +
	"error sending request|connection error|connection closed|http2 error|" + // Deno
	"unable to connect.|the socket connection|was there a typo in the url|" + // Bun
	"network connection lost|internal error; ref|" + // Cloudflare Workers: cut or refused; no address, no TLS
	"network request failed|network request timed out|" + // React Native, XMLHttpRequest in fetch's clothes
	"net::err_" // Electron

// anyOf reports whether one of the words, which '|' separates, fits s.
func anyOf(words, s string, fits func(s, word string) bool) bool {
	for more := true; more; {
		var word string
		if word, words, more = strings.Cut(words, "|"); fits(s, word) {
			return true
		}
	}
	return false
}
