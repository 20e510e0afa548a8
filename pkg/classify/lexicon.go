// Looking things up in the tables. The tables stay text that a person reads and
// a diff shows; the first use makes an index of them: phrases by their first
// three bytes, so that one pass over a text finds all that it mentions, codes
// and names by the whole.

package classify

import (
	"math/bits"
	"strings"
	"sync/atomic"

	"github.com/ukemi-dev/ukemi/internal/letters"
	"github.com/ukemi-dev/ukemi/internal/provider"
)

// list numbers the tables that are looked up.
type list uint8

const (
	inWords     list = iota // certainWords
	inFailures              // failures
	inHosts                 // providers' hosts
	inMarks                 // providers' marks
	inWrappers              // wrappers
	phraseLists             // how many lists hold phrases that are looked for everywhere
	inConcepts              // concepts; those below hold whole words

	inCertain // certainCodes
	inGeneric // genericCodes
	inHeaders // providers' headers
	inKeys    // keyNames
)

// isPattern is added to the list of a phrase with '*' or '^', see occurs.
const isPattern list = 0x80

// maxRows is how many rows a table has at most.
const maxRows = 256

// rows is a set of row numbers of one table.
type rows [maxRows / 64]uint64

func (s *rows) add(row uint8)    { s[row>>6] |= 1 << (row & 63) }
func (s *rows) has(row int) bool { return s[row>>6]&(1<<(row&63)) != 0 }
func (s *rows) addAll(t rows) {
	for i := range s {
		s[i] |= t[i]
	}
}

// next returns the first row from a row on, maxRows if there is none.
func (s *rows) next(row int) int {
	for ; row < maxRows; row = row&^63 + 64 {
		if left := s[row>>6] >> (row & 63); left != 0 {
			return row + bits.TrailingZeros64(left)
		}
	}
	return maxRows
}

// several reports whether there are two rows or more.
func (s *rows) several() bool {
	first := s.next(0)
	return first < maxRows && s.next(first+1) < maxRows
}

func (s *rows) any() bool { return s[0]|s[1]|s[2]|s[3] != 0 }

// conceptSet is a set of concepts, of which there are at most 128.
type conceptSet [2]uint64

const _, _ = uint(128 - conceptCount), uint(maxRows - len(pairs))

// holds reports whether a set of concepts has all of another.
func (s *rows) holds(t *conceptSet) bool {
	return s[0]&t[0] == t[0] && s[1]&t[1] == t[1]
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' }

// entry is one phrase, code or name of a table.
type entry struct {
	words string
	start uint32 // the first four bytes of words, 0 where they are fewer or not plain
	next  uint16 // 1 + the place of the next entry with the same hash
	list  list
	row   uint8
}

// lexicon finds entries by a hash of twelve bits.
type lexicon struct {
	heads   [1 << 12]uint16 // 1 + the place of the first entry
	entries []entry

	// What the first four bytes of an entry hash to, the first three of one
	// without a start: small enough to stay in the processor's cache. Of phrases, which
	// are looked for at each byte, fours has those without a start too.
	fours  [1 << 14 / 64]uint64
	threes [1 << 12 / 64]uint64
}

// candidates are the entries that may begin with some bytes: 1 + the place of the next
// one, 0 for none; and the same of the list that follows.
type candidates struct{ at, other uint16 }

// candidates of four bytes.
func (x *lexicon) candidates(four uint32) (c candidates) {
	if h := four * multiplier; x.fours[h>>24]>>(h>>18&63)&1 != 0 {
		c.at = x.heads[h>>20]
	}
	if h := four & 0xFFFFFF * multiplier; x.threes[h>>26]>>(h>>20&63)&1 != 0 {
		c.at, c.other = x.heads[h>>20], c.at
	}
	return c
}

// next returns the next candidate, while at is not 0.
func (x *lexicon) next(c *candidates) *entry {
	e := &x.entries[c.at-1]
	if c.at = e.next; c.at == 0 {
		c.at, c.other = c.other, 0
	}
	return e
}

func (x *lexicon) add(hash uint32, e entry) {
	e.next = x.heads[hash]
	x.entries = append(x.entries, e)
	x.heads[hash] = uint16(len(x.entries))
}

// addAll adds the alternatives of one row.
func (x *lexicon) addAll(in list, row int, alternatives string) {
	for alternatives != "" {
		var words string
		words, alternatives, _ = strings.Cut(alternatives, "|")
		e := entry{words: words, list: in, row: uint8(row)}
		if in <= inConcepts {
			if strings.IndexByte(words, '*') >= 0 || words[0] == '^' {
				e.list |= isPattern
			}
			run := strings.TrimPrefix(words, "^")
			if len(run) >= 4 && strings.IndexByte(run[:4], '*') < 0 {
				e.start = fourBytes(run, 0)
				h := e.start * multiplier
				x.fours[h>>24] |= 1 << (h >> 18 & 63)
				x.add(h>>20, e)
			} else {
				three := fourBytes(run, 0) & 0xFFFFFF
				h := three * multiplier
				x.threes[h>>26] |= 1 << (h >> 20 & 63)
				x.add(h>>20, e)
				for last := uint32(0); in < phraseLists && last < 256; last++ { // see find
					h := (three | last<<24) * multiplier
					x.fours[h>>24] |= 1 << (h >> 18 & 63)
				}
			}
		} else {
			name, _, _ := strings.Cut(words, "=") // of a header, and a part of its value
			x.add(hashWord([]byte(name)), e)
		}
	}
}

// fourBytes returns the bytes of a text from i on, zeros where it ends.
func fourBytes(s string, i int) uint32 {
	if i+4 > len(s) {
		return uint32(s[i]) | uint32(s[i+1])<<8 | uint32(s[i+2])<<16
	}
	return uint32(s[i]) | uint32(s[i+1])<<8 | uint32(s[i+2])<<16 | uint32(s[i+3])<<24
}

// multiplier makes a hash of bytes: the upper bits of the product.
const multiplier = 0x9E3779B1

func hashWord(s []byte) uint32 {
	h := uint32(2166136261)
	for _, c := range s {
		h = (h ^ uint32(c)) * 16777619
	}
	return h * multiplier >> 20
}

// index of all tables; two callers that come first at once make the same.
var index atomic.Pointer[tablesIndex]

// tablesIndex finds phrases and the names of providers (which may begin anywhere),
// stems (which begin words) and whole words; and has what the other tables say in a form that is
// fast to look at.
type tablesIndex struct {
	phrases, names, stems, words lexicon

	classes [featureCount]int8 // the class that a feature was made for, −1 for none
	pairs   [len(pairs)]conceptSet
	pairsOf [conceptCount]rows // the pairs of which a concept is the first
}

func tables() *tablesIndex {
	x := index.Load()
	if x == nil {
		x = makeIndex()
		index.Store(x)
	}
	return x
}

func makeIndex() *tablesIndex {
	x := new(tablesIndex)
	x.names.entries = make([]entry, 0, 256)
	x.phrases.entries, x.stems.entries, x.words.entries = make([]entry, 0, 1280), make([]entry, 0, 3072), make([]entry, 0, 1024)
	for i := range certainWords {
		x.phrases.addAll(inWords, i, certainWords[i].words)
	}
	for i := range failures {
		x.phrases.addAll(inFailures, i, failures[i].words)
	}
	for i := range wrappers {
		x.phrases.addAll(inWrappers, i, wrappers[i])
	}
	for i := range concepts {
		x.stems.addAll(inConcepts, i, concepts[i])
	}
	for i := range provider.Count {
		p, _ := provider.At(i)
		x.names.addAll(inHosts, i, p.Hosts)
		x.names.addAll(inMarks, i, p.Marks)
		x.words.addAll(inHeaders, i, p.Headers)
	}
	for i := range certainCodes {
		x.words.addAll(inCertain, i, certainCodes[i].codes)
	}
	for i := range genericCodes {
		x.words.addAll(inGeneric, i, genericCodes[i].codes)
	}
	for i := range keyNames {
		x.words.addAll(inKeys, i, keyNames[i])
	}
	for f := range x.classes {
		x.classes[f] = -1
		if _, class, _, _ := featureOf(f); class != "" {
			x.classes[f] = int8(class.index())
		}
	}
	for i := range pairs {
		for _, c := range pairs[i].all {
			x.pairs[i][c>>6] |= 1 << (c & 63)
		}
		x.pairsOf[pairs[i].all[0]].add(uint8(i))
	}
	return x
}

// rowsOf returns the rows of a list that hold a word, which is in lowercase.
func rowsOf(in list, word []byte) (found rows) {
	x := &tables().words
	for n := x.heads[hashWord(word)]; n != 0; {
		e := &x.entries[n-1]
		if e.list == in && e.words == string(word) {
			found.add(e.row)
		}
		n = e.next
	}
	return found
}

// span is a sentence of a text and the concepts in it.
type span struct {
	from, to int32
	concepts rows
}

// mentions is a text and what of the tables' phrases occurs in it.
type mentions struct {
	lower string
	of    [phraseLists]rows
}

const (
	// reach is how far apart the parts of a phrase may stand, in bytes.
	reach = 160
	// maxPhraseTries is how often the rest of a phrase is looked for in one text, so
	// that the beginnings of many phrases, repeated, cost no more than a long text.
	maxPhraseTries = 512
)

// phrasesIn finds every phrase of the tables in a text.
func phrasesIn(text string) *mentions {
	m := &mentions{lower: letters.Lower(text)}
	tables().phrases.find(m)
	return m
}

// readPhrases finds every phrase of the tables in a text, which is no wrapper.
func (m *mentions) readPhrases() {
	x := &tables().phrases
	if x.find(m); m.of[inWrappers].any() {
		*m = mentions{lower: withoutWrappers(m.lower)}
		x.find(m)
	}
}

// find notes all entries in a text in lowercase: in one pass, whatever their number.
func (x *lexicon) find(m *mentions) {
	lower, left := m.lower, maxPhraseTries
	if len(lower) < 3 {
		return
	}
	four := fourBytes(lower[:3], 0) << 8
	for i := range len(lower) - 2 {
		if four >>= 8; i+3 < len(lower) {
			four |= uint32(lower[i+3]) << 24
		}
		if h := four * multiplier; x.fours[h>>24]>>(h>>18&63)&1 == 0 { // nine of ten places end here
			continue
		}
		for c := x.candidates(four); c.at != 0; {
			e := x.next(&c)
			if of := &m.of[e.list&^isPattern]; e.start != 0 && e.start != four || of.has(int(e.row)) {
				continue
			} else if e.list&isPattern == 0 && strings.HasPrefix(lower[i:], e.words) ||
				e.list&isPattern != 0 && m.occurs(e.words, i, &left) {
				of.add(e.row)
			}
		}
	}
}

// sentencesIn calls visit for each sentence of a text that holds concepts; lower
// is the text in lowercase. A capital after a small letter begins a word, too:
// QuotaLimit.
func sentencesIn(text, lower string, visit func(span)) {
	x := &tables().stems
	s, before := span{}, byte(' ')
	end := func(at int) {
		if s.to = int32(at); s.concepts.any() {
			visit(s)
		}
		s = span{from: int32(at)}
	}
	for i := 0; i+3 <= len(lower); i++ {
		c := lower[i]
		if isLetter(c) && isLetter(before) && c != 'n' && (i >= len(text) || !isUpper(text[i])) { // within a word
			before = c
			continue
		}
		if endsSentenceAt(lower, i) {
			end(i + 1)
		}
		switch {
		case c == ':' && strings.HasPrefix(lower[i:], "://"): // the names in an address say nothing of what happened
			for i+3 < len(lower) && lower[i] != ' ' && lower[i] != '"' && lower[i] != '\n' && lower[i] != ')' && lower[i] < 0x80 {
				i++
			}
			c = ' '
			s.concepts.add(uint8(path))
		case isDigit(c) && !isDigit(before):
			s.concepts.addNumber(lower[i:min(len(lower), i+12)])
		case c >= 0xC0 || !isLetter(before) && before != '_' || i < len(text) && isUpper(text[i]) && isLower(text[i-1]) || c == 'n' && strings.HasPrefix(lower[i:], "n't "):
			four := fourBytes(lower, i)
			for c := x.candidates(four); c.at != 0; {
				e := x.next(&c)
				if (e.start == 0 || e.start == four) && !s.concepts.has(int(e.row)) && strings.HasPrefix(lower[i:], e.words) {
					s.concepts.add(e.row)
				}
			}
		}
		before = c
	}
	end(len(lower))
}

// endsSentenceAt reports whether a sentence or line ends at i.
func endsSentenceAt(s string, i int) bool {
	switch s[i] {
	case '\n':
		return true
	case '.', '!', '?', ';':
		return s[i+1] == ' '
	case 0xE3: // 。
		return s[i+1] == 0x80 && s[i+2] == 0x82
	}
	return false
}

// addNumber adds what a number can mean that begins a text: large ones are
// counts of tokens or bytes; years are not.
func (s *rows) addNumber(text string) {
	n := numberOf(text)
	s.add(uint8(anyNumber))
	if n >= 1000 && n < 10_000_000 && !(n >= 2020 && n < 2030) {
		s.add(uint8(bigNumber))
	}
}

// occurs reports whether a phrase begins at i: '*' in it stands for anything
// within reach on the same line, '^' at its beginning for the text's.
func (m *mentions) occurs(words string, i int, left *int) bool {
	text := m.lower[i:]
	if words[0] == '^' {
		return i == 0 && strings.HasPrefix(text, words[1:])
	}
	star := strings.IndexByte(words, '*')
	if star < 0 {
		return strings.HasPrefix(text, words)
	}
	if !strings.HasPrefix(text, words[:star]) || *left == 0 {
		return false
	}
	*left--
	for star >= 0 {
		text, words = text[star:], words[star+1:]
		text = text[:min(len(text), reach)]
		if end := strings.IndexByte(text, '\n'); end >= 0 {
			text = text[:end]
		}
		part := words
		if star = strings.IndexByte(words, '*'); star >= 0 {
			part = words[:star]
		}
		at := strings.Index(text, part)
		if at < 0 {
			return false
		}
		text = text[at:]
	}
	return true
}

// first returns the first row of a list that occurs.
func (m *mentions) first(in list) (row int, ok bool) {
	if row = m.of[in].next(0); row < maxRows {
		return row, true
	}
	return 0, false
}

// appendPlain appends a code in the form of the tables: lowercase letters and
// digits only, without an AWS namespace before '#' or address after ':'.
func appendPlain(dst []byte, code string) []byte {
	if i := strings.LastIndexByte(code, '#'); i >= 0 {
		code = code[i+1:]
	}
	if i := strings.Index(code, ":http"); i > 0 {
		code = code[:i]
	}
	if i := strings.LastIndexByte(code, '.'); i >= 0 && i+1 < len(code) { // openai.RateLimitError
		code = code[i+1:]
	}
	for i := 0; i < len(code) && len(dst) < 64; i++ {
		c := code[i]
		if isUpper(c) {
			c |= 0x20
		}
		if c >= 'a' && c <= 'z' || isDigit(c) {
			dst = append(dst, c)
		}
	}
	return dst
}

// numberOf reads a whole number with its separators: 128000, 128,000, 128k.
func numberOf(s string) (n int) {
	for i := range len(s) {
		switch c := s[i]; {
		case isDigit(c):
			n = n*10 + int(c-'0')
		case (c == ',' || c == '_' || c == ' ') && i+3 < len(s) && isDigit(s[i+1]) && isDigit(s[i+2]) && isDigit(s[i+3]):
		case c == 'k':
			return n * 1000
		default:
			return n
		}
	}
	return n
}
