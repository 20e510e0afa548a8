// The credentials of a request: by which headers and parameters callers send a key,
// and which ones carry the key of a fallback.

package core

import (
	"strings"

	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/retry"
)

// credentialHeaders and credentialQuery are where callers send their keys: OpenAI's
// and most others' bearer tokens, Anthropic, Azure, Google.
// accountHeaders also choose among the accounts that a key may use.
var (
	accountHeaders = [...]string{
		"authorization", "x-api-key", "api-key", "x-goog-api-key", "openai-organization", "openai-project",
	}
	credentialHeaders = accountHeaders[:4]
	credentialQuery   = [...]string{"key", "api-key", "api_key"}
)

// callerKey returns a fingerprint of the credentials that the caller sent.
func (o OriginalRequest) callerKey() string {
	all := ""
	for _, name := range credentialHeaders {
		all += o.Headers.Get(name) + "\n"
	}
	_, keys := o.splitQuery()
	return retry.Fingerprint(all + keys)
}

// splitQuery returns the query without the parameters that hold a key, and those.
func (o OriginalRequest) splitQuery() (rest, keys string) {
	for _, part := range strings.Split(o.Query, "&") {
		name, _, _ := strings.Cut(part, "=")
		to := &rest
		if isAmong(credentialQuery[:], name) {
			to = &keys
		}
		if *to != "" {
			*to += "&"
		}
		*to += part
	}
	return rest, keys
}

// authenticate adds to a route which headers a fallback sends, and which it does not.
func (o OriginalRequest) authenticate(r *Route, f retry.Fallback) {
	if r.URL != "" {
		r.Auth = authOf(r.URL)
	} else if f.Key != "" {
		r.Auth = o.authHere()
		r.Query, _ = o.splitQuery()
		r.Dropped = append(r.Dropped, accountHeaders[:]...)
	}
	isOwnAuth := false
	for _, h := range f.Headers {
		prefix, isKey := strings.CutSuffix(h.Value, retry.KeyMark)
		field, to := classify.Header{Name: h.Name, Value: prefix}, &r.Headers
		if isKey {
			if to = &r.Auth; !isOwnAuth {
				r.Auth, isOwnAuth = nil, true
			}
		}
		if r.Dropped = append(r.Dropped, h.Name); h.Value != "" {
			*to = append(*to, field)
		}
	}
}

// authHere returns the headers for another key at the call's own upstream: those in
// which the caller sent its own key, else the usual ones.
func (o OriginalRequest) authHere() (auth classify.Headers) {
	for _, name := range credentialHeaders {
		if value := o.Headers.Get(name); value != "" {
			auth = append(auth, classify.Header{Name: name, Value: value[:strings.IndexByte(value, ' ')+1]})
		}
	}
	if auth == nil {
		auth = authOf(o.Path)
	}
	return auth
}
