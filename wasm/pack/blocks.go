// Blocks that nothing needs.

package main

// withoutIdleBlocks returns instructions without blocks to which nothing branches.
func withoutIdleBlocks(list []instruction) []instruction {
	uses := map[int]int{} // of blocks, by their beginnings
	ends := map[int]int{} // which block an end closes
	var open []int
	branches(list, func(n int, targets []int) {
		for _, target := range targets {
			uses[target]++
		}
	})
	gone := map[int]bool{}
	for n, i := range list {
		switch {
		case i.opens():
			open = append(open, n)
			gone[n] = i.op != opIf && uses[n] == 0
		case i.op == opEnd && len(open) > 0:
			ends[n] = open[len(open)-1]
			open = open[:len(open)-1]
			gone[n] = gone[ends[n]]
		}
	}
	var out []instruction
	open = nil
	depth := func(d int) int { // less those between that are gone
		less := 0
		for _, n := range open[len(open)-d:] {
			if gone[n] {
				less++
			}
		}
		return d - less
	}
	for n, i := range list {
		switch {
		case i.opens():
			open = append(open, n)
		case i.op == opEnd && len(open) > 0:
			open = open[:len(open)-1]
		case i.op == opBr, i.op == opBrIf:
			i = with(i.op, int64(depth(int(i.operand))))
		case i.op == opBrTable:
			targets := make([]int, len(i.targets))
			for k, d := range i.targets {
				targets[k] = depth(d)
			}
			i = instruction{op: opBrTable, targets: targets, isNew: true}
		}
		if !gone[n] {
			out = append(out, i)
		}
	}
	return out
}

// branches visits the instructions that branch, with the beginnings of the blocks to which they do; that of the
// function is -1.
func branches(list []instruction, visit func(n int, targets []int)) {
	open := []int{-1}
	at := func(depth int) int { return open[len(open)-1-depth] }
	for n, i := range list {
		switch {
		case i.opens():
			open = append(open, n)
		case i.op == opEnd:
			open = open[:len(open)-1]
		case i.op == opBr, i.op == opBrIf:
			visit(n, []int{at(int(i.operand))})
		case i.op == opBrTable:
			var targets []int
			for _, depth := range i.targets {
				targets = append(targets, at(depth))
			}
			visit(n, targets)
		}
	}
}
