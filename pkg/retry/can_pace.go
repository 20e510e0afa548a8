package retry

// CanPace reports whether this build reads rate limits and lets calls wait for their
// turns.
const CanPace = true
