// Attempts without an answer: the errors of net/http, by their types.

package nethttp

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"syscall"

	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// FailureOf returns the failure that an error of a RoundTripper stands for. Its
// Kind is "" where no type of Go's library names it: the core then reads the
// message.
func FailureOf(err error) classify.Failure {
	f := classify.Failure{Kind: kindOf(err), Message: err.Error(), Sent: true}
	switch f.Kind {
	case classify.FailureDNS, classify.FailureRefused, classify.FailureTLS:
		f.Sent = false
	}
	var op *net.OpError
	if errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect") {
		f.Sent = false
	}
	return f
}

// IsNetworkError reports whether the types of Go's library name a failure of
// the network in err or in an error that err wraps.
func IsNetworkError(err error) bool {
	var netErr net.Error
	return kindOf(err) != "" || errors.As(err, &netErr)
}

func kindOf(err error) classify.FailureKind {
	var dns *net.DNSError
	var record tls.RecordHeaderError
	var certificate *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var netErr net.Error
	switch {
	case errors.As(err, &dns):
		return classify.FailureDNS
	case errors.Is(err, syscall.ECONNREFUSED):
		return classify.FailureRefused
	case errors.As(err, &certificate), errors.As(err, &record), errors.As(err, &authority):
		return classify.FailureTLS
	case errors.As(err, &netErr) && netErr.Timeout():
		return classify.FailureTimeout
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE),
		errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return classify.FailureReset
	}
	return ""
}
