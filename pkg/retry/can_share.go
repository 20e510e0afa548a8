//go:build !wasip1 || edge

package retry

// CanShare reports whether this build can share health. The core of pages and programs in
// JavaScript is built without, because it shares nothing: 4 KB (gzip) less.
const CanShare = true
