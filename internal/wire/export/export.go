//go:build wasm

// Package export makes the byte interface callable from outside a WebAssembly
// instance, the same way in the embeddable module and in the Worker.
//
// The host asks for room, writes a call there, calls, and reads the answer at
// the place it is told. There is one buffer each way, because there is one
// call at a time.
package export

import "unsafe"

// Answer answers a call. The program sets it.
var Answer func(call []byte) []byte

var in, out []byte

// buffer has the calls that fit into it. The room of a larger one is for that call alone:
// nothing of a call lives on.
var buffer [1 << 16]byte

// room makes space for a call of n bytes and returns its address.
//
//go:wasmexport room
func room(n uint32) uint32 {
	if in = buffer[:]; int(n) > len(in) {
		in = make([]byte, n)
	}
	in = in[:n]
	return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(in))))
}

// call answers what stands in the room: address in the upper half, length in
// the lower.
//
//go:wasmexport call
func call() uint64 {
	out = Answer(in)
	return uint64(uintptr(unsafe.Pointer(unsafe.SliceData(out))))<<32 | uint64(len(out))
}
