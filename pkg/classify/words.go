// Learned words: how the words of learned.go are found in a sentence. They are whole
// words, two words that follow each other, and two characters of a script without spaces.

package classify

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
)

// wordIndex finds a learned word by its hash.
type wordIndex struct {
	ends  [learnedCount + 1]uint16 // where the words end in learned, each with the bar behind it
	slots [1 << 12]uint16          // 1 + the number of a word; the next slot is taken where one is in use
}

const _ = uint(1<<11 - learnedCount) // at least half of the slots stay free

// fill enters all learned words.
func (x *wordIndex) fill() {
	rest, end, word := learned, 0, ""
	for i := 0; rest != ""; i++ {
		word, rest = letters.CutBar(rest)
		end += len(word) + 1
		x.ends[i+1] = uint16(end)
		hash := uint32(hashSeed)
		for j := range len(word) {
			hash = hashByte(hash, word[j])
		}
		at := slotOf(hash)
		for x.slots[at] != 0 {
			at = (at + 1) % uint32(len(x.slots))
		}
		x.slots[at] = uint16(i + 1)
	}
}

// find returns the number of a word, −1 if it is not in the list.
func (x *wordIndex) find(word string, hash uint32) int {
	for at := slotOf(hash); x.slots[at] != 0; at = (at + 1) % uint32(len(x.slots)) {
		i := int(x.slots[at]) - 1
		if from, end := int(x.ends[i]), int(x.ends[i+1])-1; end-from == len(word) && learned[from:end] == word {
			return i
		}
	}
	return -1
}

// FNV-1a, https://datatracker.ietf.org/doc/html/draft-eastlake-fnv
const hashSeed = 2166136261

func hashByte(hash uint32, c byte) uint32 { return (hash ^ uint32(c)) * 16777619 }

func slotOf(hash uint32) uint32 { return hash * multiplier >> 20 }

// shortest and longest words that are looked for, in bytes; longer ones are names of
// files and hosts, and data.
const (
	shortestWord = 2
	longestWord  = 24
)

// eachWord calls visit for each word of a text in lowercase, and for each two words with
// one space between, with their hashes. Words with digits are names of models and the
// like, and addresses say nothing of what happened.
func eachWord(text string, visit func(word string, hash uint32)) {
	before, end, beforeHash := 0, -1, uint32(0) // the word before, and its hash with a space
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c >= 0xE3 && c < 0xF0: // three bytes of UTF-8, from U+3000 on
			if i+6 <= len(text) && isCharacter(text[i:]) && isCharacter(text[i+3:]) {
				hash := uint32(hashSeed)
				for j := i; j < i+6; j++ {
					hash = hashByte(hash, text[j])
				}
				visit(text[i:i+6], hash)
			}
			i, end = i+3, -1
			continue
		case !isWordByte(c), c >= 0x80 && c < 0xC0: // the rest of a character that was cut, or has four bytes
			i++
			continue
		}
		from, hash, pair, plain := i, uint32(hashSeed), beforeHash, true
		for i < len(text) && text[i] < 0xE3 && isWordByte(text[i]) {
			c := text[i]
			hash, pair = hashByte(hash, c), hashByte(pair, c)
			plain = plain && !isDigit(c) && c != '_'
			i++
		}
		if strings.HasPrefix(text[i:], "://") {
			i, end = i+addressEnd(text[i:])+1, -1
			continue
		}
		if n := i - from; !plain || n < shortestWord || n > longestWord {
			end = -1
			continue
		}
		visit(text[from:i], hash)
		if from == end+1 && end >= 0 && text[end] == ' ' {
			visit(text[before:i], pair)
		}
		before, end, beforeHash = from, i, hashByte(hash, ' ')
	}
}

// isCharacter reports whether a character of three bytes is neither punctuation nor a
// full-width form.
func isCharacter(text string) bool {
	return text[0] >= 0xE3 && text[0] < 0xEF && !(text[0] == 0xE3 && text[1] == 0x80)
}

// isWordByte reports whether a byte is part of a word.
func isWordByte(c byte) bool {
	return isLetter(c) || isDigit(c) || c == '\'' || c == '-' || c == '_' || c >= 0x80 && c < 0xF0
}
