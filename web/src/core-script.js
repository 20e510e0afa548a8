// The worker's script, which contains the core. It is a chunk of its own, because it is large
// and the first paint must not wait for it.

export { default } from './core.worker.js?worker&inline';
