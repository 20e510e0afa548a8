// Writes to locals that nothing reads. Go's compiler keeps each value in a local,
// be it read again or not.

package main

// locals is a set of the locals of a function, of which Go's have at most 64.
type locals uint64

func only(local int64) locals { return 1 << uint64(local) }

// withoutUnread returns instructions without their writes to locals that no
// instruction reads afterwards.
func withoutUnread(list []instruction) []instruction {
	next := successors(list)
	before := make([]locals, len(list)+1) // what is read later, before each instruction
	after := func(n int) (read locals) {
		for _, s := range next[n] {
			read |= before[s]
		}
		return read
	}
	for changed := true; changed; {
		changed = false
		for n := len(list) - 1; n >= 0; n-- {
			read := after(n)
			switch i := list[n]; i.op {
			case opLocalGet:
				read |= only(i.operand)
			case opLocalSet, opLocalTee:
				read &^= only(i.operand)
			}
			if read != before[n] {
				before[n], changed = read, true
			}
		}
	}
	var out []instruction
	for n, i := range list {
		unread := (i.op == opLocalSet || i.op == opLocalTee) && after(n)&only(i.operand) == 0
		switch {
		case !unread:
			out = append(out, i)
		case i.op == opLocalTee:
		case len(out) > 0 && isPlainValue(out[len(out)-1].op):
			out = out[:len(out)-1]
		default:
			out = append(out, with(opDrop, 0))
		}
	}
	return out
}

// isPlainValue reports whether an operation does nothing but to give a value.
func isPlainValue(op byte) bool {
	return op == opLocalGet || op == opGlobalGet || op == opI32Const || op == opI64Const
}

// successors returns which instructions may come after each.
func successors(list []instruction) [][]int {
	next := make([][]int, len(list))
	type block struct {
		op    byte
		begin int
		exits []int // the instructions that go behind its end
	}
	var open []block
	branch := func(n, depth int) {
		if at := len(open) - 1 - depth; at < 0 {
			next[n] = append(next[n], len(list))
		} else if b := &open[at]; b.op == opLoop {
			next[n] = append(next[n], b.begin)
		} else {
			b.exits = append(b.exits, n)
		}
	}
	for n, i := range list {
		switch {
		case i.opens():
			open = append(open, block{op: i.op, begin: n})
		case i.op == opElse:
			b := &open[len(open)-1]
			next[b.begin] = append(next[b.begin], n+1)
			b.op = opElse
			b.exits = append(b.exits, n)
			continue
		case i.op == opEnd && len(open) > 0:
			b := open[len(open)-1]
			open = open[:len(open)-1]
			if b.op == opIf {
				b.exits = append(b.exits, b.begin)
			}
			for _, exit := range b.exits {
				next[exit] = append(next[exit], n+1)
			}
		case i.op == opBr, i.op == opBrIf:
			branch(n, int(i.operand))
		case i.op == opBrTable:
			for _, depth := range i.targets {
				branch(n, depth)
			}
		}
		switch i.op {
		case opBr, opBrTable, opReturn, opUnreachable:
		default:
			next[n] = append(next[n], n+1)
		}
	}
	return next
}

// withoutUnreachable returns instructions without those to which no way leads.
func withoutUnreachable(list []instruction) (out []instruction) {
	next := successors(list)
	reached := make([]bool, len(list)+1)
	queue := []int{0}
	for len(queue) > 0 {
		n := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if reached[n] {
			continue
		}
		reached[n] = true
		if n < len(list) {
			queue = append(queue, next[n]...)
		}
	}
	var open []bool // whether the blocks around stay
	for n, i := range list {
		stays := reached[n]
		switch {
		case i.opens():
			open = append(open, stays)
		case i.op == opElse:
			stays = open[len(open)-1]
		case i.op == opEnd && len(open) > 0:
			stays = open[len(open)-1]
			open = open[:len(open)-1]
		case i.op == opEnd:
			stays = true
		}
		if stays {
			out = append(out, i)
		}
	}
	return out
}
