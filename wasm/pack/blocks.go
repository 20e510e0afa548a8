// Blocks that nothing needs. Go opens one for each place at which a function may go on, after calls as well, and has
// them all in a table at its beginning; in a plain function only loops still jump by that table.

package main

// withoutIdleBlocks returns instructions without blocks to which nothing branches, with no more places in the table
// at the beginning than are jumped to.
func withoutIdleBlocks(list []instruction) []instruction {
	list = withSmallTable(list)
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

// withSmallTable leaves only those places in the table at the beginning of a function to which it jumps. Without any,
// there is no table.
func withSmallTable(list []instruction) []instruction {
	table := -1
	for n, i := range list {
		if i.op == opBrTable {
			if table >= 0 { // not Go's
				return list
			}
			table = n
		}
	}
	if table < 1 || list[table-1].op != opLocalGet || list[table-1].operand != resumePoint {
		return list
	}
	places := map[int64]int64{0: 0}
	targets := []int{list[table].targets[0]}
	for n, i := range list {
		if (i.op == opLocalSet || i.op == opLocalTee) && i.operand == resumePoint && n > table {
			place := list[n-1]
			if i.op == opLocalTee || place.op != opI32Const || list[n+1].op != opBr {
				return list // it is used for something else
			}
			if _, seen := places[place.operand]; !seen {
				places[place.operand] = int64(len(targets))
				targets = append(targets, list[table].targets[place.operand])
			}
		}
	}
	var out []instruction
	for n, i := range list {
		switch {
		case n == table-1 && len(targets) == 1:
		case n == table && len(targets) == 1:
			out = append(out, with(opBr, int64(targets[0])))
		case n == table:
			out = append(out, instruction{op: opBrTable, targets: targets, isNew: true})
		case n > table && i.op == opI32Const && list[n+1].op == opLocalSet && list[n+1].operand == resumePoint:
			out = append(out, with(opI32Const, places[i.operand]))
		default:
			out = append(out, i)
		}
	}
	return out
}
