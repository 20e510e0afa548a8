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

// stackMaps are what funcdata refers to.
type stackMaps struct {
	s     segment
	base  int
	all   [][2]int // from and to which place in the segment each is
	inUse map[int]bool
}

func newStackMaps(segments []segment, module []byte) *stackMaps {
	m := &stackMaps{base: word(module, atFuncdataBase), inUse: map[int]bool{}}
	for _, s := range segments {
		if s.has(m.base, m.base+1) {
			m.s = s
		}
	}
	return m
}

// size returns how long something of a kind is at a place, and, of bitmaps, the
// size of each.
func (m *stackMaps) size(kind, at int) (size, each int) {
	switch data := m.s.data[at:]; kind {
	case argumentMaps, localMaps:
		each = (number(data, 4) + 7) / 8
		return 8 + each*number(data, 0), each
	case stackObjects:
		return 8 + 16*number(data, 0), 0
	case argumentInfo:
		return bytes.IndexByte(data, 0xff) + 1, 0
	}
	return 0, 0
}

// read notes all that a function's record has as funcdata, of which that is in use
// that a living function has in one of its states.
func (m *stackMaps) read(funcdata []byte, states []int, live bool) {
	for kind := range len(funcdata) / 4 {
		offset := number(funcdata, 4*kind)
		if offset == noFuncdata || m.s.data == nil {
			continue
		}
		at := m.base + offset - int(m.s.at)
		size, each := m.size(kind, at)
		m.all = append(m.all, [2]int{at, at + size})
		switch {
		case !live || kind > stackObjects:
		case each > 0:
			m.use(at, at+8)
			for _, state := range states {
				m.use(at+8+each*state, min(at+8+each*(state+1), at+size))
			}
		default:
			m.use(at, at+size)
		}
	}
}

func (m *stackMaps) use(from, to int) {
	for at := from; at < to; at++ {
		m.inUse[at] = true
	}
}

func (m *stackMaps) clearUnused() {
	for _, span := range m.all {
		for at := span[0]; at < span[1]; at++ {
			if !m.inUse[at] {
				m.s.data[at] = 0
			}
		}
	}
}
