// Redacting a whole paste, before it is shared: beside what is a secret
// wherever it stands, the values of fields whose name says that they are one.

package classify

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
)

// secretFields end the names of headers, fields and parameters, lowercase,
// whose values nobody else may see, whatever they look like.
var secretFields = [...]string{
	"authorization", "api-key", "api_key", "apikey", "subscription-key", "access_token", "access-token", "client_secret", "password",
	"cookie", "security-token",
}

// Redact returns a paste that may be shared. What was removed is marked, as in
// "[redacted key …WXYZ]", "[redacted id …]", "[redacted e-mail]".
func Redact(paste string) string {
	var out []byte
	from := 0
	for i := 0; i < len(paste); i++ {
		if paste[i] != ':' && paste[i] != '=' {
			continue
		}
		if start, end := secretField(paste, from, i); end > start {
			out = append(append(append(out, paste[from:start]...), "[redacted value …"...), paste[end-2:end]...)
			out = append(out, ']')
			from, i = end, end-1
		}
	}
	return redact(string(append(out, paste[from:]...)))
}

// secretField returns where the value stands that the ':' or '=' at i gives to
// a field with a secret's name; start = end when it does not.
func secretField(s string, from, i int) (start, end int) {
	name := letters.Lower(strings.TrimRight(s[max(from, i-32):i], `"'\ `))
	for _, field := range secretFields {
		if !strings.HasSuffix(name, field) {
			continue
		}
		start = i + 1
		for start < len(s) && strings.IndexByte("\"'\\ ", s[start]) >= 0 {
			start++
		}
		for _, scheme := range [...]string{"Bearer ", "bearer ", "Basic ", "basic "} {
			if strings.HasPrefix(s[start:], scheme) {
				start += len(scheme)
			}
		}
		end = start
		for end < len(s) && strings.IndexByte("\"'\\\r\n,&<", s[end]) < 0 {
			end++
		}
		if end-start >= minSecret && strings.IndexByte(s[start:end], '[') < 0 {
			return start, end
		}
		return i, i
	}
	return i, i
}
