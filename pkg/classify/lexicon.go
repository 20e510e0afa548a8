// Looking things up in the tables. The tables stay text that a person reads and
// a diff shows; the first use makes an index of them: phrases by their rarest
// four bytes, so that one pass over a text finds all that it mentions and looks
// closely at little else; codes and names by the whole.

package classify

import (
	"math"
	"math/bits"
	"strings"
	"sync/atomic"

	"github.com/ukemi-dev/ukemi/internal/letters"
	"github.com/ukemi-dev/ukemi/internal/provider"
)

// list numbers the tables that are looked up.
type list uint8

const (
	inWords      list = iota // certainWords
	inFailures               // failures
	inHosts                  // providers' hosts
	inMarks                  // providers' marks
	inWrappers               // wrappers
	inUnread                 // unread
	inFixedWords             // fixedWords
	phraseLists              // how many lists hold phrases that are looked for everywhere
	inConcepts               // those below hold whole words

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

const _, _, _ = uint(128 - conceptCount), uint(maxRows - len(pairs)), uint(maxRows - int(conceptCount))

// holds reports whether a set of concepts has all of another.
func (s *rows) holds(t *conceptSet) bool {
	return s[0]&t[0] == t[0] && s[1]&t[1] == t[1]
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' }

// entry is one phrase, code or name of a table.
type entry struct {
	words string
	next  uint16 // 1 + the place of the next entry with the same hash
	list  list
	row   uint8
	at    uint8 // of a phrase: where in its run the bytes stand that were hashed
}

// run is the part of a phrase in which every byte is known: up to the first '*'.
func (e *entry) run() string {
	run, _, _ := strings.Cut(e.words, "*")
	return strings.TrimPrefix(run, "^")
}

// lexicon finds entries by a hash of twelve bits: of a whole word, or of the four bytes
// of a phrase that are rarest in all phrases. Most phrases begin with the same few words
// ("rate limit …"), so that their first bytes would name dozens at each place.
type lexicon struct {
	heads   [1 << 12]uint16 // 1 + the place of the first entry
	entries []entry
}

// phrases is a lexicon of phrases.
type phrases struct {
	lexicon
	// fourth says which bytes may follow three, by a hash of those and the lower six bits
	// of the byte: any where there is a phrase of three bytes.
	fourth [1 << 11]uint64
	stops  [256]bool // bytes at which seek stops, too
}

// seek returns the first place from i on at which a phrase may be found, the last place
// of the text if there is none, and the four bytes there. Nine of ten places are passed.
func (x *phrases) seek(text string, i int) (at int, four uint32) {
	three := uint32(text[i]) | uint32(text[i+1])<<8 | uint32(text[i+2])<<16
	for ; i+3 < len(text); i++ {
		next := uint32(text[i+3])
		four = three | next<<24
		if x.fourth[three*multiplier>>21]>>(next&63)&1 != 0 || x.stops[byte(three)] {
			return i, four
		}
		three = four >> 8
	}
	return i, three
}

// candidates are the phrases whose rarest bytes are some bytes: 1 + the place of the next
// one, 0 for none; and the same of the list that follows.
type candidates struct{ at, other uint16 }

func (x *phrases) candidates(four uint32) (c candidates) {
	c.at = x.heads[four*multiplier>>20]
	if h := four & 0xFFFFFF * multiplier; x.fourth[h>>21] == math.MaxUint64 && x.heads[h>>20] != 0 {
		c.at, c.other = x.heads[h>>20], c.at
	}
	return c
}

// next returns the next candidate, while at is not 0.
func (x *phrases) next(c *candidates) *entry {
	e := &x.entries[c.at-1]
	if c.at = e.next; c.at == 0 {
		c.at, c.other = c.other, 0
	}
	return e
}

// link makes the last entry findable by a hash.
func (x *lexicon) link(hash uint32, place int) {
	x.entries[place].next = x.heads[hash]
	x.heads[hash] = uint16(place + 1)
}

// addAll adds the alternatives of one row. Phrases are linked later, see linkAll.
func (x *lexicon) addAll(in list, row int, alternatives string) {
	for alternatives != "" {
		var words string
		words, alternatives = letters.CutBar(alternatives)
		e := entry{words: words, list: in, row: uint8(row)}
		if in <= inConcepts && (strings.IndexByte(words, '*') >= 0 || words[0] == '^') {
			e.list |= isPattern
		}
		x.entries = append(x.entries, e)
		if in > inConcepts {
			name, _, _ := strings.Cut(words, "=") // of a header, and a part of its value
			x.link(hashWord([]byte(name)), len(x.entries)-1)
		}
	}
}

// frequencies says how often four bytes occur in the phrases of all tables, by a hash.
type frequencies [1 << 14]uint16

func (n *frequencies) count(entries []entry) {
	for i := range entries {
		run := entries[i].run()
		for at := range len(run) - 3 {
			n[fourBytes(run, at)*multiplier>>18]++
		}
	}
}

// linkAll makes each phrase findable by its rarest bytes.
func (x *phrases) linkAll(often *frequencies) {
	for i := range x.entries {
		e := &x.entries[i]
		run := e.run()
		least, rarest := math.MaxInt, fourBytes(run, 0)
		for at := range len(run) - 3 {
			four := fourBytes(run, at)
			if n := int(often[four*multiplier>>18]); n < least {
				least, rarest, e.at = n, four, uint8(at)
			}
		}
		following := uint64(1) << (rarest >> 24 & 63)
		if len(run) < 4 {
			following = math.MaxUint64
		}
		x.fourth[rarest&0xFFFFFF*multiplier>>21] |= following
		x.link(rarest*multiplier>>20, i)
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
	phrases, names, stems phrases
	words                 lexicon
	learned               wordIndex
	weights               packedWeights

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
	x.phrases.entries, x.stems.entries, x.words.entries = make([]entry, 0, 1280), make([]entry, 0, 4096), make([]entry, 0, 1024)
	for i := range certainWords {
		x.phrases.addAll(inWords, i, certainWords[i].words)
	}
	for i := range failures {
		x.phrases.addAll(inFailures, i, failures[i].words)
	}
	for i := range wrappers {
		x.phrases.addAll(inWrappers, i, wrappers[i])
	}
	for i := range unread {
		x.phrases.addAll(inUnread, i, unread[i])
	}
	for i := range fixedWords {
		x.phrases.addAll(inFixedWords, i, fixedWords[i].words)
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
	for _, c := range []byte(".!?;\n\xE3:0123456789") { // that may end a sentence, or begin an address or a number
		x.stems.stops[c] = true
	}
	often := new(frequencies)
	lists := [...]*phrases{&x.phrases, &x.names, &x.stems}
	for _, l := range lists {
		often.count(l.entries)
	}
	for _, l := range lists {
		l.linkAll(often)
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
	x.learned.fill()
	x.weights.fill()
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
func (x *phrases) find(m *mentions) {
	lower, left := m.lower, maxPhraseTries
	for i := 0; i+3 <= len(lower); i++ {
		at, four := x.seek(lower, i)
		i = at
		for c := x.candidates(four); c.at != 0; {
			e := x.next(&c)
			from := i - int(e.at)
			if of := &m.of[e.list&^isPattern]; from < 0 || of.has(int(e.row)) {
				continue
			} else if e.list&isPattern == 0 && strings.HasPrefix(lower[from:], e.words) ||
				e.list&isPattern != 0 && m.occurs(e.words, from, &left) {
				of.add(e.row)
			}
		}
	}
}

// sentencesIn calls visit for each sentence of a text; lower is the text in lowercase.
func sentencesIn(text, lower string, visit func(span)) {
	x := &tables().stems
	s, colon, past := span{}, 0, 0 // the last address stands from colon to past
	end := func(at int) {
		if s.to = int32(at); s.to > s.from {
			visit(s)
		}
		s = span{from: int32(at)}
	}
	for i := 0; i+3 <= len(lower); i++ {
		at, four := x.seek(lower, i)
		i = at
		if c := lower[i]; x.stops[c] && i >= past {
			if endsSentenceAt(lower, i) {
				end(i + 1)
			}
			if c == ':' && strings.HasPrefix(lower[i:], "://") { // the names in an address say nothing of what happened
				colon, past = i, i+addressEnd(lower[i:])+1
				s.concepts.add(uint8(path))
			} else if isDigit(c) && (i == 0 || !isDigit(lower[i-1])) {
				s.concepts.addNumber(lower[i:min(len(lower), i+12)])
			}
		}
		for c := x.candidates(four); c.at != 0; {
			e := x.next(&c)
			from := i - int(e.at)
			if from >= 0 && (from < colon || from >= past) && !s.concepts.has(int(e.row)) &&
				strings.HasPrefix(lower[from:], e.words) && beginsWord(text, lower, from) {
				s.concepts.add(e.row)
			}
		}
	}
	end(len(lower))
}

// addressEnd is where an address ends that begins a text.
func addressEnd(s string) int {
	i := 0
	for i+3 < len(s) && s[i] != ' ' && s[i] != '"' && s[i] != '\n' && s[i] != ')' && s[i] < 0x80 {
		i++
	}
	return i
}

// beginsWord reports whether a stem may begin at i. A capital after a small letter begins
// a word, too: QuotaLimit. A number is none: see addNumber.
func beginsWord(text, lower string, i int) bool {
	c, before := lower[i], byte(' ')
	if i > 0 {
		before = lower[i-1]
	}
	if isDigit(c) && !isDigit(before) {
		return false
	}
	return c >= 0xC0 || !isLetter(before) && before != '_' || i < len(text) && isUpper(text[i]) && isLower(text[i-1]) ||
		c == 'n' && strings.HasPrefix(lower[i:], "n't ")
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
