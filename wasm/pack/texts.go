// Texts that only dead functions had, most of them the reasons of crashes, and
// the names and fields of types, which only reflection reads.

package main

import (
	"bytes"
	"encoding/binary"
	"maps"
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

// clearTexts clears what only those functions point to that have gone, where it
// is text: up to the next address that anybody has.
func clearTexts(segments []segment, t functionTable, before, after [][]byte) error {
	all, living := map[uint64]bool{}, map[uint64]bool{}
	if err := addresses(all, before); err != nil {
		return err
	}
	if err := addresses(living, after); err != nil {
		return err
	}
	for _, s := range segments {
		for at := (s.at + 7) &^ 7; at+8 <= s.at+uint64(len(s.data)); at += 8 {
			if !t.covers(int(at)) {
				living[binary.LittleEndian.Uint64(s.data[at-s.at:])] = true
			}
		}
	}
	maps.Copy(all, living)
	list := slices.Sorted(maps.Keys(all))
	for _, s := range segments {
		from, _ := slices.BinarySearch(list, s.at)
		for n := from; n+1 < len(list) && list[n+1] <= s.at+uint64(len(s.data)); n++ {
			if at := list[n]; !living[at] && !t.covers(int(at)) {
				if b := s.data[at-s.at : list[n+1]-s.at]; isText(b) || bytes.HasPrefix(b, powersOfTen) {
					clear(b)
				}
			}
		}
	}
	return nil
}

// isText reports whether bytes are the text of a message, or several.
func isText(b []byte) bool {
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError || r < ' ' && r != '\n' && r != '\t' {
			return false
		}
		i += size
	}
	return len(b) >= 4
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
