// Getting the core: once, when it is first needed, from beside this file.

import { createCore, startReactor } from './core.js';

/** @typedef {WebAssembly.Module | BufferSource | URL | string | Response} CoreInput */

/** @type {import('./core.js').CallCore | undefined} */
let core;
/** @type {Promise<import('./core.js').CallCore> | undefined} */
let loading;

/** The core, when it is there already. */
export const loaded = () => core;

/**
 * The core; loads it first if it is not there. A failed load is tried again by
 * the next call.
 * @param {CoreInput | Promise<CoreInput>} [input] where to take it from; the file beside this package
 * @returns {Promise<import('./core.js').CallCore>}
 */
export function load(input) {
  if (core) return Promise.resolve(core);
  loading ??= compile(input ?? new URL('../dist/core.wasm', import.meta.url))
    .then((module) => (core = createCore(() => startReactor(module))))
    .finally(() => (loading = undefined));
  return loading;
}

/**
 * @param {CoreInput | Promise<CoreInput>} from
 * @returns {Promise<WebAssembly.Module>}
 */
async function compile(from) {
  const input = await from;
  if (input instanceof WebAssembly.Module) return input;
  if (input instanceof Response) {
    if (!input.ok) throw new TypeError(`ukemi: the core at ${input.url} answers ${input.status}`);
    return WebAssembly.compile(await input.arrayBuffer());
  }
  if (input instanceof URL || typeof input === 'string') {
    const url = new URL(input, globalThis.location?.href);
    if (url.protocol === 'file:') {
      // Named by a variable, so that bundlers for browsers leave it alone.
      const files = 'node:fs/promises';
      const { readFile } = await import(/* @vite-ignore */ /* webpackIgnore: true */ files);
      return WebAssembly.compile(await readFile(url));
    }
    return compile(fetch(url));
  }
  return WebAssembly.compile(input);
}
