// The exports that are loaded together with the core: on the first error, or with the
// first call of classify, explain and the like. A bundler makes one chunk of them.

export { corsCause } from './cors.js';
export { fallbackArgs } from './fallback.js';
export { readInputSync } from './input.js';
export { load, loaded, loadInTime } from './load-core.js';
export { query } from './query.js';
export { RetryLoop } from './retry-loop.js';
