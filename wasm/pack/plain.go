// Calls as WebAssembly has them. A function of Go's can stop in the middle of a call, when another goroutine is to
// run or the stack moves, and go on later: each call writes the address to which to return, each function begins
// with a table of the places where it may go on, and returns whether it stopped. In a core that has started,
// nothing ever stops: there is one goroutine, no collector (memory.go) and one stack, and whatever would switch
// to another is a trap (idle.go). So a call is a call, with the stack pointer as its argument.

package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// Globals of Go's functions: the stack pointer and the goroutine.
const (
	globalStack     = 0
	globalGoroutine = 2

	opI32LeU = 0x4d
)

// plain turns the functions of a program, of which goType is the type, into such without a result that have the
// stack pointer as their parameter, of the type plainType. Exported functions are of other types.
func (p *program) plain(isGo func(n int) bool, plainType int, name func(n int) string) error {
	for n, body := range p.bodies {
		if !p.live[n] || p.plainBodies[n] || bytes.Equal(body, trap) {
			continue
		}
		list, from, err := instructionsOf(body)
		if err != nil {
			return err
		}
		switch {
		case isGo(n):
			list, err = p.plainly(list, isGo, plainType)
		case uses(list, globalStack):
			list, err = plainExport(list)
		default:
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name(n), err)
		}
		p.bodies[n] = written(body, from, list)
	}
	return nil
}

func uses(list []instruction, global int64) bool {
	return slices.ContainsFunc(list, func(i instruction) bool {
		return (i.op == opGlobalGet || i.op == opGlobalSet) && i.operand == global
	})
}

// pattern is a list of instructions, of which only some operands are given.
type pattern []any

// anyOperand stands for an operand that may be anything.
type anyOperand struct{ op byte }

func (p pattern) at(list []instruction, n int) bool {
	if n+len(p) > len(list) {
		return false
	}
	for k, want := range p {
		i := list[n+k]
		switch want := want.(type) {
		case anyOperand:
			if i.op != want.op {
				return false
			}
		case instruction:
			if i.op != want.op || i.operand != want.operand {
				return false
			}
		}
	}
	return true
}

func get(local int64) instruction { return with(opLocalGet, local) }

// How Go writes what becomes shorter. In these, local 0 is the place where to go on, 1 the stack pointer.
var (
	enter   = pattern{with(opGlobalGet, globalStack), anyOperand{opLocalSet}}
	refresh = pattern{with(opGlobalGet, globalStack), with(opLocalSet, 1)}
	// The return address.
	address = pattern{
		get(1), with(opI32Const, 8), with(opI32Sub, 0), with(opLocalTee, 1), with(opGlobalSet, globalStack),
		get(1), anyOperand{opI64Const}, anyOperand{opI64Store},
	}
	leave = pattern{
		get(1), with(opI32Const, 8), with(opI32Add, 0), with(opLocalTee, 1), with(opGlobalSet, globalStack),
		with(opI32Const, 0), with(opReturn, 0),
	}
	frame      = pattern{get(1), anyOperand{opI32Const}, with(opI32Sub, 0), with(opLocalTee, 1), with(opGlobalSet, globalStack)}
	unframe    = pattern{get(1), anyOperand{opI32Const}, with(opI32Add, 0), with(opLocalTee, 1), with(opGlobalSet, globalStack)}
	setStack   = pattern{with(opLocalTee, 1), with(opGlobalSet, globalStack)}
	indirect   = pattern{with(opLocalSet, 0), with(opI32Const, 0), get(0), anyOperand{opCallIndirect}}
	mustReturn = pattern{anyOperand{opIf}, with(opUnreachable, 0), with(opEnd, 0)}
)

// plainly rewrites a function. The locals 0 and 1 change places: the stack pointer is the parameter, and the place
// to which to jump begins as zero. A function's frame begins 8 bytes below, where the return address was.
func (p *program) plainly(list []instruction, isGo func(n int) bool, plainType int) (out []instruction, err error) {
	if !enter.at(list, 0) || list[1].operand != 1 {
		return nil, errors.New("it begins in another way")
	}
	framed := frameAt(list)
	if framed < 0 {
		out = append(out, get(1), with(opI32Const, 8), with(opI32Sub, 0), with(opLocalSet, 1))
	}
	called := false // the address to which to return has been written
	for n := 2; n < len(list); n++ {
		i := list[n]
		switch {
		case n == framed:
			out = append(out, get(1), with(opI32Const, list[n+1].operand+8), with(opI32Sub, 0), with(opLocalSet, 1))
			n += len(frame) - 1
		case unframe.at(list, n) && leave.at(list, n+len(unframe)):
			n += len(unframe) - 1
		case address.at(list, n):
			called = true
			n += len(address) - 1
		case leave.at(list, n):
			out = append(out, with(opReturn, 0))
			n += len(leave) - 1
		case setStack.at(list, n):
			out = append(out, with(opLocalSet, 1))
			n++
		case indirect.at(list, n):
			out = append(out, with(opLocalSet, 0), get(1))
			if !called {
				out = append(out, with(opI32Const, 8), with(opI32Add, 0))
			}
			out = append(out, get(0), callIndirect(plainType))
			n += len(indirect) - 1
			n, called, err = afterCall(list, n, called)
		case i.op == opI32Const && i.operand == 0 && n+1 < len(list) && list[n+1].op == opCall && isGo(int(list[n+1].operand)-p.imports):
			out = append(out, get(1))
			if !called {
				out = append(out, with(opI32Const, 8), with(opI32Add, 0))
			}
			n++
			out = append(out, list[n])
			n, called, err = afterCall(list, n, called)
		case refresh.at(list, n): // after a function of another kind
			n++
		case i.op == opI32Const && n+1 < len(list) && list[n+1].op == opReturn:
			return nil, fmt.Errorf("it may stop, at %d", n)
		case i.op == opCall && isGo(int(i.operand)-p.imports), i.op == opCallIndirect:
			return nil, fmt.Errorf("a call in another way, at %d", n)
		case (i.op == opGlobalGet || i.op == opGlobalSet) && i.operand == globalStack:
			return nil, fmt.Errorf("the stack pointer in another way, at %d", n)
		default:
			out = append(out, i)
		}
		if err != nil {
			return nil, err
		}
	}
	if last := len(out) - 2; last >= 0 && out[last].op == opI32Const { // the result of a function that stopped
		out = slices.Delete(out, last, last+1)
	}
	for n, i := range out {
		if opLocalGet <= i.op && i.op <= opLocalTee && i.operand < 2 {
			out[n] = with(i.op, 1-i.operand)
		}
	}
	return out, nil
}

// frameAt returns where a function makes its frame, if nothing but the check of the stack's end comes before.
func frameAt(list []instruction) int {
	for n := 2; n < len(list); n++ {
		switch i := list[n]; {
		case frame.at(list, n) && !address.at(list, n):
			return n
		case i.op == opBlock, i.op == opLoop, i.op == opEnd, i.op == opBrTable, i.op == opIf, i.op == opUnreachable,
			i.op == opLocalGet && i.operand < 2, i.op == opGlobalGet && i.operand == globalGoroutine,
			i.op == opI32WrapI64, i.op == opI32Load, i.op == opI32Const, i.op == opI32Add, i.op == opI32LeU:
		default:
			return -1
		}
	}
	return -1
}

// afterCall returns where a function goes on after the call n.
func afterCall(list []instruction, n int, called bool) (int, bool, error) {
	if refresh.at(list, n+1) {
		n += 2
	}
	switch next := list[n+1]; {
	case !called && next.op == opReturn: // the called function returns for this one
		return n, false, nil
	case called && next.op == opBrIf:
		return n + 1, false, nil
	case called && mustReturn.at(list, n+1):
		return n + 3, false, nil
	case called && next.op == opUnreachable: // it does not return
		return n, false, nil
	}
	return n, false, fmt.Errorf("after a call, at %d", n)
}

// How exported functions call those of Go.
var exportCall = pattern{
	with(opGlobalGet, globalStack), with(opI32Const, 8), with(opI32Sub, 0), with(opGlobalSet, globalStack),
	with(opGlobalGet, globalStack), anyOperand{opI64Const}, anyOperand{opI64Store}, with(opI32Const, 0), anyOperand{opCall},
	anyOperand{opIf},
}

func plainExport(list []instruction) (out []instruction, err error) {
	for n := 0; n < len(list); n++ {
		if !exportCall.at(list, n) {
			out = append(out, list[n])
			continue
		}
		out = append(out, with(opGlobalGet, globalStack), list[n+len(exportCall)-2])
		n = endOfBlock(list, n+len(exportCall))
	}
	if len(out) == len(list) {
		return nil, errors.New("an exported function calls in another way")
	}
	return out, nil
}

func callIndirect(plainType int) instruction {
	return instruction{op: opCallIndirect, operand: int64(plainType), isNew: true}
}

// functionTypes are those of a module's functions, the numbers of their types.
func functionTypes(section []byte) (list []int, err error) {
	r := reader{src: section}
	for n := r.uint(); n > 0 && r.err == nil; n-- {
		list = append(list, int(r.uint()))
	}
	return list, r.err
}

func writeFunctionTypes(list []int) []byte {
	out := binary.AppendUvarint(nil, uint64(len(list)))
	for _, t := range list {
		out = binary.AppendUvarint(out, uint64(t))
	}
	return out
}

// addPlainType adds the type of functions without a result that have the stack pointer as their parameter.
func addPlainType(sections [][]byte) (number int, err error) {
	r := reader{src: sections[typeSection]}
	count := r.uint()
	sections[typeSection] = append(append(binary.AppendUvarint(nil, count+1), r.src[r.pos:]...), 0x60, 1, 0x7f, 0)
	return int(count), r.err
}
