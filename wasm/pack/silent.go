// Here are the functions that a program in Go has only for those who debug it,
// and the trap that takes their place. In the core none of them is ever reached
// but where the program is about to end, which a trap does as well: for the
// caller it is the same error, and there is a new instance for the next call.

package main

import "regexp"

// silent are the functions of the runtime that print, trace or profile.
var silent = regexp.MustCompile(`^runtime\.(` +
	`print|hexdump|\(\*hexdumper\)|gcDumpObject|schedtrace|` + // what is printed
	`traceback|goroutineheader|showf|callCgoSymbolizer|expandCgoFrames|cgoContextPCs|` + // with its stack
	`gopanic|goPanic|panic|sigpanic$|` + // what internal/wire's recover would catch: core.js has the same error for a trap
	`dopanic_m|preprintpanics|badsystemstack|badTimer|` + // when it crashes,
	`throw|fatal|startpanic_m|(maps|sync|rand|fips|internal_sync)_(throw|fatal)$|` + // which is where it ends
	`checkFinalizersAndCleanups|startCheckmarks|setCheckmark|runCheckmark|` + // what GODEBUG checks
	`\(\*profBuf\)|stkbucket|saveblockevent|saveBlockEventStack|` + // profiles
	`traceAdvance|traceStack|traceReadCPU|traceStopReadCPU|traceCPUFlush|traceBufFlush|traceNextGen|` + // and the execution tracer
	`traceRegister|traceSyncBatch|traceCompress|traceWriter|traceEventWriter|unsafeTrace|makeTraceFrame|` +
	`dumpStacksRec|dumpTypesRec|traceLocker\.([A-Z]|emit|event|raw|rtype|stack|string|writer)|\(\*trace` +
	`)`)

// trap is the body of a function that has no locals and ends the program.
var trap = []byte{0, 0x00, 0x0b}
