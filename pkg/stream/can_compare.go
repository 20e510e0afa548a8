//go:build !wasip1

package stream

// canCompare is whether an event is compared with the one before it, see shape.
const canCompare = true
