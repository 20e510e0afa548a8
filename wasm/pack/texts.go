// Data that no living function reads: the table with which strconv converts
// floating-point numbers, and the names and fields of types, which only reflection
// reads.

package main

import (
	"bytes"
	"encoding/binary"
	"slices"
	"unicode/utf8"
)

// addresses adds all constants of functions to a set.
func addresses(set map[uint64]bool, bodies [][]byte) error {
	for _, body := range bodies {
		list, _, err := instructionsOf(body)
		if err != nil {
			return err
		}
		for _, i := range list {
			if i.op == opI64Const || i.op == opI32Const {
				set[uint64(i.operand)] = true
			}
		}
	}
	return nil
}

// powersOfTen begins the table with which internal/strconv converts floating-point
// numbers, 11 KB: 1e-348.
var powersOfTen = []byte{0x88, 0x02, 0x1c, 0x08, 0xa0, 0xd5, 0x8f, 0xfa, 0x53, 0xe4, 0x60, 0xcd, 0x69, 0xc8, 0x32, 0x17}

// powersOfTenSize is the length of that table in bytes: 696 pairs of words.
const powersOfTenSize = 696 * 16

// clearPowersOfTen clears the table if no living function has its address.
//
// Texts that only dead functions have stay: an address in a function is a mere
// number, and a number of a dead function can lie in the middle of a living text
// by chance. (It cut "overloaded_error" in the middle.)
func clearPowersOfTen(segments []segment, after [][]byte) error {
	living := map[uint64]bool{}
	if err := addresses(living, after); err != nil {
		return err
	}
	for _, s := range segments {
		at := bytes.Index(s.data, powersOfTen)
		if at < 0 || at+powersOfTenSize > len(s.data) {
			continue
		}
		for n := range uint64(powersOfTenSize) {
			if living[s.at+uint64(at)+n] {
				return nil
			}
		}
		clear(s.data[at : at+powersOfTenSize])
	}
	return nil
}

// clearTypes clears the fields of structures and the names of types. The runtime
// allocates, scans, compares and asserts types without them: it has a mask of
// their pointers, functions that compare them, and the names of their methods.
func clearTypes(segments []segment) {
	for _, s := range segments {
		for i := int((s.at+7)&^7 - s.at); i+80 <= len(s.data); i += 8 {
			clearFields(s, i)
		}
		clearNames(s.data)
	}
}

// Places in a structure's type (internal/abi).
const (
	atKind     = 23
	structKind = 25
	atFields   = 56 // address, length and capacity
	fieldSize  = 24
)

// clearFields clears the fields of a structure's type, if one is there: its
// fields follow it, or its table of methods' 16 bytes.
func clearFields(s segment, i int) {
	if s.data[i+atKind] != structKind {
		return
	}
	address, count := word(s.data, i+atFields), word(s.data, i+atFields+8)
	from := address - int(s.at)
	if from != i+80 && from != i+96 || count < 1 || count > 500 || word(s.data, i+atFields+16) != count || from+count*fieldSize > len(s.data) {
		return
	}
	clear(s.data[from : from+count*fieldSize])
	clear(s.data[i+atFields-8 : i+atFields+24]) // the package's name as well
}

// clearNames clears the names of types, which have a star before them. They
// begin the data, each with a byte of flags and its length, the short ones
// first.
func clearNames(data []byte) {
	i := bytes.Index(data, []byte("\x00\x04*int\x00"))
	for i >= 0 && i+2 < len(data) {
		n, size := binary.Uvarint(data[i+1:])
		end := i + 1 + size + int(n)
		if data[i] > 15 || size < 1 || n == 0 || end > len(data) || !isName(data[i+1+size:end]) {
			return
		}
		if data[i+1+size] == '*' {
			clear(data[i+1+size : end])
		}
		if data[i]&2 != 0 && end < len(data) { // a field's tag
			n, size := binary.Uvarint(data[end:])
			end += size + int(n)
		}
		if data[i]&4 != 0 { // a package's path, elsewhere
			end += 4
		}
		i = end
	}
}

func isName(b []byte) bool {
	return utf8.Valid(b) && !slices.ContainsFunc(b, func(c byte) bool { return c < ' ' })
}
