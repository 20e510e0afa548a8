// The core: a WebAssembly instance behind one function. startReactor() starts the
// embeddable build, a Go program for WASI that needs almost nothing of WASI.

import { decodeAnswer, encodeCall } from './wire.js';

/**
 * @callback CallCore call the core; synchronous
 * @param {string} op one of internal/wire's
 * @param {object} args
 * @param {Uint8Array | string} [body]
 * @returns {{result: any, body: Uint8Array<ArrayBuffer>}}
 *
 * @typedef {object} Instance
 * @property {(n: number) => number} room the address of n bytes for an encoded call
 * @property {() => bigint} call address and length of the encoded answer, 32 bits each
 * @property {WebAssembly.Memory} memory
 */

/**
 * @param {() => Instance} start makes an instance
 * @returns {CallCore}
 */
export function createCore(start) {
  let instance = start();
  return (op, args, body) => {
    const call = encodeCall(op, args, body);
    let answer;
    try {
      const at = instance.room(call.length);
      new Uint8Array(instance.memory.buffer, at, call.length).set(call);
      answer = BigInt.asUintN(64, instance.call());
    } catch (error) {
      // A panic of the core is a trap (wasm/pack/silent.go). The state of an instance is undefined after
      // one, so the next call gets a new one.
      instance = start();
      throw new TypeError('ukemi: the core failed on this input; please report it', { cause: error });
    }
    return decodeAnswer(new Uint8Array(instance.memory.buffer, Number(answer >> 32n), Number(answer & 0xffffffffn)));
  };
}

/**
 * Settings of Go's garbage collector. The heap is a few MB, so at the default of 100 the
 * collector runs every few calls. At 200 a call takes 73 µs instead of 89 and the heap is
 * 4 MB larger (measured 2026-11-25); higher values gain little.
 */
export const collector = { GOGC: '200' };

/**
 * Start the embeddable module. Of WASI it needs a clock that is not zero and an
 * environment. It prints nothing, takes no arguments and never waits. The seed of its maps
 * stays zero: no map of the core has keys that come from a request.
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
