// The core: a WebAssembly instance behind `call`. The embeddable one is a Go
// program built for WASI, of which it needs almost nothing: a clock, randomness
// for its maps, and a place for the words of a crash.

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
    try {
      const at = exports.room(call.length);
      new Uint8Array(exports.memory.buffer, at, call.length).set(call);
      const answer = BigInt.asUintN(64, exports.call());
      return decodeAnswer(new Uint8Array(exports.memory.buffer, Number(answer >> 32n), Number(answer & 0xffffffffn)));
    } catch (error) {
      // After a trap the instance cannot be trusted: the next call gets a new one.
      if (error instanceof WebAssembly.RuntimeError) exports = start();
      throw error;
    }
  };
}

/**
 * The core's heap is a few MB, which Go's collector would go through every few
 * calls: at twice its usual distance a call takes 73 µs instead of 89, for 4 MB
 * more (side by side, 2026-11-25; further brings little and grows for longer).
 */
export const collector = { GOGC: '200' };

const environ = new TextEncoder().encode(`GOGC=${collector.GOGC}\0`);

/**
 * Start the embeddable module.
 * @param {WebAssembly.Module} module
 */
export function startReactor(module) {
  /** @type {WebAssembly.Instance} */
  let instance;
  const view = () => new DataView(/** @type {any} */ (instance.exports).memory.buffer);
  const noSystemCall = 52; // ENOSYS
  /** @type {Record<string, (...args: any[]) => number>} */
  const wasi = {
    clock_time_get(_id, _precision, at) {
      view().setBigUint64(at, BigInt(Date.now()) * 1_000_000n, true);
      return 0;
    },
    random_get(at, length) {
      const bytes = new Uint8Array(view().buffer, at, length);
      // Cloudflare forbids randomness before the first request. The core only
      // seeds its hash maps with it, and those hold nothing of a stranger's.
      try {
        crypto.getRandomValues(bytes);
      } catch {
        bytes.fill(4);
      }
      return 0;
    },
    args_sizes_get: (count, size) => zero(count, size),
    environ_sizes_get(count, size) {
      view().setUint32(count, 1, true);
      view().setUint32(size, environ.length, true);
      return 0;
    },
    args_get: () => 0,
    environ_get(list, text) {
      view().setUint32(list, text, true);
      new Uint8Array(view().buffer, text, environ.length).set(environ);
      return 0;
    },
    sched_yield: () => 0,
    fd_write(_fd, vectors, count, written) {
      let length = 0;
      for (let i = 0; i < count; i++) length += view().getUint32(vectors + 8 * i + 4, true);
      view().setUint32(written, length, true);
      return 0;
    },
    proc_exit(code) {
      throw new WebAssembly.RuntimeError(`the core ended with code ${code}`);
    },
  };
  /** @param {number[]} places */
  function zero(...places) {
    for (const at of places) view().setUint32(at, 0, true);
    return 0;
  }
  const imports = Object.fromEntries(WebAssembly.Module.imports(module).map(({ name }) => [name, wasi[name] ?? (() => noSystemCall)]));
  instance = new WebAssembly.Instance(module, { wasi_snapshot_preview1: imports });
  const exports = /** @type {any} */ (instance.exports);
  exports._initialize();
  return exports;
}
