// What never leaves: keys, tokens, credentials in URLs, e-mail addresses,
// account ids, internal hosts and file paths. What was removed is marked, and
// the last four characters of a key stay, so that its owner knows which it is.

package classify

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
)

// keyPrefixes begin secrets that are recognized wherever they stand.
const keyPrefixes = "|sk-|sk_|pk-|rk-|gsk_|hf_|xai-|pplx-|AIza|AKIA|ASIA|ya29.|ghp_|gho_|ghs_|ghu_|github_pat_|" +
	"r8_|nvapi-|csk-|fw_|tgp_v1_|cai-|eyJ|key-|glpat-|xoxb-|Bearer |bearer |Basic "

// idPrefixes begin account ids: no secret, but nobody else's business.
const idPrefixes = "|org-|org_|proj_|user-|user_"

// minSecret is how long the part after a prefix must be to be a secret.
const minSecret = 10

// redact returns a text that may leave. It goes from word to word, looks
// closely only at suspicious ones, and allocates only when it removes.
func redact(s string) string {
	var out []byte
	from := 0
	for i := 0; i < len(s); {
		end, suspicious := secretWord(s, i)
		if !suspicious {
			i = max(end, i+1)
			continue
		}
		n, mark := secretAt(s, i, end)
		if n == 0 {
			// A value after its name, as in a URL's query.
			if at := strings.IndexByte(s[i:end], '='); at >= 0 {
				end = i + at + 1
				n, mark = queryKeyAt(s, i, end)
			}
			if n == 0 {
				i = max(end, i+1)
				continue
			}
			i = end
		}
		out = append(append(out, s[from:i]...), mark...)
		i += n
		from = i
	}
	if from == 0 {
		return s
	}
	return string(append(out, s[from:]...))
}

// secretWord finds the end of the word at i, and whether a secret may begin
// there: prose has no dots within its words, no '@' or ':' after them, and no
// long words with digits or capitals.
func secretWord(s string, i int) (end int, suspicious bool) {
	mixed, dot := false, len(s)
scan:
	for end = i; end < len(s); end++ {
		c := s[end]
		if isLetter(c) {
			continue
		}
		switch {
		case c == '_' || c == '-' || c == '=' || c == '~' || c == '+' || c == '%':
		case isUpper(c) || isDigit(c) || c == '*':
			mixed = true
		case c == '.':
			dot = min(dot, end)
		default:
			break scan
		}
	}
	switch {
	case dot < end-1 || mixed && end-i > minSecret+2:
		return end, true
	case end == len(s):
		return end, false
	case end == i:
		return end, s[i] == '/'
	case s[end] == ' ':
		return end, s[i]|0x20 == 'b' && end-i <= len("Bearer")
	}
	return end, s[end] == '@' || s[end] == ':'
}

// queryKeyAt recognizes the value at i of a URL's parameter, whose name begins at name, if
// that is one of a key: ?key=… of Google, ?sig=… of Azure.
func queryKeyAt(s string, name, i int) (n int, mark string) {
	if name == 0 || s[name-1] != '?' && s[name-1] != '&' {
		return 0, ""
	}
	switch letters.Lower(s[name : i-1]) {
	case "key", "api_key", "api-key", "apikey", "subscription-key", "access_token", "token", "sig":
	default:
		return 0, ""
	}
	end := i
	for end < len(s) && (isSecretByte(s[end]) || s[end] == '%') {
		end++
	}
	if key := strings.TrimRight(s[i:end], "."); len(key) >= minSecret && mixed(key) {
		return len(key), "[redacted key …" + key[len(key)-4:] + "]"
	}
	return 0, ""
}

// secretAt reports how many bytes at i, where a word begins, must go and what takes their
// place.
func secretAt(s string, i, end int) (n int, mark string) {
	if i > 0 && isSecretByte(s[i-1]) && s[i-1] != '=' && s[i] != '@' {
		return 0, ""
	}
	if end-i > minSecret || s[i]|0x20 == 'b' { // the word is long enough, or it may be "Bearer"
		n, mark = prefixedAt(s, i)
	}
	for _, try := range [...]func(string, int) (int, string){pathAt, hostAt, addressAt, emailAt} {
		if n == 0 {
			n, mark = try(s, i)
		}
	}
	return n, mark
}

// prefixedAt recognizes keys and ids by how they begin.
func prefixedAt(s string, i int) (n int, mark string) {
	for rest := keyPrefixes; rest != ""; {
		var p string
		if p, rest = letters.CutFirst(rest, s[i]); p == "" || !strings.HasPrefix(s[i:], p) {
			continue
		}
		end := i + len(p)
		for end < len(s) && isSecretByte(s[end]) {
			end++
		}
		secret := strings.TrimRight(s[i+len(p):end], ".")
		if len(secret) < minSecret || !mixed(secret) {
			continue
		}
		keep := ""
		if strings.HasSuffix(p, " ") {
			keep = p
		}
		return len(p) + len(secret), keep + "[redacted key …" + secret[len(secret)-4:] + "]"
	}
	for rest := idPrefixes; rest != ""; {
		var p string
		if p, rest = letters.CutFirst(rest, s[i]); p != "" && strings.HasPrefix(s[i:], p) {
			end := i + len(p)
			for end < len(s) && isSecretByte(s[end]) {
				end++
			}
			if id := s[i+len(p) : end]; len(id) >= 16 && mixed(id) {
				return end - i, "[redacted id …" + id[len(id)-4:] + "]"
			}
		}
	}
	return 0, ""
}

// emailAt recognizes an address whose local part begins at i.
func emailAt(s string, i int) (n int, mark string) {
	end := i
	for end < len(s) && end-i < 64 && (isIdent(s[end]) || s[end] == '.' || s[end] == '+' || s[end] == '-') {
		end++
	}
	if end == i || end+3 >= len(s) || s[end] != '@' {
		return 0, ""
	}
	at := end
	for end++; end < len(s) && (isIdent(s[end]) || s[end] == '.' || s[end] == '-'); end++ {
	}
	domain := strings.TrimRight(s[at+1:end], ".-")
	if strings.IndexByte(domain, '.') < 1 {
		return 0, ""
	}
	return at + 1 + len(domain) - i, "[redacted e-mail]"
}

// pathAt recognizes a file path in somebody's home or on their server.
func pathAt(s string, i int) (n int, mark string) {
	if c := s[i]; c != '/' && c != 'C' && c != 'D' {
		return 0, ""
	}
	for _, root := range [...]string{"/home/", "/Users/", "/root/", "/var/", "/srv/", "/opt/", "/tmp/", "/etc/", "/usr/", `C:\`, `D:\`} {
		if strings.HasPrefix(s[i:], root) {
			end := i + len(root)
			for end < len(s) && (isSecretByte(s[end]) || strings.IndexByte(`/\@~:`, s[end]) >= 0) {
				end++
			}
			return len(strings.TrimRight(s[i:end], ".:")), "[redacted path]"
		}
	}
	return 0, ""
}

// hostAt recognizes URLs with credentials and URLs of internal hosts.
func hostAt(s string, i int) (n int, mark string) {
	if s[i] != 'h' {
		return 0, ""
	}
	rest := s[i:]
	scheme := strings.Index(rest[:min(len(rest), 9)], "://")
	if !strings.HasPrefix(rest, "http") || scheme < 0 {
		return 0, ""
	}
	start := scheme + len("://")
	end := start
	for end < len(rest) && (isSecretByte(rest[end]) || rest[end] == ':' || rest[end] == '@' || rest[end] == '%') {
		end++
	}
	authority := rest[start:end]
	if strings.IndexByte(authority, '@') > 0 || internalHost(authority) {
		return end, "[redacted host]"
	}
	return 0, ""
}

// addressAt recognizes a private address (RFC 1918, 3927) or an internal name
// that stands without a scheme: dial tcp 10.0.3.7:8080.
func addressAt(s string, i int) (n int, mark string) {
	end := i
	for end < len(s) && end-i < 256 && (isIdent(s[end]) || s[end] == '.' || s[end] == '-') {
		end++
	}
	host := strings.TrimRight(s[i:end], ".-")
	if strings.IndexByte(host, '.') < 0 || !internalHost(host) {
		return 0, ""
	}
	return len(host), "[redacted host]"
}

func internalHost(host string) bool {
	host, _, _ = strings.Cut(host, ":")
	for _, p := range [...]string{".internal", ".local", ".localdomain", ".lan", ".corp", ".intranet", ".svc"} {
		if strings.HasSuffix(host, p) {
			return true
		}
	}
	return privateIP(host)
}

// privateIP reports whether host is an IPv4 address of a private network. The
// loopback is none: it tells nobody anything.
func privateIP(host string) bool {
	var octets [4]int
	n := 0
	for part := range strings.SplitSeq(host, ".") {
		if n == 4 || part == "" || len(part) > 3 {
			return false
		}
		for j := 0; j < len(part); j++ {
			if !isDigit(part[j]) {
				return false
			}
			octets[n] = octets[n]*10 + int(part[j]-'0')
		}
		n++
	}
	a, b := octets[0], octets[1]
	return n == 4 && (a == 10 || a == 192 && b == 168 || a == 172 && b >= 16 && b < 32 || a == 169 && b == 254)
}

// mixed reports whether a word has digits or capitals and so is no prose.
func mixed(s string) bool {
	for i := 0; i < len(s); i++ {
		if isDigit(s[i]) || isUpper(s[i]) || s[i] == '*' {
			return true
		}
	}
	return false
}

func isSecretByte(c byte) bool {
	return isIdent(c) || c == '-' || c == '.' || c == '*' || c == '=' || c == '~' || c == '+'
}

// maxEvidence is how many bytes of a value are shown as evidence.
const maxEvidence = 240
