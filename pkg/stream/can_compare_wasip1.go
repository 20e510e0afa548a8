package stream

// canCompare is false in the core of pages: it would cost half a kilobyte (gzip), and a page
// draws each token anyway.
const canCompare = false
