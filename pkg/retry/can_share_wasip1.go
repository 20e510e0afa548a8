//go:build !edge

package retry

// CanShare: see can_share.go.
const CanShare = false
