// Memory of which nothing is given back. A call of the core needs some 12 KB, and of one call to the next nothing
// lives on, so the host takes a new instance when one has become too large (core.js) instead of collecting, or lets
// the next call have the memory of the last (cmd/edge/edge-core.mjs).

package main

import "encoding/binary"

// allocator is the function of the runtime that all others ask for memory: (size, type, needzero) → pointer.
const allocator = "runtime.mallocgc"

// growth is how many pages an instance takes at a time, or more for what is larger.
const growth = 16

// Locals of allocate: the stack pointer, the first byte of an allocation, and its length.
const (
	allocatorStack = iota
	allocation
	allocationSize
)

// allocate is the allocator: the next bytes of the memory, which are zeros because nobody had them before. Two
// globals behind those of Go have where they begin and where the memory ends.
func allocate(next, end byte) []byte {
	var c assembler
	c.raw(1, 2, 0x7f) // two locals, i32
	c.get(allocatorStack).load(4)
	c.block(opIf).raw(opUnreachable, opEnd)
	c.get(allocatorStack).load(0).set(allocationSize)
	c.raw(opGlobalGet, end, opGlobalGet, next).tee(allocation).raw(i32Sub).get(allocationSize).raw(i32LessU)
	c.block(opIf)
	c.get(allocationSize).constant(16).raw(i32ShrU).constant(growth).raw(i32Add).tee(allocationSize)
	c.raw(opMemoryGrow, 0).tee(allocation).constant(-1).raw(opI32Eq)
	c.block(opIf).raw(opUnreachable, opEnd)
	c.get(allocation).constant(16).raw(i32Shl).tee(allocation)
	c.get(allocationSize).constant(16).raw(i32Shl, i32Add, opGlobalSet, end)
	c.get(allocatorStack).load(0).set(allocationSize)
	c.raw(opEnd)
	c.get(allocation).get(allocationSize).raw(i32Add).constant(7).raw(i32Add).constant(-8).raw(i32And, opGlobalSet, next)
	c.get(allocatorStack).get(allocation).raw(opI64ExtendU, opI64Store, 3, 24)
	c.raw(opEnd)
	return c
}

const opMemoryGrow = 0x40

// withNext exports the global that has the first byte of the next allocation.
func withNext(exports []byte, next byte) []byte {
	r := reader{src: exports}
	out := append(binary.AppendUvarint(nil, r.uint()+1), exports[r.pos:]...)
	return append(out, 4, 'n', 'e', 'x', 't', 3, next)
}

// withMemory adds the allocator's globals to a module's, of which it returns the number of the first.
func withMemory(globals []byte, size int) (section []byte, next byte) {
	r := reader{src: globals}
	count := r.uint()
	out := append(binary.AppendUvarint(nil, count+2), globals[r.pos:]...)
	for range 2 {
		out = append(appendInt(append(out, 0x7f, 1, opI32Const), int64(size)), opEnd)
	}
	return out, byte(count)
}
