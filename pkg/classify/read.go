// From bytes to the neutral form: what kind of body is it, and where in it do
// the structures stand. One tolerant reader for answers and pastes alike.

package classify

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/ukemi-dev/ukemi/internal/jsonish"
	"github.com/ukemi-dev/ukemi/internal/letters"
)

// readResponse reads an HTTP answer.
func readResponse(r Response) *parsed {
	body := r.Body
	if len(body) > MaxBody {
		body = body[:MaxBody]
	}
	rd := newParsed()
	rd.status, rd.clock = r.Status, clock{r.Headers, r.Now}
	rd.objects = rd.fewObjects[:0]
	rd.source = decodeText(body)
	rd.empty = strings.TrimSpace(rd.source) == ""
	readBody(rd, rd.source, 0)
	return rd
}

// readPaste reads whatever a person copied.
func readPaste(text string) *parsed {
	if len(text) > MaxPaste {
		text = text[:MaxPaste]
	}
	rd := &parsed{paste: true}
	rd.source, rd.lines = failureLines(withoutValidator(withoutColors(decodeText([]byte(text)))), linesAround, maxRead)
	rd.objects = rd.fewObjects[:0]
	rd.unbox()
	rd.unstamp()
	readHTTP(rd)
	readBody(rd, rd.source, 0)
	rd.outsideText, _ = failureLines(unwrapped(withoutFrames(rd.outsideText)), 0, 4*maxWords)
	if rd.status == 0 {
		readWords(rd)
	}
	return rd
}

// withoutColors blanks the escape sequences by which programs color a terminal's
// text, also where copying dropped their first byte: [31m.
func withoutColors(text string) string {
	var out []byte
	for i := 0; i+3 < len(text); i++ {
		if text[i] != '[' || !isDigit(text[i+1]) {
			continue
		}
		end := i + 2
		for end < len(text) && (isDigit(text[end]) || text[end] == ';') && end-i < 20 {
			end++
		}
		if end >= len(text) || text[end] != 'm' || end+1 < len(text) && text[end+1] == ']' {
			continue
		}
		if out == nil {
			out = []byte(text)
		}
		from := i
		if i > 0 && text[i-1] == 0x1B {
			from--
		}
		for ; from <= end; from++ {
			out[from] = ' '
		}
	}
	if out != nil {
		text = string(out)
	}
	return strings.ReplaceAll(text, "<EOL>", "     ") // Spring's for a line's end
}

// maxRead is how much of a paste is read closely, and around how many lines of
// those that tell of a failure.
const (
	maxRead     = 256 << 10
	linesAround = 16
)

// piece is a line that was kept of a long text: where it stood there, and what
// is left of it.
type piece struct {
	at   int
	text string
}

// failureLines shortens a long text, such as a log, to the lines that tell of a
// failure and some around each; where none does, to its end. Of too many the
// last ones count. kept says where the lines stood; nil where all were kept.
func failureLines(text string, around, most int) (short string, kept []piece) {
	if len(text) <= most {
		return text, nil
	}
	before, room := 0, most
	keep := func(l piece) {
		l.text = letters.Clip(l.text, room)
		room -= len(l.text)
		kept = append(kept, l)
	}
	var skipped []piece // the lines just seen, nearest last, that may turn out to follow a telling one
	for end := len(text); end > 0 && room >= utf8.UTFMax; {
		start := strings.LastIndexByte(text[:end-1], '\n') + 1
		l := piece{start, text[start:end]}
		end = start
		switch {
		case namesFailure(l.text):
			for _, follower := range skipped {
				keep(follower)
			}
			skipped = skipped[:0]
			keep(l)
			before = around
		case before > 0:
			keep(l)
			before--
		case around > 0:
			if len(skipped) == around { // in place, as this is done for most lines
				copy(skipped, skipped[1:])
				skipped = skipped[:around-1]
			}
			skipped = append(skipped, l)
		}
	}
	if len(kept) == 0 {
		at := len(text) - most
		for text[at]&0xC0 == 0x80 {
			at++
		}
		kept = append(kept, piece{at, text[at:]})
	}
	slices.Reverse(kept)
	var b strings.Builder
	for _, l := range kept {
		b.WriteString(l.text)
	}
	return b.String(), kept
}

// inPaste is where a place of the source stood in the whole paste.
func (rd *parsed) inPaste(place int) int {
	for _, l := range rd.lines {
		if place <= len(l.text) {
			return l.at + place
		}
		place -= len(l.text)
	}
	return place
}

// namesFailure reports whether a line speaks of a failure: by such a word, or by a
// number that may be a status.
func namesFailure(line string) bool {
	for i := 0; i < len(line); i++ {
		c := line[i]
		if (c == '4' || c == '5') && i+2 < len(line) && isDigit(line[i+1]) && isDigit(line[i+2]) &&
			(i == 0 || !isDigit(line[i-1]) && line[i-1] != '-' && line[i-1] != '.') && (i+3 == len(line) || !isIdent(line[i+3])) {
			return true
		}
		if i+1 == len(line) || signSeconds[c&0x1f]&(1<<(line[i+1]&0x1f)) == 0 {
			continue
		}
		for _, word := range signs[c&0x1f] {
			if letters.HasPrefixFold(line[i:], word) {
				return true
			}
		}
	}
	return false
}

// signs are the words that namesFailure looks for, by the low five bits of their first
// letter, which are the same in both cases.
var signs = [32][]string{
	'e' & 0x1f: {"error", "exception", "exceed", "econn", "etimedout"}, 'f' & 0x1f: {"fail", "fatal"}, 'r' & 0x1f: {"refused", "rate limit", "reset"},
	't' & 0x1f: {"timeout", "timed out", "traceback", "too many"}, 'd' & 0x1f: {"denied"}, 'q' & 0x1f: {"quota"}, 'o' & 0x1f: {"overloaded"},
	'u' & 0x1f: {"unauthorized", "unavailable"}, 'i' & 0x1f: {"invalid"}, 'n' & 0x1f: {"not found"}, 'l' & 0x1f: {"limit"},
}

// signSeconds are the second letters of these words, as sets of bits. They exclude nearly
// every place of a text.
var signSeconds = func() (set [32]uint32) {
	for first, words := range signs {
		for _, word := range words {
			set[first] |= 1 << (word[1] & 0x1f)
		}
	}
	return set
}()

// quoted reads a text that is one JSON string.
func (s *scanner) quoted(text string) string {
	start := strings.IndexByte(text, '"')
	v, end, ok := jsonish.Read(text, start)
	if ok && v.Kind == jsonish.String && strings.HasPrefix(strings.TrimLeft(text[end:], " "), ":") { // the members of an object whose beginning was cut off
		inner := scanner{rd: s.rd, nesting: s.nesting, offset: -1}
		return strings.TrimSpace(inner.structures("{"+text[start:], ""))
	}
	if !ok || v.Kind != jsonish.String || end < len(strings.TrimRight(text, " \r\n")) { // a quotation, or JSON in quotes that was not escaped
		return strings.TrimSpace(s.structures(text, ""))
	}
	inner := scanner{rd: s.rd, nesting: s.nesting + 1, offset: -1}
	if outside := inner.structures(v.Text, ""); !isHTML(outside) {
		return strings.TrimSpace(outside)
	}
	return htmlWords(v.Text)
}

// readBody collects the error objects of a text and keeps the other words.
func readBody(rd *parsed, text string, offset int) {
	s := scanner{rd: rd, offset: offset}
	switch trimmed := strings.TrimSpace(text); {
	case strings.HasPrefix(trimmed, "{") && opensMember(trimmed[1:]): // a page in one of its values is that value's
		rd.outsideText = strings.TrimSpace(s.structures(text, ""))
	case isHTML(text):
		rd.outsideText, rd.title = htmlWords(text), htmlTitle(text)
		if rd.paste {
			rd.outsideText = htmlWords(withoutFrames(text))
			s.structures(text[:strings.IndexByte(text, '<')], "")
		}
	case isXML(text):
		readXML(rd, text)
	case strings.HasPrefix(trimmed, `"`):
		// A JSON document inside a JSON string.
		rd.outsideText = s.quoted(text)
	default:
		rd.outsideText = strings.TrimSpace(s.structures(text, ""))
	}
	if len(rd.objects) == 1 && !rd.paste && rd.objects[0].message.value == "" && readable(rd.outsideText) {
		rd.objects[0].message = field{key: "body", value: rd.outsideText}
	}
}

// notDecompressed ends what stands for a body that cannot be read.
const notDecompressed = " and was not decompressed"

// decodeText makes UTF-8 of a body: a byte order mark is dropped, UTF-16 is
// decoded, and what is no text at all is named as such.
func decodeText(b []byte) string {
	switch {
	case len(b) >= 3 && b[0] == 0xEF && b[1] == 0xBB && b[2] == 0xBF:
		b = b[3:]
	case len(b) >= 2 && (b[0] == 0xFF && b[1] == 0xFE || b[0] == 0xFE && b[1] == 0xFF):
		return decodeUTF16(b[2:], b[0] == 0xFE)
	case len(b) >= 2 && b[0] == 0x1F && b[1] == 0x8B:
		return "the body is compressed (gzip)" + notDecompressed
	case len(b) >= 4 && b[0] == 0x28 && b[1] == 0xB5 && b[2] == 0x2F && b[3] == 0xFD:
		return "the body is compressed (zstd)" + notDecompressed
	}
	return strings.ToValidUTF8(string(b), "\uFFFD")
}

func decodeUTF16(b []byte, bigEndian bool) string {
	out := make([]byte, 0, len(b)/2)
	var high rune
	for i := 0; i+1 < len(b); i += 2 {
		u := rune(b[i]) | rune(b[i+1])<<8
		if bigEndian {
			u = rune(b[i])<<8 | rune(b[i+1])
		}
		switch {
		case u >= 0xD800 && u < 0xDC00:
			high = u
		case u >= 0xDC00 && u < 0xE000 && high != 0:
			out, high = utf8.AppendRune(out, 0x10000+(high-0xD800)<<10+(u-0xDC00)), 0
		default:
			out, high = utf8.AppendRune(out, u), 0
		}
	}
	return string(out)
}

// isText reports whether words are worth showing.
func isText(words string) bool {
	for i := 0; i < len(words); i++ {
		if c := words[i] | 0x20; c >= 'a' && c <= 'z' || c >= 0x80 {
			return true
		}
	}
	return false
}

// readable reports whether words are text and not the noise of a binary body:
// at most one byte in sixteen may be a control or replacement character.
func readable(words string) bool {
	noise := 0
	for _, r := range words {
		if r == utf8.RuneError || r < ' ' && r != '\n' && r != '\r' && r != '\t' {
			noise++
		}
	}
	return isText(words) && noise*16 <= len(words)
}
