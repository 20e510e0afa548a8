//go:build wasip1

// Command wasm is the embeddable core: a reactor with two exports. It holds
// nothing but the way in and out; what it answers is internal/wire's matter.
//
// The host asks for room, writes a call there, calls, and reads the answer at
// the place it is told. There is one buffer each way, because there is one
// call at a time.
package main

import (
	"unsafe"

	"github.com/ukemi-dev/ukemi/internal/wire"
)

var in, out []byte

// room makes space for a call of n bytes and returns its address.
//
//go:wasmexport room
func room(n uint32) uint32 {
	if cap(in) < int(n) {
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
	out = wire.Call(in)
	if cap(in) > 1<<20 {
		in = nil // one large paste must not keep its megabytes for ever
	}
	return uint64(uintptr(unsafe.Pointer(unsafe.SliceData(out))))<<32 | uint64(len(out))
}

func main() {}
