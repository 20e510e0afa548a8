//go:build !edge

package retry

// CanPace: see can_pace.go.
const CanPace = false
