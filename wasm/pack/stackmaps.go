// Which words of a stack are pointers, as bitmaps that function tables refer to:
// one for each of several states of a function. Those of functions that never run
// go, as well as those of states in which nothing is called.

package main

import "bytes"

// Funcdata: the bitmaps of arguments and of locals, the objects on the stack, and
// how a traceback shows arguments.
const (
	argumentMaps = 0
	localMaps    = 1
	stackObjects = 2
	argumentInfo = 5
)

// atFuncdataBase is where moduledata has the address from which funcdata counts.
const atFuncdataBase = 320

const noFuncdata = 1<<32 - 1

// stackMaps are what funcdata refers to.
type stackMaps struct {
	s    segment
	base int
	all  [][2]int // from and to which place in the segment each is
}

func newStackMaps(segments []segment, module []byte) *stackMaps {
	m := &stackMaps{base: word(module, atFuncdataBase)}
	for _, s := range segments {
		if s.has(m.base, m.base+1) {
			m.s = s
		}
	}
	return m
}

// size returns how long something of a kind is at a place, and, of bitmaps, the
// size of each.
func (m *stackMaps) size(kind, at int) int {
	switch data := m.s.data[at:]; kind {
	case argumentMaps, localMaps:
		return 8 + (number(data, 4)+7)/8*number(data, 0)
	case stackObjects:
		return 8 + 16*number(data, 0)
	case argumentInfo:
		return bytes.IndexByte(data, 0xff) + 1
	}
	return 0
}

// clear clears all that functions' records have as funcdata.
func (m *stackMaps) clear(t functionTable) {
	for n := range t.count {
		record := t.record(n)
		pcdata, count := number(record, atPcdata), int(record[atFuncdata])
		for kind := range count {
			offset := number(record, fixedSize+4*(pcdata+kind))
			if offset == noFuncdata || m.s.data == nil {
				continue
			}
			at := m.base + offset - int(m.s.at)
			m.all = append(m.all, [2]int{at, at + m.size(kind, at)})
		}
	}
	for _, span := range m.all {
		clear(m.s.data[span[0]:span[1]])
	}
}
