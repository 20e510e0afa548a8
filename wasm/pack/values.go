// What changes within a function, as tables in the function table: how far the
// stack goes, and which words of it are pointers. Only where calls return to does
// anybody ask, so everything between takes the value before.

package main

import (
	"cmp"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
)

// anywhere is behind the last of a function's resume points.
const anywhere = 1 << 14

// resumePoints returns where a function's calls return to, and its beginning with
// the place behind, where a goroutine begins.
func (p *program) resumePoints(n int) (points []int, err error) {
	list, _, err := instructionsOf(p.bodies[n])
	points = []int{0, 1}
	for _, i := range list {
		if i.op == opI64Const && int(i.operand>>16) == n+p.first {
			points = append(points, int(i.operand&0xffff))
		}
	}
	slices.Sort(points)
	return slices.Compact(points), err
}

// readValues decodes a table of values up to where each holds.
func readValues(table []byte) (values, ends []int) {
	value, end := -1, 0
	for first := true; first || table[0] != 0; first = false {
		step, size := binary.Uvarint(table)
		length, more := binary.Uvarint(table[size:])
		table = table[size+more:]
		value += int(step>>1) ^ -int(step&1)
		end += int(length)
		values, ends = append(values, value), append(ends, end)
	}
	return values, ends
}

// withValuesAt encodes a table that has the same values at points as another, and
// each as long as possible.
func withValuesAt(table []byte, points []int) []byte {
	values, ends := readValues(table)
	var out []byte
	before, from, until := -1, 0, 0
	write := func(value, end int) {
		step := value - before
		out = binary.AppendUvarint(out, uint64(uint32(step<<1^step>>63)))
		out = binary.AppendUvarint(out, uint64(end-from))
		before, from = value, end
	}
	at, current := 0, values[0]
	for _, point := range points {
		for at < len(ends)-1 && ends[at] <= point {
			at++
		}
		if values[at] != current {
			write(current, until)
			current = values[at]
		}
		until = point + 1
	}
	write(current, anywhere)
	return append(out, 0)
}

// valueTables are the tables of all functions, each once.
type valueTables struct {
	old   []byte
	users map[string][][]byte // where the offset of a table is written
}

func newValues(old []byte) *valueTables { return &valueTables{old, map[string][][]byte{}} }

// at returns the values of a table at points, in which -1 is 0, as the runtime has it.
func (v *valueTables) at(offset int, points []int) (at []int) {
	at = []int{0}
	if offset == noTable {
		return at
	}
	values, ends := readValues(v.old[offset:])
	for _, point := range points {
		if n := slices.IndexFunc(ends, func(end int) bool { return point < end }); n >= 0 {
			at = append(at, max(0, values[n]))
		}
	}
	return at
}

// use has a function's table only at points; its offset begins at.
func (v *valueTables) use(at []byte, points []int) {
	if offset := number(at, 0); offset != noTable {
		table := string(withValuesAt(v.old[offset:], points))
		v.users[table] = append(v.users[table], at)
	}
}

// write replaces the old tables and writes their new offsets, those that many
// functions have first.
func (v *valueTables) write() error {
	var tables []string
	for table := range v.users {
		tables = append(tables, table)
	}
	slices.SortFunc(tables, func(a, b string) int {
		return cmp.Or(len(v.users[b])-len(v.users[a]), strings.Compare(a, b))
	})
	out := []byte{0}
	for _, table := range tables {
		for _, at := range v.users[table] {
			setNumber(at, 0, len(out))
		}
		out = append(out, table...)
	}
	if len(out) > len(v.old) {
		return errors.New("the new tables of values find no room")
	}
	clear(v.old)
	copy(v.old, out)
	return nil
}
