// The core: a WebAssembly instance behind one function. createReactor() is for the embeddable build, a Go program
// that has started already and imports nothing (wasm/pack).

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
 * @param {number} [largest] bytes of memory after which an instance is replaced
 * @returns {CallCore}
 */
export function createCore(start, largest = Infinity) {
  let instance = start();
  return (op, args, body) => {
    const [head, bytes] = encodeCall(op, args, body);
    let answer;
    try {
      if (instance.memory.buffer.byteLength > largest) instance = start();
      const at = instance.room(head.length + bytes.length);
      const memory = new Uint8Array(instance.memory.buffer, at);
      memory.set(head);
      memory.set(bytes, head.length);
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
 * The core of the embeddable module, which gives no memory back (wasm/pack/memory.go). Nothing lives on from one call
 * to the next, so a new instance is as good as a collection of garbage: some 2,000 calls later, in a millisecond.
 * @param {WebAssembly.Module} module
 * @returns {CallCore}
 */
export function createReactor(module) {
  /** @returns {any} */
  const start = () => new WebAssembly.Instance(module).exports;
  return createCore(start, 32 << 20);
}
