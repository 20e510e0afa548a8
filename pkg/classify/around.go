// Evidence of long texts: the sentence around the words that decided.

package classify

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
)

// maxAround is how much is shown on each side of the words, in bytes.
const maxAround = 100

// around narrows a saying to the sentence in which one of the alternatives of
// a rule occurs, with its place in the source where that is known.
func (s *passage) around(alternatives string) field {
	f := s.field
	if len(f.value) <= 2*maxAround && strings.IndexByte(f.value, '\n') < 0 {
		return f
	}
	at := s.place(alternatives)
	if at < 0 || len(s.lower) != min(len(f.value), 4*maxWords) { // lowercase letters of another length
		return f
	}
	from, to := sentence(f.value, at)
	if known := f.end-f.start == len(f.value); known {
		f.start, f.end = f.start+from, f.start+to
	}
	f.value = f.value[from:to]
	return f
}

// place finds where one of the alternatives begins, −1 if none occurs.
func (s *passage) place(alternatives string) int {
	for alternatives != "" {
		var words string
		words, alternatives = letters.CutBar(alternatives)
		begins, _, _ := strings.Cut(strings.TrimPrefix(words, "^"), "*")
		left := maxPhraseTries
		for at := 0; ; at++ {
			i := strings.Index(s.lower[at:], begins)
			if i < 0 {
				break
			}
			if at += i; s.occurs(words, at, &left) {
				return at
			}
			if left == 0 {
				break
			}
		}
	}
	return -1
}

// sentence returns the bounds of the sentence or line around a place.
func sentence(text string, at int) (from, to int) {
	from, to = max(0, at-maxAround), min(len(text), at+2*maxAround)
	if i := lastEnd(text[from:at]); i >= 0 || from == 0 {
		from += i + 1
	} else if i := strings.IndexByte(text[from:at], ' '); i >= 0 {
		from += i + 1
	}
	if i := strings.IndexByte(text[at:to], '\n'); i >= 0 {
		to = at + i
	} else if i := strings.Index(text[at:to], ". "); i >= 0 {
		to = at + i + 1
	} else if i := strings.LastIndexByte(text[at:to], ' '); to < len(text) && i >= 0 {
		to = at + i
	}
	for from < to && text[from] == ' ' {
		from++
	}
	return from, to
}

// lastEnd finds the end of the last sentence or line, −1 if there is none.
func lastEnd(text string) int {
	end := strings.LastIndexByte(text, '\n')
	if dot := strings.LastIndex(text, ". "); dot >= 0 && dot+1 > end {
		return dot + 1
	}
	return end
}

// part narrows a saying to a part of it.
func (s *passage) part(from, to int) field {
	f := s.field
	if from == 0 && to >= len(f.value) || to > len(f.value) || from >= to {
		return f
	}
	for from < to && (f.value[from] == ' ' || f.value[from] == '\n') {
		from++
	}
	for to > from && (f.value[to-1] == ' ' || f.value[to-1] == '\n') {
		to--
	}
	for from < to && f.value[from]&0xC0 == 0x80 { // whole letters
		from++
	}
	for to < len(f.value) && f.value[to]&0xC0 == 0x80 {
		to++
	}
	if f.end-f.start == len(f.value) {
		f.start, f.end = f.start+from, f.start+to
	} else {
		f.start, f.end = 0, 0
	}
	f.value = f.value[from:to]
	return f
}
