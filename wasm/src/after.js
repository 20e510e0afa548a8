// All that is needed only after something has failed, or to say what a failure
// means. It comes with the core, and is loaded when that is.

export { ask, toContract } from './ask.js';
export { blame } from './blame.js';
export { around } from './detour.js';
export { Exchange } from './exchange.js';
export { readSync } from './input.js';
export { load, loaded, loadInTime, place } from './load.js';
