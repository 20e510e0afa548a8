// Markup: what a person would see of an HTML error page, and the leaves of
// the small XML documents that AWS and Azure answer with.

package classify

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
)

// isHTML reports whether a page begins within the text.
func isHTML(text string) bool {
	if strings.IndexByte(text, '<') < 0 {
		return false
	}
	lower := letters.Lower(text[:min(len(text), 4096)])
	return strings.HasPrefix(strings.TrimSpace(lower), "<div") || strings.Contains(lower, "<!doctype html") || strings.Contains(lower, "<html") ||
		strings.Contains(lower, "<title>") || strings.HasPrefix(strings.TrimSpace(lower), "<head") || strings.Contains(lower, "<h1>")
}

func isXML(text string) bool {
	t := strings.TrimSpace(text)
	return strings.HasPrefix(t, "<?xml") || strings.HasPrefix(t, "<Error") || strings.HasPrefix(t, "<ErrorResponse") || strings.HasPrefix(t, "<error")
}

// maxWords is how much of a page's visible text is kept.
const maxWords = 4096

// htmlWords returns the visible text: tags, scripts, styles and comments gone,
// white space collapsed, the common entities resolved.
func htmlWords(text string) string {
	var out []byte
	for i := 0; i < len(text) && len(out) < maxWords; {
		if text[i] != '<' || !beginsTag(text[i+1:]) {
			out = appendWord(out, text[i])
			i++
			continue
		}
		out = appendWord(out, ' ')
		i = tagEnd(text, i)
	}
	words := string(out)
	for _, e := range [...][2]string{{"&nbsp;", " "}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", `"`}, {"&#39;", "'"}, {"&amp;", "&"}} {
		words = strings.ReplaceAll(words, e[0], e[1])
	}
	return strings.TrimSpace(words)
}

// beginsTag reports whether a tag or comment goes on so after its '<'.
func beginsTag(rest string) bool {
	return rest != "" && (isLetter(rest[0]|0x20) || rest[0] == '/' || rest[0] == '!' || rest[0] == '?')
}

// htmlTitle returns the page's title, "" if it has none.
func htmlTitle(text string) string {
	i := strings.Index(text, "<title>")
	if i < 0 {
		return ""
	}
	rest := text[i:]
	end := strings.Index(rest, "</title>")
	if end < 0 {
		return ""
	}
	return htmlWords(rest[:end])
}

func appendWord(out []byte, c byte) []byte {
	if c == '\n' || c == '\r' || c == '\t' || c == ' ' {
		if len(out) == 0 || out[len(out)-1] == ' ' {
			return out
		}
		c = ' '
	}
	return append(out, c)
}

// tagEnd skips one tag, with the content of those whose content is not shown.
func tagEnd(text string, i int) int {
	rest := text[i:]
	if strings.HasPrefix(rest, "<!--") {
		return skipPast(text, i, "-->")
	}
	for _, hidden := range [...]string{"script", "style"} {
		if letters.HasPrefixFold(rest[1:], hidden) {
			return skipPast(text, skipPast(text, i, "</"+hidden), ">")
		}
	}
	return skipPast(text, i, ">")
}

func skipPast(text string, i int, end string) int {
	if n := strings.Index(text[i:], end); n >= 0 {
		return i + n + len(end)
	}
	return len(text)
}

// readXML takes <Code>, <Message> and their like as the leaves of one error object.
func readXML(rd *parsed, text string) {
	var l errorObject
	for i := 0; i < len(text) && len(l.fields) < maxLeaves; {
		open := strings.IndexByte(text[i:], '<')
		if open < 0 {
			break
		}
		i += open + 1
		end := strings.IndexByte(text[i:], '>')
		if end < 0 {
			break
		}
		tag, body := text[i:i+end], i+end+1
		i = body
		next := strings.IndexByte(text[body:], '<')
		if next <= 0 || tag == "" || tag[0] == '/' || tag[0] == '?' {
			continue
		}
		if space := strings.IndexByte(tag, ' '); space > 0 {
			tag = tag[:space]
		}
		f := field{key: tag, value: strings.TrimSpace(text[body : body+next]), start: body, end: body + next}
		switch kind := kindOf(tag); {
		case f.value == "":
		case kind&keyCode != 0:
			l.codes, l.code = append(l.codes, f), f.value
		case kind&keyMessage != 0:
			l.message = f
		case kind&keyRequest != 0:
			l.request = f.value
		default:
			l.fields = append(l.fields, f)
		}
	}
	if l.hasEvidence() {
		rd.objects = append(rd.objects, l)
	}
}

// challengeMarks stand in the pages by which firewalls and bot protections ask
// for a browser: Cloudflare, Imperva, Akamai, DataDome, Anubis, AWS WAF, F5.
var challengeMarks = [...]string{
	"cf-chl", "cf_chl", "_incapsula_", "anubis", "datadome", "px-captcha", "awswaf", "aws-waf", "akam-sw",
	"are you human", "verify you are human", "captcha", "checking your browser", "check your browser", "just a moment", "enable javascript and cookies",
	"request rejected", "sucuri", "distil_", "perimeterx", "hcaptcha", "proof of work", "proof-of-work", "block_message", "errors.aliyun.com",
}

// challengeIn finds the mark of such a page, or the header that says so.
func challengeIn(rd *parsed) field {
	for _, name := range [...]string{"cf-mitigated", "x-amzn-waf-action", "x-datadome"} {
		if v := rd.headers.Get(name); v != "" && v != "protected" {
			return field{path: inHeader, key: name, value: v}
		}
	}
	if !rd.isPage() {
		return field{}
	}
	lower := rd.lowerOf(&field{end: len(rd.source)}, rd.source[:min(len(rd.source), maxExcerpt)])
	for _, mark := range challengeMarks {
		if i := strings.Index(lower, mark); i >= 0 {
			return field{key: "page", value: rd.source[i : i+len(mark)], start: i, end: i + len(mark)}
		}
	}
	return field{}
}

// stackTraceIn finds the exception in the page that Express shows for it: an
// error of the program, whatever its words.
func stackTraceIn(rd *parsed) field {
	const before, frame = "<pre>", "&nbsp;at "
	start := strings.Index(rd.source, before)
	if start < 0 || strings.Index(rd.source[start:], frame) < 0 {
		return field{}
	}
	start += len(before)
	end := strings.IndexByte(rd.source[start:], '<')
	if end < 0 {
		return field{}
	}
	return field{key: "page", value: rd.source[start : start+end], start: start, end: start + end}
}
