// The instructions of a function's body, as far as Go's compiler writes them.

package main

import (
	"encoding/binary"
	"fmt"
)

// The opcodes that pack distinguishes.
const (
	opUnreachable  = 0x00
	opBlock        = 0x02
	opLoop         = 0x03
	opIf           = 0x04
	opElse         = 0x05
	opEnd          = 0x0b
	opBr           = 0x0c
	opBrIf         = 0x0d
	opBrTable      = 0x0e
	opReturn       = 0x0f
	opCall         = 0x10
	opCallIndirect = 0x11
	opDrop         = 0x1a
	opI32Const     = 0x41
	opI64Const     = 0x42
	opF32Const     = 0x43
	opF64Const     = 0x44
	opExtended     = 0xfc
)

// instruction is one of a body, its bytes and its operands: an offset is that of a
// load or store, targets those of a table of branches.
type instruction struct {
	op      byte
	at, end int
	operand int64
	offset  int64
	targets []int
	isNew   bool // it has no bytes in the body
}

// endsRun reports whether an instruction may go on elsewhere than behind itself.
func (i instruction) endsRun() bool {
	return i.op <= opCallIndirect
}

// opens reports whether an instruction begins a block that an end closes.
func (i instruction) opens() bool {
	return i.op == opBlock || i.op == opLoop || i.op == opIf
}

// next reads an instruction.
func (r *reader) next() (i instruction) {
	i.at = r.pos
	i.op = r.byte()
	switch op := i.op; {
	case op == opBr, op == opBrIf, op == opCall, 0x20 <= op && op <= 0x24:
		i.operand = int64(r.uint())
	case op == opI32Const, op == opI64Const, op == opBlock, op == opLoop, op == opIf:
		i.operand = r.int()
	case op == opCallIndirect, 0x28 <= op && op <= 0x3e:
		i.operand = int64(r.uint())
		i.offset = int64(r.uint())
	case op == opBrTable:
		for n := r.uint() + 1; n > 0 && r.err == nil; n-- {
			i.targets = append(i.targets, int(r.uint()))
		}
	case op == opF32Const:
		r.bytes(4)
	case op == opF64Const:
		r.bytes(8)
	case op == 0x3f, op == 0x40: // memory.size, memory.grow
		r.byte()
	case op == opExtended:
		sub := r.uint()
		i.operand = int64(sub)
		switch {
		case sub <= 7: // saturating conversions
		case sub == 10: // memory.copy
			r.bytes(2)
		case sub == 11: // memory.fill
			r.byte()
		default:
			r.err = fmt.Errorf("an instruction %#x %d", op, sub)
		}
	case op <= 1, op == opElse, op == opEnd, op == opReturn, op == 0x1a, op == 0x1b, 0x45 <= op && op <= 0xc4:
	default:
		r.err = fmt.Errorf("an instruction %#x", op)
	}
	i.end = r.pos
	return i
}

// instructionsOf returns the instructions of a body and where the first is.
func instructionsOf(body []byte) (list []instruction, from int, err error) {
	r := reader{body, 0, nil}
	for n := r.uint(); n > 0 && r.err == nil; n-- { // groups of locals: how many, of which type
		r.uint()
		r.byte()
	}
	from = r.pos
	for r.pos < len(body) && r.err == nil {
		list = append(list, r.next())
	}
	return list, from, r.err
}

// withoutDoomed is a body in which a call of a trap is a trap itself. What runs
// only to get there goes, as well as what would follow.
func withoutDoomed(body []byte, isTrap func(callee int) bool) ([]byte, error) {
	list, from, err := instructionsOf(body)
	if err != nil {
		return nil, err
	}
	out := append([]byte{}, body[:from]...)
	run := len(out) // where in out what runs without a branch has begun
	for n := 0; n < len(list); n++ {
		i := list[n]
		if i.op == opCall && isTrap(int(i.operand)) {
			out = append(out[:run], opUnreachable)
			n = endOfBlock(list, n+1) - 1
			run = len(out)
			continue
		}
		out = append(out, body[i.at:i.end]...)
		if i.endsRun() {
			run = len(out)
		}
	}
	return out, nil
}

// endOfBlock finds the end or else of the block in which the instruction n is.
func endOfBlock(list []instruction, n int) int {
	for depth := 0; n < len(list); n++ {
		switch i := list[n]; {
		case i.opens():
			depth++
		case depth == 0 && (i.op == opEnd || i.op == opElse):
			return n
		case i.op == opEnd:
			depth--
		}
	}
	return n
}

// readFunctions returns the bodies of a code section.
func readFunctions(code []byte) (bodies [][]byte, err error) {
	r := reader{code, 0, nil}
	for n := r.uint(); n > 0 && r.err == nil; n-- {
		bodies = append(bodies, r.bytes(r.uint()))
	}
	return bodies, r.err
}

func writeFunctions(bodies [][]byte) []byte {
	out := binary.AppendUvarint(nil, uint64(len(bodies)))
	for _, body := range bodies {
		out = binary.AppendUvarint(out, uint64(len(body)))
		out = append(out, body...)
	}
	return out
}
