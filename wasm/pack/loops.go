// Loops as WebAssembly has them. Go's compiler writes every loop of a function as a jump to its beginning, where a
// table leads on, so that an engine sees one loop with all of the function in it. Here each loop is one, by the
// dominators of the function's flow (Norman Ramsey, Beyond Relooper, ICFP 2022), and what follows it is behind it.

package main

import (
	"errors"
	"slices"
)

// structure is a flow with what is to be known of it to write it in blocks. Runs are numbered in reverse postorder.
type structure struct {
	flow
	dominator []int
	loop      []int // the beginning of the innermost loop around a run, itself included; -1 without one
	outer     []int // the next loop around that of a beginning
	inner     [][]int
	behind    [][]int // behind the loop that begins here
	hasBlock  []bool
	open      []label
	out       []instruction
}

// withLoops returns a function without a table at its beginning. One that cannot be written so stays as it is.
func withLoops(list []instruction) ([]instruction, error) {
	if !slices.ContainsFunc(list, func(i instruction) bool { return i.op == opBrTable }) {
		return list, nil
	}
	f, ok := flowOf(list)
	if !ok {
		return list, nil
	}
	s := structure{flow: f.sorted()}
	if !s.dominate() {
		return list, nil
	}
	s.findLoops()
	s.arrange()
	s.write(0)
	s.add(with(opEnd, 0))
	if g, ok := flowOf(s.out); !ok || !f.isSame(g) {
		return nil, errors.New("loops.go: a function does something else now")
	}
	return s.out, nil
}

// sorted returns the flow in reverse postorder.
func (f flow) sorted() flow {
	var order []int
	seen := make([]bool, len(f))
	var visit func(n int)
	visit = func(n int) {
		seen[n] = true
		for _, s := range f[n].next {
			if !seen[s] {
				visit(s)
			}
		}
		order = append(order, n)
	}
	visit(0)
	slices.Reverse(order)
	number := make([]int, len(f))
	for k, n := range order {
		number[n] = k
	}
	var out flow
	for _, n := range order {
		r := f[n]
		r.next = slices.Clone(r.next)
		for k, s := range r.next {
			r.next[k] = number[s]
		}
		out = append(out, r)
	}
	return out
}

// dominate finds of each run the last one through which all other ways to it lead. It reports whether all loops have
// one beginning.
func (s *structure) dominate() bool {
	before := make([][]int, len(s.flow))
	s.dominator = make([]int, len(s.flow))
	for n, r := range s.flow {
		for _, t := range r.next {
			before[t] = append(before[t], n)
		}
		s.dominator[n] = -min(n, 1)
	}
	for changed := true; changed; {
		changed = false
		for n := 1; n < len(s.flow); n++ {
			found := -1
			for _, b := range before[n] {
				switch {
				case s.dominator[b] < 0: // not known yet
				case found < 0:
					found = b
				default:
					found = s.common(found, b)
				}
			}
			if found != s.dominator[n] {
				s.dominator[n], changed = found, true
			}
		}
	}
	for n, r := range s.flow {
		for _, t := range r.next {
			if t <= n && !s.dominates(t, n) {
				return false
			}
		}
	}
	return true
}

func (s *structure) common(a, b int) int {
	for a != b {
		for a > b {
			a = s.dominator[a]
		}
		for b > a {
			b = s.dominator[b]
		}
	}
	return a
}

func (s *structure) dominates(a, b int) bool { return s.common(a, b) == a }

// findLoops finds the loops around each run. A loop within another begins later, and has less.
func (s *structure) findLoops() {
	before := make([][]int, len(s.flow))
	for n, r := range s.flow {
		for _, t := range r.next {
			before[t] = append(before[t], n)
		}
	}
	s.loop = slices.Repeat([]int{-1}, len(s.flow))
	s.outer = slices.Clone(s.loop)
	for begin := range s.flow {
		var queue []int
		for _, n := range before[begin] {
			if n >= begin {
				queue = append(queue, n)
			}
		}
		if len(queue) == 0 {
			continue
		}
		s.outer[begin] = s.loop[begin]
		s.loop[begin] = begin
		for seen := map[int]bool{begin: true}; len(queue) > 0; {
			n := queue[len(queue)-1]
			queue = queue[:len(queue)-1]
			if !seen[n] {
				seen[n] = true
				s.loop[n] = begin
				queue = append(queue, before[n]...)
			}
		}
	}
}

// isIn reports whether a run is in the loop that begins at another.
func (s *structure) isIn(n, begin int) bool {
	l := s.loop[n]
	for l > begin {
		l = s.outer[l]
	}
	return l == begin
}

// arrange finds the place of each run to which several ways lead, or one out of a loop: behind a block, to the end of
// which they branch. The others stand where they are reached.
func (s *structure) arrange() {
	ways := make([]int, len(s.flow))
	for n, r := range s.flow {
		for _, t := range r.next {
			if t > n {
				ways[t]++
			}
		}
	}
	s.inner, s.behind = make([][]int, len(s.flow)), make([][]int, len(s.flow))
	s.hasBlock = make([]bool, len(s.flow))
	for n := 1; n < len(s.flow); n++ {
		if s.flow[n].isBare() {
			continue
		}
		left := -1 // the outermost loop that all ways leave
		for l := s.loop[s.dominator[n]]; l >= 0; l = s.outer[l] {
			if !s.isIn(n, l) {
				left = l
			}
		}
		switch {
		case left >= 0:
			s.behind[left] = append(s.behind[left], n)
			s.hasBlock[n] = true
		case ways[n] > 1:
			s.inner[s.dominator[n]] = append(s.inner[s.dominator[n]], n)
			s.hasBlock[n] = true
		}
	}
}

const noResult = -64 // the type of a block without a result

func (s *structure) add(i ...instruction) { s.out = append(s.out, i...) }

func (s *structure) begin(op byte, n int) {
	s.open = append(s.open, label{op, n})
	s.add(with(op, noResult))
}

func (s *structure) end() {
	s.open = s.open[:len(s.open)-1]
	s.add(with(opEnd, 0))
}

// write writes a run and those that it dominates.
func (s *structure) write(n int) {
	isLoop := s.loop[n] == n
	for _, t := range slices.Backward(s.behind[n]) {
		s.begin(opBlock, t)
	}
	if isLoop {
		s.begin(opLoop, n)
	}
	for _, t := range slices.Backward(s.inner[n]) {
		s.begin(opBlock, t)
	}
	s.writeRun(n)
	for _, t := range s.inner[n] {
		s.end()
		s.write(t)
	}
	if isLoop {
		s.end()
	}
	for _, t := range s.behind[n] {
		s.end()
		s.write(t)
	}
}

func (s *structure) writeRun(n int) {
	r := s.flow[n]
	s.add(r.code...)
	switch r.end {
	case opBr:
		s.goTo(n, r.next[0])
	case opIf:
		if depth := s.depth(n, r.next[0]); depth >= 0 {
			s.add(with(opBrIf, depth))
			s.goTo(n, r.next[1])
			return
		}
		if depth := s.depth(n, r.next[1]); depth >= 0 {
			s.add(with(opI32Eqz, 0), with(opBrIf, depth))
			s.goTo(n, r.next[0])
			return
		}
		s.begin(opIf, n)
		s.goTo(n, r.next[0]) // from where nothing comes back
		s.end()
		s.goTo(n, r.next[1])
	default:
		s.add(with(r.end, 0))
	}
}

// goTo goes from a run to one of the next.
func (s *structure) goTo(n, t int) {
	if r := s.flow[t]; r.isBare() {
		s.add(with(r.end, 0))
	} else if depth := s.depth(n, t); depth >= 0 {
		s.add(with(opBr, depth))
	} else {
		s.write(t)
	}
}

// depth returns how many blocks a branch from a run to another leaves; -1 if there is none to branch to.
func (s *structure) depth(n, t int) int64 {
	to := label{opBlock, t}
	switch {
	case s.flow[t].isBare() && s.flow[t].end == opReturn:
		return int64(len(s.open))
	case s.flow[t].isBare():
		return -1
	case t <= n:
		to.op = opLoop
	case !s.hasBlock[t]:
		return -1
	}
	return int64(len(s.open) - 1 - slices.Index(s.open, to))
}
