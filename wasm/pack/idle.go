// Here are the functions of Go's runtime that nothing in a reactor ever needs:
// one thread, one module, no timers, no files, no finalizers, no profiles and
// no variables in the environment but GOGC. Their calls stay behind conditions
// that never hold.

package main

import "regexp"

var idle = regexp.MustCompile(`^(` +
	`runtime\.typesEqual$|` + // types of several modules
	`runtime\.(newm|startm|mexit|oneNewExtraM|addExtraM|cgocall|cgocallback|runqgrab|runqsteal|\(\*p\)\.destroy)$|` + // several threads
	`runtime\.(tryRecordGoroutineProfile|doRecordGoroutineProfile|saveg)|` + // profiles
	`runtime\.\(\*Frames\)|runtime\.\(\*godebugInc\)|runtime\.panicwrap$|` + // which read the names that strip.go takes out
	`runtime\.(fmtNSAsMS|itoaDiv|dumpScanStats|parseByteCount)$|` + // GODEBUG, GOMEMLIMIT
	`runtime\.(gorecover\.func1|recovery|\(\*_panic\)\.nextFrame\.func1)$|` + // panics
	`internal/runtime/exithook\.|` + // the end of main, which does not run
	`runtime\.(preMallocgcDebug|postMallocgcDebug|blockTimerChan|unblockTimerChan|\(\*timer\)\.needsAdd)$|` +
	`runtime\.\(\*mspan\)\.(refreshPinnerBits|newPinnerBits)$|` +
	`runtime\.(findGoroutineLeaks|findMaybeRunnableGoroutines)$|` +
	`runtime\.\(\*scavengerState\)\.(run|sleep)$|` + // sysmon wakes the scavenger, which needs a thread
	`runtime\.\(\*timers\)\.(run|adjust|sift|deleteMin|cleanHead|addHeap|take)|` +
	`runtime\.\(\*timer\)\.(modify|stop|unlockAndRun|maybeAdd|maybeRun|updateHeap|reset)|` +
	`runtime\.(netpoll|netpollinit|netpollGenericInit)$|` +
	`runtime\.(addspecial|queuefinalizer|freeSpecial)$|` +
	`runtime\..*[uU]serArena|runtime\.\(\*synctestBubble\)|` +
	`runtime\.(\(\*)?(boundsError|TypeAssertionError|errorString|plainError|errorAddressString|PanicNilError)\)?\.Error$|` + // internal/wire recovers without reading
	`runtime\.scanConservative$|` + // frames that a signal interrupted
	`runtime\.\(\*mspan\)\.reportZombies$|` + // ends in a crash
	`internal/strconv\.(fmt[A-Z]|fixedFtoa|bigFtoa|genericFtoa|dbox|formatDigits|\(\*decimal\)|AppendFloat|AppendComplex)` + // internal/jsonish writes numbers
	`)`)

// hollow are functions that a reactor runs without need, or without effect: they
// look at the types of other modules, check what the linker and the compiler wrote,
// read GODEBUG and GOTRACEBACK, go on with a profile, or ask for huge pages.
var hollow = regexp.MustCompile(`^(` +
	`runtime\.(typelinksinit|moduledataverify1|check|parsegodebug|mProf_NextCycle|mProf_Flush|mProf_PostSweep)$|` +
	`runtime/debug\.SetTraceback$|` +
	`runtime\.\(\*(mheap\)\.enableMetadataHugePages|pageAlloc\)\.enableChunkHugePages)$` +
	`)`)

// nothing is the body of a function that returns: it has no locals, takes the
// address to which to return from the stack and gives 0.
var nothing = []byte{0, opGlobalGet, 0, opI32Const, 8, opI32Add, opGlobalSet, 0, opI32Const, 0, opEnd}
