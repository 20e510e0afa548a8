// The core of a JavaScript edge: two long-lived instances behind one function. The packed module
// (wasm/pack) decides; it has no collector and no scheduler, so a reaction takes half of the time
// and its start a millisecond. The settings and the routes need the libraries of Go, and the
// Durable Objects need a memory, which is in the other.

import { createCore } from '../../wasm/src/core.js';
import { startGo } from './start-go.mjs';

/** The ops of serve_js.go. */
const opsOfGo = ['config', 'cors', 'route', 'counts', 'merge', 'saved', 'restore'];

/**
 * @param {WebAssembly.Module} packed core.wasm
 * @param {WebAssembly.Module} app app.wasm
 * @returns {import('../../wasm/src/core.js').CallCore}
 */
export function createEdgeCore(packed, app) {
  const core = createPackedCore(packed);
  const go = createCore(startGo(app));
  return (op, args, body) => (opsOfGo.includes(op) ? go : core)(op, args, body);
}

/**
 * @param {WebAssembly.Module} packed
 * @returns {import('../../wasm/src/core.js').CallCore}
 */
export const createPackedCore = (packed) => createCore(() => startPacked(packed), 32 << 20);

/**
 * An instance in which each call has the memory of the one before, of which nothing lives on: to
 * clear some KB costs less than new pages.
 * @param {WebAssembly.Module} packed
 */
function startPacked(packed) {
  const { room, call, memory, next } = /** @type {any} */ (new WebAssembly.Instance(packed).exports);
  const start = next.value;
  return {
    room(/** @type {number} */ n) {
      new Uint8Array(memory.buffer, start, next.value - start).fill(0);
      next.value = start;
      return room(n);
    },
    call,
    memory,
  };
}
