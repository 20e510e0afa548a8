// HTTP inside a paste: status lines and headers, as curl, browsers, logs and
// people's own prints show them.

package classify

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
)

// readHTTP takes the last HTTP answer in a paste: its status line and the
// header lines. curl -v prefixes them with "< ", quotes with "> ".
func readHTTP(rd *parsed) {
	for rest := rd.source; rest != ""; {
		line := rest
		if end := strings.IndexByte(rest, '\n'); end >= 0 {
			line, rest = rest[:end], rest[end+1:]
		} else {
			rest = ""
		}
		line = strings.TrimSpace(line)
		for _, quote := range [...]string{"< ", "> ", "| "} {
			line = strings.TrimPrefix(line, quote)
		}
		if status, begins, ok := statusLine(line); ok {
			if rd.headers, rd.quoted = nil, status; begins {
				rd.status = status
			}
		} else if name, value, ok := headerLine(line); ok && len(rd.headers) < 128 {
			rd.headers = append(rd.headers, Header{name, value})
		}
	}
}

// statusLine reads "HTTP/1.1 429 Too Many Requests", also as logs quote it; begins
// tells whether the line begins with it.
func statusLine(line string) (status int, begins, ok bool) {
	i := strings.Index(line, "HTTP/")
	if i < 0 || i > 200 || strings.IndexByte(line[:i], '{') >= 0 { // one inside of a dump is a value
		return 0, false, false
	}
	rest := line[i+len("HTTP/"):]
	space := strings.IndexByte(rest, ' ')
	if space < 1 || space > 3 {
		return 0, false, false
	}
	rest = strings.TrimLeft(rest[space:], " ")
	if len(rest) < 3 {
		return 0, false, false
	}
	status = statusNumber(rest[:3])
	return status, i == 0, status != 0 && (len(rest) == 3 || !isDigit(rest[3]))
}

// headerLine reads "name: value" where the name is one that HTTP knows in
// this field, because prose has colons too.
func headerLine(line string) (name, value string, ok bool) {
	i := strings.IndexByte(line, ':')
	if i < 2 || i > 60 {
		return "", "", false
	}
	name, value = strings.Trim(line[:i], ` "'`), strings.Trim(line[i+1:], ` "',`)
	lower := letters.Lower(name)
	if strings.IndexByte(lower, ' ') >= 0 || value == "" {
		return "", "", false
	}
	for _, known := range [...]string{"retry-after", "ratelimit", "rate-limit", "x-should-retry", "x-ms-", "x-amz", "grpc-", "request-id", "requestid", "server", "date", "cf-ray", "content-type", "via", "x-ukemi-", "server-timing", "x-envoy", "x-azure", "apim-", "anthropic-", "openai-", "x-codex-"} {
		if strings.Contains(lower, known) && (lower == known || len(known) > 5 || strings.HasSuffix(known, "-")) {
			return name, value, true
		}
	}
	return "", "", false
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
