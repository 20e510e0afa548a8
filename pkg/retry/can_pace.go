//go:build !wasip1 || edge

package retry

// CanPace reports whether this build reads rate limits and lets calls wait for their
// turns. The core of pages and programs in JavaScript is built without: 7 KB (gzip) less.
const CanPace = true
