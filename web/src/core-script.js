// The worker's script with the core in it: a chunk of its own, because it is
// large and the first paint does not wait for it.

export { default } from './core.worker.js?worker&inline';
