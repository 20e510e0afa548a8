// The flow of a function: runs of instructions, and where each may go on. Go jumps to a loop by way of the table at the
// beginning of the function, with the number of the place in a local; here such a jump leads to the place itself.

package main

// run is what runs without a branch, and how it ends.
type run struct {
	code []instruction
	end  byte  // opBr, opIf, opReturn or opUnreachable
	next []int // after opBr the one run; after opIf that of a true condition, then the other
}

// flow is that of a function; the first run is where it begins.
type flow []run

// isBare reports whether a run only ends the function.
func (r run) isBare() bool {
	return len(r.code) == 0 && (r.end == opReturn || r.end == opUnreachable)
}

// flowReader finds where instructions go on.
type flowReader struct {
	list   []instruction
	next   [][]int
	table  int // where the table is; -1 without one
	failed bool
}

// flowOf reads a function's flow; ok is false where it is none of Go's.
func flowOf(list []instruction) (f flow, ok bool) {
	r := flowReader{list: list, next: successors(list), table: -1}
	for n, i := range list {
		if i.op == opBrTable {
			if r.table >= 0 || n == 0 || !isResumePoint(list[n-1]) {
				return nil, false
			}
			r.table = n
		}
	}
	first := r.follow(-1, 0)
	befores := map[int]int{first: 2} // how many ways lead to an instruction
	queue := []int{first}
	for seen := map[int]bool{}; len(queue) > 0 && !r.failed; {
		n := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if seen[n] {
			continue
		}
		seen[n] = true
		next := r.after(n)
		for _, s := range next {
			befores[s]++
			if len(next) > 1 {
				befores[s] = 2
			}
		}
		queue = append(queue, next...)
	}
	number := map[int]int{first: 0}
	starts := []int{first}
	for k := 0; k < len(starts) && !r.failed; k++ {
		var b run
		n := starts[k]
		for {
			next := r.after(n)
			switch {
			case n >= len(list)-1:
				b.end = opReturn
			case list[n].op == opIf, list[n].op == opBrIf:
				b.end = opIf
			case list[n].op == opReturn, list[n].op == opUnreachable:
				b.end = list[n].op
			default:
				b.code = append(b.code, list[n])
				if befores[next[0]] < 2 && !r.failed {
					n = next[0]
					continue
				}
				b.end = opBr
			}
			for _, s := range next {
				if _, known := number[s]; !known {
					number[s] = len(starts)
					starts = append(starts, s)
				}
				b.next = append(b.next, number[s])
			}
			break
		}
		f = append(f, b)
	}
	if r.failed {
		return nil, false
	}
	for n := range f {
		if next := f[n].next; f[n].end == opBr && f[next[0]].isBare() {
			f[n].end, f[n].next = f[next[0]].end, nil
		}
	}
	return f, true
}

func isResumePoint(i instruction) bool { return i.op == opLocalGet && i.operand == resumePoint }

// after returns where an instruction that does something may go on.
func (r *flowReader) after(n int) []int {
	if n >= len(r.list)-1 {
		return nil
	}
	switch r.list[n].op {
	case opReturn, opUnreachable:
		return nil
	case opBrTable: // reached in another way
		r.failed = true
		return nil
	case opIf:
		return []int{r.follow(n, r.next[n][0]), r.follow(n, r.next[n][1])}
	case opBrIf:
		taken := r.next[n][0]
		if taken == n+1 {
			taken = r.next[n][1]
		}
		return []int{r.follow(n, taken), r.follow(n, n+1)}
	}
	return []int{r.follow(n, n+1)}
}

// follow goes on from an instruction at another, to the next that does more than lead on.
func (r *flowReader) follow(from, n int) int {
	for steps := 0; n < len(r.list)-1; steps++ {
		switch i := r.list[n]; {
		case steps > len(r.list):
			r.failed = true // a loop of nothing
			return n
		case i.opens() && i.op != opIf, i.op == opEnd, i.op == opElse, i.op == opBr:
			n = r.next[n][0]
		case r.jumps(n):
			n = r.place(i.operand)
		case n == r.table-1 && from < n: // at the beginning, when the local is zero
			n = r.place(0)
		default:
			return n
		}
	}
	return n
}

// jumps reports whether a jump by way of the table begins at an instruction.
func (r *flowReader) jumps(n int) bool {
	if r.table < 0 || n+2 >= len(r.list) || r.list[n].op != opI32Const || r.list[n+2].op != opBr ||
		r.list[n+1].op != opLocalSet || r.list[n+1].operand != resumePoint {
		return false
	}
	for at := r.next[n+2][0]; at < r.table; at++ {
		if !r.list[at].opens() || r.list[at].op == opIf {
			return at == r.table-1
		}
	}
	return false
}

// place returns the instruction behind the block to which the table goes.
func (r *flowReader) place(point int64) int {
	targets := r.list[r.table].targets
	if point < 0 || point >= int64(len(targets)) {
		r.failed = true
		return 0
	}
	var open []int
	for n := 0; n < r.table; n++ {
		if r.list[n].opens() {
			open = append(open, n)
		} else if r.list[n].op == opEnd {
			open = open[:len(open)-1]
		}
	}
	at := len(open) - 1 - targets[point]
	if at < 0 || r.list[open[at]].op != opBlock {
		r.failed = true
		return 0
	}
	return endOfBlock(r.list, open[at]+1) + 1
}

// isSame reports whether two flows do the same.
func (f flow) isSame(g flow) bool {
	pairs := map[int]int{0: 0}
	queue := []int{0}
	for len(queue) > 0 {
		n := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		a, b := f[n], g[pairs[n]]
		if last := len(b.code) - 1; b.end == opIf && last == len(a.code) && b.code[last].op == opI32Eqz {
			b.code, b.next = b.code[:last], []int{b.next[1], b.next[0]}
		}
		if a.end != b.end || len(a.code) != len(b.code) {
			return false
		}
		for k, i := range a.code {
			j := b.code[k]
			if i.op != j.op || i.operand != j.operand || i.offset != j.offset || i.at != j.at || i.isNew != j.isNew {
				return false
			}
		}
		for k, s := range a.next {
			if t, known := pairs[s]; !known {
				pairs[s] = b.next[k]
				queue = append(queue, s)
			} else if t != b.next[k] && !(f[s].isBare() && g[b.next[k]].isBare() && f[s].end == g[b.next[k]].end) {
				return false
			}
		}
	}
	return true
}
