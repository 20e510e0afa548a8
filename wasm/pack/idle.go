// Here are the functions of Go's runtime that nothing needs in a core that has started: there is one goroutine,
// one stack, and no collector. Whatever else only they need is gone with them (live.go).

package main

import "regexp"

// idle are functions that are never called: their calls stand behind conditions that never hold.
var idle = regexp.MustCompile(`^(` +
	`runtime\.(mcall|gogo|morestack|morestack_noctxt|mstart0|notInitialized)$|wasm_pc_f_loop_export$|` + // other goroutines, another stack
	`runtime\.(gcWriteBarrier[1-8]|wbZero|wbMove|atomicwb|\(\*wbBuf\)\.get[12])$|` + // the collector marks
	`runtime\.findfunc$|` + // walks of the stack; the table of functions is not there
	`runtime\.(gorecover\.func1|recovery|\(\*_panic\)\.nextFrame\.func1)$|` + // panics
	`runtime\.(\(\*)?(boundsError|TypeAssertionError|errorString|plainError|errorAddressString|PanicNilError)\)?\.Error$|` + // internal/wire recovers without reading
	`.*\.init(\.\d+)?$|` + // has run
	// The start has left these in memory.
	`runtime\.(main|main\.func1|init\.\d+\.func1|park_m|parkunlock_c|goready\.func1|newproc\.func1|Gosched|recordspan|updateMaxProcsGoroutine)$|` +
	`runtime\.\(\*scavengerState\)\.|sync\.poolCleanup$|` +
	`internal/strconv\.(fmt[A-Z]|fixedFtoa|bigFtoa|genericFtoa|dbox|formatDigits|\(\*decimal\)|AppendFloat|AppendComplex)` + // internal/jsonish writes numbers
	`)`)

// hollow are functions that return at once without effect, because the collector never marks.
var hollow = regexp.MustCompile(`^runtime\.(bulkBarrierPreWrite|bulkBarrierPreWriteSrcOnly)$`)

// nothing is the body of a function that returns.
var nothing = []byte{0, opEnd}
