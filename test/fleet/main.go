//go:build unix

// Command fleet runs several native edges and a real Redis server, and measures what
// sharing health changes. `go run ./test/fleet storm` is an outage of the upstream,
// `go run ./test/fleet faults` are faults of the Redis server. It prints a table, and
// exits with 1 where an aim is missed.
package main

import (
	"flag"
	"fmt"
	"os"
	"time"
)

func main() {
	calls := flag.Float64("rate", 0, "calls a second and instance")
	instances := flag.Int("instances", 0, "instances of each deployment")
	outage := flag.Duration("outage", 20*time.Second, "of storm: how long the upstream is down")
	phase := flag.Duration("phase", 8*time.Second, "of faults: how long each fault lasts")
	flag.Parse()
	var err error
	switch flag.Arg(0) {
	case "storm":
		err = storm(orElse(*instances, 8), orElse(*calls, 2), *outage)
	case "faults":
		err = faults(orElse(*instances, 2), orElse(*calls, 50), *phase)
	default:
		err = fmt.Errorf("%q is neither storm nor faults", flag.Arg(0))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "fleet:", err)
		os.Exit(1)
	}
}

func orElse[T comparable](value, fallback T) T {
	var zero T
	if value == zero {
		return fallback
	}
	return value
}
