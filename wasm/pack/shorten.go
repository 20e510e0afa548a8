// The same instructions in fewer bytes. Go's compiler writes each of its own
// instructions out alone.

package main

import (
	"encoding/binary"
	"slices"
)

// The opcodes that only shorten distinguishes.
const (
	opLocalGet    = 0x20
	opLocalSet    = 0x21
	opLocalTee    = 0x22
	opGlobalGet   = 0x23
	opGlobalSet   = 0x24
	opI32Load     = 0x28
	opI64Load     = 0x29
	opI64Load8S   = 0x30
	opI64Load32U  = 0x35
	opI64Store    = 0x37
	opI64Store8   = 0x3c
	opI64Store32  = 0x3e
	opI32Eqz      = 0x45
	opI32Eq       = 0x46
	opI32GeU      = 0x4f
	opI64Eqz      = 0x50
	opI64Eq       = 0x51
	opI64GeU      = 0x5a
	opI32Clz      = 0x67
	opI32Add      = 0x6a
	opI32Sub      = 0x6b
	opI64Add      = 0x7c
	opI64ShrU     = 0x88
	opI32WrapI64  = 0xa7
	opI64ExtendU  = 0xad
	opI32Extend8S = 0xc0
)

// Locals and globals of Go's functions: where to resume, and the stack pointer
// with its copy.
const (
	stackPointer = 0
	resumePoint  = 1
)

// label is a block that is open, by the place of its beginning in the original.
type label struct {
	op    byte
	begin int
}

// shortener writes a body anew.
type shortener struct {
	out  []instruction
	open []label
	isGo bool // local 0 is the stack pointer
}

// shorten returns a function in fewer bytes.
func shorten(body []byte, isGo bool) ([]byte, error) {
	for round := range 4 { // what goes the first time brings others together
		list, from, err := instructionsOf(body)
		if err == nil && isGo && round == 0 {
			list, err = withLoops(list)
		}
		if err != nil {
			return nil, err
		}
		list = shortened(list, isGo)
		if isGo {
			list = withoutUnreachable(list)
		}
		body = written(body, from, withoutIdleBlocks(withoutUnread(list)))
	}
	return body, nil
}

// written is a body with other instructions behind its locals, which end at from.
func written(body []byte, from int, list []instruction) []byte {
	out := slices.Clone(body[:from])
	for _, i := range list {
		out = append(out, i.bytes(body)...)
	}
	return out
}

// shortened does the same with fewer instructions, or with shorter ones.
func shortened(list []instruction, isGo bool) []instruction {
	s := shortener{isGo: isGo}
	for n := 0; n < len(list); n++ {
		i := list[n]
		if i.opens() {
			s.open = append(s.open, label{i.op, n})
		}
		if i.op == opEnd && len(s.open) > 0 {
			if s.ends(opBr) && s.last(1).operand == 0 && s.open[len(s.open)-1].op != opLoop {
				s.replace(1)
			}
			s.open = s.open[:len(s.open)-1]
		}
		s.add(i)
		if i.op == opBr || i.op == opReturn || i.op == opUnreachable || i.op == opBrTable {
			n = endOfBlock(list, n+1) - 1
		}
	}
	return s.out
}

// add appends an instruction and shortens the end of what there is as long as that
// is possible.
func (s *shortener) add(i instruction) {
	s.out = append(s.out, i)
	for len(s.out) > 0 && s.shortenEnd() {
	}
}

// ends reports whether out ends in these operations.
func (s *shortener) ends(ops ...byte) bool {
	n := len(s.out) - len(ops)
	if n < 0 {
		return false
	}
	for i, op := range ops {
		if s.out[n+i].op != op {
			return false
		}
	}
	return true
}

// last is the nth instruction from the end, which is 1.
func (s *shortener) last(n int) *instruction { return &s.out[len(s.out)-n] }

// replace writes others in the place of the last n instructions.
func (s *shortener) replace(n int, with ...instruction) bool {
	s.out = append(s.out[:len(s.out)-n], with...)
	return true
}

func (s *shortener) shortenEnd() bool {
	last := s.last(1)
	switch op := last.op; {
	case s.ends(opI64ExtendU, opI64Const, opI64Add, opI32WrapI64):
		return s.replace(4, with(opI32Const, int64(int32(s.last(3).operand))), with(opI32Add, 0))
	case s.ends(opI64ExtendU, opI32WrapI64):
		return s.replace(2)
	case s.ends(opI64ExtendU, opI64Eqz):
		return s.replace(2, with(opI32Eqz, 0))
	case s.ends(opI32Eqz, opI32Eqz, opIf), s.ends(opI32Eqz, opI32Eqz, opBrIf):
		return s.replace(3, *last)
	case op == opI32Eqz && len(s.out) > 1 && isComparison(s.last(2).op):
		return s.replace(2, with(inverse(s.last(2).op), 0))
	case op == opI32WrapI64 && len(s.out) > 1 && opI64Load8S <= s.last(2).op && s.last(2).op <= opI64Load32U, s.ends(opI64Load, opI32WrapI64):
		load := *s.last(2)
		return s.replace(2, memory(narrow[load.op], load.operand, load.offset))
	case opI64Store < op && op <= opI64Store32 && len(s.out) > 1 && s.last(2).op == opI64ExtendU:
		return s.replace(2, memory(narrow[op], last.operand, last.offset))
	case s.ends(opLocalSet, opLocalGet) && s.last(2).operand == last.operand:
		return s.replace(2, with(opLocalTee, last.operand))
	case opI32Load <= op && op <= opI64Load32U:
		return s.foldOffset(2)
	case opI64Load32U < op && op <= opI64Store32:
		return s.foldOffset(s.startOfValue())
	case s.ends(opIf, opBr, opEnd):
		return s.replace(3, with(opBrIf, s.last(2).operand-1))
	case len(s.out) > 1 && (s.last(2).op == opI32Const || s.last(2).op == opI64Const):
		return s.fold(s.last(2).operand)
	}
	return false
}

// fold does what is known about the constant before the last instruction.
func (s *shortener) fold(constant int64) bool {
	switch last := *s.last(1); {
	case last.op == opI64Eqz, last.op == opI32Eqz:
		is := int64(0)
		if constant == 0 {
			is = 1
		}
		return s.replace(2, with(opI32Const, is))
	case last.op == opI64ExtendU:
		return s.replace(2, with(opI64Const, int64(uint32(constant))))
	case last.op == opI32WrapI64:
		return s.replace(2, with(opI32Const, int64(int32(constant))))
	case last.op == opBrIf && constant == 0:
		return s.replace(2)
	case last.op == opBrIf:
		return s.replace(2, with(opBr, last.operand))
	}
	return false
}

// foldOffset adds a constant to the offset of the load or store at the end, if
// the stack pointer and the constant are its address, the latter's end from last.
func (s *shortener) foldOffset(end int) bool {
	n := len(s.out) - end
	if !s.isGo || end == 0 || n < 2 || s.out[n].op != opI32Add || s.out[n-1].op != opI32Const || s.out[n-1].operand < 0 ||
		s.out[n-2].op != opLocalGet && s.out[n-2].op != opLocalTee || s.out[n-2].operand != stackPointer {
		return false
	}
	last := s.last(1)
	*last = memory(last.op, last.operand, last.offset+s.out[n-1].operand)
	s.out = slices.Delete(s.out, n-1, n+1)
	return true
}

// startOfValue finds where the value begins that the store at the end stores,
// counted from the end; 0 if that is not clear.
func (s *shortener) startOfValue() int {
	for end, need := 2, 1; end < len(s.out); end++ {
		i := s.last(end)
		switch op := i.op; {
		case op == opLocalTee && i.operand == stackPointer:
			return 0
		case op == opLocalGet, op == opGlobalGet, op == opI32Const, op == opI64Const:
			need--
		case op == opLocalTee, opI32Load <= op && op <= opI64Load32U, op == opI32Eqz, op == opI64Eqz,
			opI32WrapI64 <= op && op < opI32Extend8S+5:
		case opI32Eq <= op && op <= 0x66, opI32Add <= op && op <= 0x78, opI64Add <= op && op <= 0x8a:
			need++
		default:
			return 0
		}
		if need == 0 {
			return end + 1
		}
	}
	return 0
}

// isComparison reports whether an operation compares two integers.
func isComparison(op byte) bool {
	return opI32Eq <= op && op <= opI32GeU || opI64Eq <= op && op <= opI64GeU
}

// inverse is the comparison that holds where another does not. They are in the
// order eq, ne, then the signed and the unsigned of lt, gt, le and ge.
func inverse(op byte) byte {
	first := byte(opI32Eq)
	if op >= opI64Eq {
		first = opI64Eq
	}
	return first + [...]byte{1, 0, 8, 9, 6, 7, 4, 5, 2, 3}[op-first]
}

// narrow has the operation with 32 bits that does as one with 64 bits does whose
// upper bits nobody needs.
var narrow = map[byte]byte{
	opI64Load: opI32Load, 0x30: 0x2c, 0x31: 0x2d, 0x32: 0x2e, 0x33: 0x2f, 0x34: opI32Load, opI64Load32U: opI32Load,
	0x3c: 0x3a, 0x3d: 0x3b, opI64Store32: 0x36,
}

// with is an instruction with one operand, or none.
func with(op byte, operand int64) instruction {
	return instruction{op: op, operand: operand, isNew: true}
}

// memory is a load or a store.
func memory(op byte, align, offset int64) instruction {
	return instruction{op: op, operand: min(align, widest(op)), offset: offset, isNew: true}
}

// widest is the largest alignment that an operation may state: the logarithm of
// its size.
func widest(op byte) int64 {
	switch op {
	case 0x2c, 0x2d, 0x30, 0x31, 0x3a, 0x3c:
		return 0
	case 0x2e, 0x2f, 0x32, 0x33, 0x3b, 0x3d:
		return 1
	case 0x29, 0x2b, 0x37, 0x39:
		return 3
	}
	return 2
}

// bytes is how an instruction is written; body has those that are as they were.
func (i instruction) bytes(body []byte) []byte {
	if !i.isNew {
		return body[i.at:i.end]
	}
	out := []byte{i.op}
	switch op := i.op; {
	case op == opBr, op == opBrIf, op == opCall, opLocalGet <= op && op <= 0x24:
		out = binary.AppendUvarint(out, uint64(i.operand))
	case op == opBrTable:
		out = binary.AppendUvarint(out, uint64(len(i.targets)-1))
		for _, depth := range i.targets {
			out = binary.AppendUvarint(out, uint64(depth))
		}
	case op == opCallIndirect:
		out = append(binary.AppendUvarint(out, uint64(i.operand)), 0)
	case op == opI32Const, op == opI64Const, op == opIf, op == opBlock, op == opLoop:
		out = appendInt(out, i.operand)
	case opI32Load <= op && op <= opI64Store32:
		out = binary.AppendUvarint(binary.AppendUvarint(out, uint64(i.operand)), uint64(i.offset))
	}
	return out
}
