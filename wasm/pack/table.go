// The function table that Go's linker leaves in a program's data. The layout is
// pcHeader's and moduledata's in runtime/symtab.go, _func's in
// runtime/runtime2.go.

package main

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// header begins the table since Go 1.20: magic, padding, the size of an
// instruction and that of a pointer.
var header = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}

const headerSize = 72

// Places in a function's record.
const (
	atName      = 4
	atArguments = 8  // how many bytes those and the results have
	atStack     = 16 // the table that walks of the stack read
	atFiles     = 20
	atLines     = 24
	atPcdata    = 28 // how many tables of pcdata there are,
	atUnit      = 32
	atStartLine = 36
	atFuncdata  = 43 // and how many of funcdata; their offsets follow
	fixedSize   = 44
)

// functionTable says which functions a program has, in the order of its code.
type functionTable struct {
	data   []byte
	count  int
	names  int // where in data the names are,
	values int // the tables of what changes within a function,
	funcs  int // and the list of functions with a record for each
	finder []byte
	spans  [2][2]int    // addresses from and to which the table and the finder stand
	module []byte       // runtime.moduledata
	lists  map[int]bool // addresses at which itabs and tasks of initialization have functions
}

// findTable reports whether the data of a program bears one that we know.
func findTable(segments []segment) (t functionTable, ok bool) {
	for _, s := range segments {
		at := bytes.Index(s.data, header)
		if at < 0 || len(s.data)-at < headerSize {
			continue
		}
		t.data = s.data[at:]
		t.count, t.names, t.values, t.funcs = word(t.data, 8), word(t.data, 4*8), word(t.data, 7*8), word(t.data, 8*8)
		t.module = findModule(segments, s.at+uint64(at), t.names)
		t.finder = t.findFinder(s)
		t.lists = t.findLists(segments)
		if !(headerSize <= t.names && t.names < t.values && t.values < t.funcs && t.funcs+8*t.count <= len(t.data)) || t.finder == nil {
			return t, false
		}
		finder := int(s.at) + cap(s.data) - cap(t.finder)
		t.spans = [2][2]int{{int(s.at) + at, int(s.at) + at + t.size()}, {finder, finder + len(t.finder)}}
		return t, true
	}
	return t, false
}

func (t functionTable) record(n int) []byte { return t.data[t.at(n):] }

// at is where a function's record is.
func (t functionTable) at(n int) int { return t.funcs + number(t.data, t.funcs+8*n+4) }

// covers reports whether the table or the finder has an address.
func (t functionTable) covers(at int) bool {
	return t.spans[0][0] <= at && at < t.spans[0][1] || t.spans[1][0] <= at && at < t.spans[1][1]
}

// entry is the address of a function.
func (t functionTable) entry(n int) int { return number(t.record(n), 0) }

// size is how far the table goes.
func (t functionTable) size() int {
	last := t.record(t.count - 1)
	return len(t.data) - len(last) + fixedSize + 4*(number(last, atPcdata)+int(last[atFuncdata]))
}

func (t functionTable) name(n int) string {
	name := t.data[t.names+number(t.record(n), atName):]
	return string(name[:bytes.IndexByte(name, 0)])
}

// Buckets of the finder, by which the runtime gets from an address to a
// function: each bears the number of the first function that may be there. A
// function has 1 << 16 addresses, which are 16 buckets.
const (
	bucketSize         = 4 + 16
	bucketsPerFunction = 16
)

// findModule finds moduledata, which begins with the addresses of the table and of
// its names.
func findModule(segments []segment, table uint64, names int) []byte {
	begin := binary.LittleEndian.AppendUint64(nil, table)
	begin = binary.LittleEndian.AppendUint64(begin, table+uint64(names))
	for _, s := range segments {
		if at := bytes.Index(s.data, begin); at >= 0 && at+moduleSize <= len(s.data) {
			return s.data[at : at+moduleSize]
		}
	}
	return nil
}

// Places in moduledata.
const (
	atFinder    = 152
	atTypes     = 296 // and where they end
	atTypelinks = 360
	atItabs     = 384
	moduleSize  = 408
)

// findLists finds where itabs have functions, behind their types. A list may seem longer than it is.
func (t functionTable) findLists(segments []segment) map[int]bool {
	lists := map[int]bool{}
	list := func(at int) {
		for data := bytesAt(segments, at); len(data) >= 8 && isFunction(word(data, 0)); data, at = data[8:], at+8 {
			lists[at] = true
		}
	}
	if t.module != nil {
		itabs := bytesAt(segments, word(t.module, atItabs))
		for n := range min(word(t.module, atItabs+8), len(itabs)/8) {
			list(word(itabs, 8*n) + 24)
		}
	}
	return lists
}

// isFunction reports whether a word may be a function's address.
func isFunction(word int) bool { return word > 0 && word&0xffff == 0 && word < 1<<32 }

// bytesAt is the data from an address on.
func bytesAt(segments []segment, at int) []byte {
	for _, s := range segments {
		if s.has(at, at+1) {
			return s.data[at-int(s.at):]
		}
	}
	return nil
}

// findFinder finds the finder in the segment of the table.
func (t functionTable) findFinder(s segment) []byte {
	if t.module == nil {
		return nil
	}
	from := word(t.module, atFinder) - int(s.at)
	size := bucketSize * bucketsPerFunction * (t.count - 1) // the last function's has the length of its code
	if from < 0 || from+size > len(s.data) {
		return nil
	}
	return s.data[from : from+size]
}

func word(b []byte, at int) int { return int(binary.LittleEndian.Uint64(b[at:])) }

func number(b []byte, at int) int { return int(binary.LittleEndian.Uint32(b[at:])) }

func setNumber(b []byte, at, n int) { binary.LittleEndian.PutUint32(b[at:], uint32(n)) }

// clearFinder clears the finder, which the start function restores: all buckets of
// a function have its number and nothing else.
func (t functionTable) clearFinder() error {
	for b := 0; b*bucketSize < len(t.finder); b++ {
		bucket := t.finder[b*bucketSize:][:bucketSize]
		if number(bucket, 0) != b/bucketsPerFunction || len(bytes.TrimLeft(bucket[4:], "\x00")) > 0 {
			return errors.New("the finder of functions has more than their numbers")
		}
	}
	clear(t.finder)
	return nil
}
