// Here are the functions of Go's runtime that nothing in a reactor ever runs:
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
