// The core: a WebAssembly instance behind `call`. The embeddable one is a Go
// program built for WASI, of which it needs almost nothing.

import { decodeAnswer, encodeCall } from './wire.js';

/** @typedef {(op: string, args: object, body?: Uint8Array | string) => {result: any, body: Uint8Array<ArrayBuffer>}} CallCore */

/**
 * @param {() => {room: (n: number) => number, call: () => bigint, memory: WebAssembly.Memory}} start makes an instance
 * @returns {CallCore} synchronous, never in need of closing
 */
export function createCore(start) {
  let exports = start();
  return (op, args, body) => {
    const call = encodeCall(op, args, body);
    let answer;
    try {
      const at = exports.room(call.length);
      new Uint8Array(exports.memory.buffer, at, call.length).set(call);
      answer = BigInt.asUintN(64, exports.call());
    } catch (error) {
      // After a trap the instance cannot be trusted: the next call gets a new one.
      exports = start();
      throw error;
    }
    return decodeAnswer(new Uint8Array(exports.memory.buffer, Number(answer >> 32n), Number(answer & 0xffffffffn)));
  };
}

/**
 * The core's heap is a few MB, which Go's collector would go through every few
 * calls: at twice its usual distance a call takes 73 µs instead of 89, for 4 MB
 * more (side by side, 2026-11-25; further brings little and grows for longer).
 */
export const collector = { GOGC: '200' };

/**
 * Start the embeddable module. Of WASI it needs a clock that has left zero and an
 * environment. Its maps hold nothing of a stranger's, so that their seed may stay
 * zero; it prints nothing, takes no arguments and never waits.
 * @param {WebAssembly.Module} module
 */
export function startReactor(module) {
  const environ = new TextEncoder().encode(`GOGC=${collector.GOGC}\0`);
  const view = () => new DataView(exports.memory.buffer);
  /** @type {Record<string, (...args: any[]) => void>} */
  const wasi = {
    clock_time_get: (_id, _precision, at) => view().setBigUint64(at, BigInt(Date.now()) * 1_000_000n, true),
    environ_sizes_get(count, size) {
      view().setUint32(count, 1, true);
      view().setUint32(size, environ.length, true);
    },
    environ_get(list, text) {
      view().setUint32(list, text, true);
      new Uint8Array(exports.memory.buffer, text).set(environ);
    },
  };
  const success = 0;
  /** @param {string} name */
  const call = (name) => (/** @type {any[]} */ ...args) => (wasi[name]?.(...args), success);
  const imports = Object.fromEntries(WebAssembly.Module.imports(module).map(({ name }) => [name, call(name)]));
  /** @type {any} */
  const { exports } = new WebAssembly.Instance(module, { wasi_snapshot_preview1: imports });
  exports._initialize();
  return exports;
}
