// The types of a program. Most are there for their own sake: as the type of a field
// of a structure of the runtime, which nothing reads but reflection. A type is in
// use if living code, an itab or other data has its address, or another type in use
// has it as its elements'; of a name only methods are in use, by which a type is
// found to have an interface's. The layout is internal/abi's.

package main

import (
	"encoding/binary"
	"slices"
)

// Places in a type, of which the first 48 bytes are alike.
const (
	atTypeFlags = 20
	atKind      = 23
	atTypeName  = 40
	atPointer   = 44 // the type of pointers to this one
	typeSize    = 48
	atElement   = 48 // of arrays, channels, pointers and slices; a map's key, element and group

	atPackage  = 48 // of a structure's fields and an interface's methods,
	atList     = 56 // which follow: address, length and capacity
	fieldSize  = 24
	methodSize = 16

	hasMethods    = 1 << 0
	kindArray     = 17
	kindChan      = 18
	kindFunc      = 19
	kindInterface = 20
	kindMap       = 21
	kindPointer   = 22
	kindSlice     = 23
	kindStruct    = 25
	lastKind      = 26
)

// types are those of a program, by their addresses.
type types struct {
	s          segment // that has them
	begin, end int     // offsets are from begin on
	list       map[int]goType
	names      map[int]bool // where the names begin that they have
	asked      map[int]bool // the names of methods that interfaces have
	owner      map[int]int  // of each word of a type, which it is
	used       map[int]bool // the types in use
	methods    map[int]bool // where those have functions of methods for interfaces, two each
}

// goType is where a type ends, with all that belongs to it, and what it refers to.
type goType struct {
	parts     [][2]int // from and to which addresses it stands
	elements  []int    // types that the runtime goes on to
	fields    []int    // other types
	hasFields bool     // its last part are fields
	methods   []int    // where its methods are
}

// readTypes reads those that have links, and all that they refer to.
func readTypes(segments []segment, module []byte) (t *types, ok bool) {
	t = &types{begin: word(module, atTypes), end: word(module, atTypes+8), list: map[int]goType{}, names: map[int]bool{}, methods: map[int]bool{}, used: map[int]bool{}, asked: map[int]bool{}, owner: map[int]int{}}
	links, count := word(module, atTypelinks), word(module, atTypelinks+8)
	var queue []int
	for _, s := range segments {
		if s.has(t.begin, t.end) {
			t.s = s
		}
		if s.has(links, links+4*count) {
			list := s.data[links-int(s.at):][:4*count]
			for i := range count {
				queue = append(queue, t.begin+number(list, 4*i))
			}
			clear(list)
		}
	}
	if t.s.data == nil || len(queue) == 0 {
		return nil, false
	}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if _, seen := t.list[at]; seen {
			continue
		}
		read, ok := t.read(at)
		if !ok {
			return nil, false
		}
		t.list[at] = read
		queue = append(append(queue, read.elements...), read.fields...)
		for _, part := range read.parts {
			for word := part[0] &^ 7; word < part[1]; word += 8 {
				t.owner[word] = at
			}
		}
	}
	return t, true
}

// isForeign reports whether a word belongs to no type.
func (t *types) isForeign(at int) bool {
	_, is := t.owner[at]
	return !is
}

// isUnused reports whether a word belongs to a type that is not in use.
func (t *types) isUnused(at int) bool {
	owner, is := t.owner[at]
	return is && !t.used[owner]
}

// has reports whether a segment has all from an address to another.
func (s segment) has(from, to int) bool {
	return int(s.at) <= from && from < to && to <= int(s.at)+len(s.data)
}

func (t *types) word(at int) int { return word(t.s.data, at-int(t.s.at)) }

func (t *types) number(at int) int { return number(t.s.data, at-int(t.s.at)) }

// name notes that a name begins at an offset.
func (t *types) name(offset int) {
	if offset != 0 {
		t.names[t.begin+offset] = true
	}
}

// read reads the type at an address.
func (t *types) read(at int) (read goType, ok bool) {
	if at%8 != 0 || at < t.begin || at+typeSize > t.end {
		return read, false
	}
	kind, flags := t.s.data[at+atKind-int(t.s.at)], t.s.data[at+atTypeFlags-int(t.s.at)]
	size := typeSize
	t.name(t.number(at + atTypeName))
	if pointer := t.number(at + atPointer); pointer != 0 {
		read.fields = append(read.fields, t.begin+pointer)
	}
	element := func(offset int) { read.elements = append(read.elements, t.word(at+offset)) }
	switch kind {
	case kindArray:
		size = 72
		element(atElement)
		element(atElement + 8) // the slice's
	case kindChan:
		size = 64
		element(atElement)
	case kindFunc:
		size = 56
	case kindMap:
		size = 112
		element(atElement)
		element(atElement + 8)
		element(atElement + 16)
	case kindPointer, kindSlice:
		size = 56
		element(atElement)
	case kindInterface, kindStruct:
		size = 80
		if name := t.word(at + atPackage); name != 0 {
			t.name(name - t.begin)
		}
	}
	if kind == 0 || kind > lastKind || at+size+methodSize > t.end {
		return read, false
	}
	if flags&hasMethods != 0 {
		count, from := t.number(at+size+4)&0xffff, at+size+t.number(at+size+8)
		if from+count*methodSize > t.end {
			return read, false
		}
		t.name(t.number(at + size))
		for m := from; m < from+count*methodSize; m += methodSize {
			t.name(t.number(m))
			read.methods = append(read.methods, m)
			if of := t.number(m + 4); of != 0 && of != 1<<32-1 {
				read.fields = append(read.fields, t.begin+of)
			}
		}
		read.parts = append(read.parts, [2]int{from, from + count*methodSize})
		size += 16
	}
	from, count := t.word(at+atList), 0
	switch kind {
	case kindFunc:
		from = at + size
		count = t.number(at+atElement)&0xffff + t.number(at+atElement)>>16&0x7fff
		for i := range count {
			read.fields = append(read.fields, t.word(from+8*i))
		}
		read.parts = append(read.parts, [2]int{from, from + 8*count})
	case kindInterface:
		count = t.word(at + atList + 8)
		for m := from; m < from+8*count; m += 8 {
			t.name(t.number(m))
			t.asked[t.number(m)] = true
			read.fields = append(read.fields, t.begin+t.number(m+4))
		}
		read.parts = append(read.parts, [2]int{from, from + 8*count})
	case kindStruct:
		count = t.word(at + atList + 8)
		for f := from; f < from+fieldSize*count; f += fieldSize {
			t.name(t.word(f) - t.begin)
			read.fields = append(read.fields, t.word(f+8))
		}
		read.parts = append(read.parts, [2]int{from, from + fieldSize*count})
		read.hasFields = count > 0
	}
	read.parts = append([][2]int{{at, at + size}}, read.parts...)
	for _, part := range read.parts {
		if part[0] < t.begin || part[1] > t.end {
			return read, false
		}
	}
	return read, true
}

// use finds the types in use, and reports whether there are more than before. living has the addresses in living
// code.
func (t *types) use(living map[uint64]bool, segments []segment, table functionTable) (grown bool) {
	var starts []int
	for at := range t.list {
		starts = append(starts, at)
	}
	slices.Sort(starts)
	var queue []int
	use := func(at int) {
		if !t.used[at] {
			t.used[at] = true
			for _, m := range t.list[at].methods {
				if t.asked[t.number(m)] {
					t.methods[m+8] = true
				}
			}
			grown = true
			queue = append(queue, at)
		}
	}
	refer := func(address int) { // to a type, or into it
		n, found := slices.BinarySearch(starts, address)
		if !found {
			n--
		}
		if n >= 0 && address < t.list[starts[n]].parts[0][1] {
			use(starts[n])
		}
	}
	for address := range living {
		refer(int(address))
	}
	for _, s := range segments {
		for i := -int(s.at) & 7; i+8 <= len(s.data); i += 8 {
			at, address := int(s.at)+i, word(s.data, i)
			if _, is := t.list[address]; is && t.isForeign(at) && !table.covers(at) {
				use(address)
			}
		}
	}
	for len(queue) > 0 {
		for _, element := range t.list[queue[0]].elements {
			use(element)
		}
		queue = queue[1:]
	}
	return grown
}

// clearUnused clears the types that are not in use, and of others what only
// reflection and panics read.
func (t *types) clearUnused() {
	for at, of := range t.list {
		if !t.used[at] {
			for _, part := range of.parts {
				t.clear(part[0], part[1])
			}
			continue
		}
		t.clear(at+atTypeName, at+typeSize)
		if of.hasFields {
			fields := of.parts[len(of.parts)-1]
			t.clear(fields[0], fields[1])
			t.clear(at+atPackage, at+atList+24)
		}
	}
	t.clearNames()
}

func (t *types) clear(from, to int) { clear(t.s.data[from-int(t.s.at) : to-int(t.s.at)]) }

// clearNames clears the names to which no type is left that refers.
func (t *types) clearNames() {
	left := map[int]bool{}
	for at := (t.begin + 3) &^ 3; at+4 <= t.end; at += 4 {
		left[t.begin+t.number(at)] = true
		left[t.number(at)] = true // an address
	}
	for at := range t.names {
		if left[at] || at < t.begin || t.end <= at {
			continue
		}
		name := t.s.data[at-int(t.s.at) : t.end-int(t.s.at)]
		flags, end := name[0], 1
		skip := func() {
			n, size := binary.Uvarint(name[end:])
			end += size + int(n)
		}
		skip()
		if flags&2 != 0 { // a field's tag
			skip()
		}
		if flags&4 != 0 { // a package's path, elsewhere
			end += 4
		}
		clear(name[:end])
	}
}
