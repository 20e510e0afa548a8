// Who answered, and in which shape. Only what one provider alone sends is
// evidence: its headers, its host names, its codes, id formats and fixed
// sentences (internal/provider). The name of a client library, of a model, or a
// word in somebody's prose proves nothing.

package classify

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
	"github.com/ukemi-dev/ukemi/internal/provider"
)

// How much each kind of evidence counts. What a carrier (a proxy, a platform)
// adds to the answers of others counts less than anything of the provider's own. The
// sentences of server software count less than a provider's host, which may run it.
const (
	headerCounts        = 8
	markCounts          = 5
	hostCounts          = 4
	carrierHeaderCounts = 1
	lesserMarkCounts    = 3
)

// recognize names the provider that answered; "" where the input does not tell,
// or where two are named with the same right. answered is false where the input
// reports that no answer came: then a host is only where the caller wanted to go.
func recognize(rd *parsed, answered bool) string {
	byHeader, text := sentHeaders(rd.headers), rd.excerpt()
	best, most, tie := "", 0, false
	relayed := rd.hasErrorObject() // by what a carrier sends of its own, mostly a page or a text, it is known by a mark
	named := byHeader
	named.addAll(text.of[inMarks])
	named.addAll(text.of[inHosts])
	for i := named.next(0); i < maxRows; i = named.next(i + 1) {
		p, kind := provider.At(i)
		n := 0
		if byHeader.has(i) && !(p.Carrier && relayed) {
			n = max(n, pick(p.Carrier, carrierHeaderCounts, headerCounts))
		}
		if text.of[inMarks].has(i) && (answered || kind != provider.API) {
			n = max(n, pick(p.Carrier || kind == provider.Server, lesserMarkCounts, markCounts))
		}
		if text.of[inHosts].has(i) && (answered || kind == provider.Server) {
			n = max(n, pick(p.Carrier, carrierHeaderCounts, hostCounts))
		}
		switch {
		case n > most:
			best, most, tie = p.ID, n, false
		case n == most && n == hostCounts:
			tie = true
		}
	}
	if tie {
		return ""
	}
	return best
}

func pick(condition bool, yes, no int) int {
	if condition {
		return yes
	}
	return no
}

// sentHeaders returns the providers that sent one of the headers.
func sentHeaders(headers Headers) (all rows) {
	x := &tables().words
	var few [64]byte
	for i := range headers {
		name := appendLower(few[:0], headers[i].Name)
		for n := x.heads[hashWord(name)]; n != 0; {
			e := &x.entries[n-1]
			sign, part, _ := strings.Cut(e.words, "=")
			if e.list == inHeaders && sign == string(name) && (part == "" || strings.Contains(letters.Lower(headers[i].Value), part)) {
				all.add(e.row)
			}
			n = e.next
		}
	}
	return all
}

func appendLower(dst []byte, s string) []byte {
	for i := 0; i < len(s) && len(dst) < 64; i++ {
		c := s[i]
		if isUpper(c) {
			c |= 0x20
		}
		dst = append(dst, c)
	}
	return dst
}

// dialectOf names the shape of the error.
func dialectOf(rd *parsed) string {
	switch {
	case len(rd.objects) == 0 && rd.isPage():
		return "html"
	case len(rd.objects) == 0 && rd.empty:
		return "empty"
	case len(rd.objects) == 0:
		return "text"
	case rd.leaf("@type").value != "" || rd.objects[len(rd.objects)-1].grpc():
		return "google-rpc"
	case strings.Contains(rd.source[:min(len(rd.source), 512)], "urn:") || rd.leaf("instance").value != "" || strings.Contains(rd.headers.Get("content-type"), "problem+json"):
		return "problem"
	case rd.headers.Get("x-amzn-errortype") != "" || strings.Contains(rd.source[:min(len(rd.source), 512)], "__type"):
		return "aws"
	case rd.objects[0].typ == "error" && rd.objects[0].code == "": // with a code beside it, OpenAI's Responses
		return "anthropic"
	case rd.objects[len(rd.objects)-1].typ != "" || rd.objects[len(rd.objects)-1].code != "":
		return "openai"
	}
	return "json"
}

// grpc reports whether a code is one of google.rpc.Code's names.
func (l *errorObject) grpc() bool {
	for _, c := range l.codes {
		if strings.HasSuffix(c.key, "status") && isUpper(c.value[0]) && !letters.HasLower(c.value) {
			return true
		}
	}
	return false
}
