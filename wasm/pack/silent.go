// Here are the functions that a program in Go has only for those who debug it,
// and the trap that takes their place. In the core none of them is ever reached
// but where the program is about to end, which a trap does as well: for the
// caller it is the same error, and there is a new instance for the next call.

package main

import (
	"encoding/binary"
	"fmt"
	"regexp"
)

// silent are the functions of the runtime that print, trace or profile.
var silent = regexp.MustCompile(`^runtime\.(` +
	`print|hexdump|\(\*hexdumper\)|gcDumpObject|schedtrace|` + // what is printed
	`traceback|goroutineheader|showf|callCgoSymbolizer|expandCgoFrames|cgoContextPCs|` + // with its stack
	`dopanic_m|preprintpanics|badsystemstack|badTimer|` + // when it crashes
	`checkFinalizersAndCleanups|startCheckmarks|setCheckmark|runCheckmark|` + // what GODEBUG checks
	`\(\*profBuf\)|stkbucket|saveblockevent|saveBlockEventStack|` + // profiles
	`traceAdvance|traceStack|traceReadCPU|traceStopReadCPU|traceCPUFlush|traceBufFlush|traceNextGen|` + // and the execution tracer
	`traceRegister|traceSyncBatch|traceCompress|traceWriter|traceEventWriter|unsafeTrace|makeTraceFrame|` +
	`dumpStacksRec|dumpTypesRec|traceLocker\.([A-Z]|emit|event|raw|rtype|stack|string|writer)|\(\*trace` +
	`)`)

// trap is the body of a function that has no locals and ends the program.
var trap = []byte{0, 0x00, 0x0b}

// silenced is the code section with the silent functions emptied. The table's
// order is the code's.
func silenced(code []byte, t functionTable) ([]byte, error) {
	r := reader{code, 0, nil}
	if count := r.uint(); count != uint64(t.count) {
		return nil, fmt.Errorf("%d functions in the code, %d in the table", count, t.count)
	}
	out := binary.AppendUvarint(nil, uint64(t.count))
	for n := range t.count {
		body := r.bytes(r.uint())
		if silent.MatchString(t.name(n)) {
			body = trap
		}
		out = binary.AppendUvarint(out, uint64(len(body)))
		out = append(out, body...)
	}
	return out, r.err
}
