// Data that no living function reads: the table with which strconv converts
// floating-point numbers.

package main

import "bytes"

// addresses adds all constants of living functions to a set.
func addresses(set map[uint64]bool, bodies [][]byte, live []bool) error {
	for n, body := range bodies {
		if !live[n] {
			continue
		}
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
func clearPowersOfTen(segments []segment, p program) error {
	living := map[uint64]bool{}
	if err := addresses(living, p.bodies, p.live); err != nil {
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
