// Getting the core: once, when it is first needed.

import { createCore, startReactor } from './core.js';

/**
 * @typedef {WebAssembly.Module | BufferSource | URL | string | Response} CoreInput the core, or where it is
 * @typedef {CoreInput | Promise<CoreInput> | (() => CoreInput | Promise<CoreInput>)} CoreSource
 */

// Kept from before anybody puts a fetch of ours in its place: that one may ask
// for the core itself.
const { fetch } = globalThis;

/** @type {import('./core.js').CallCore | undefined} */
let core;
/** @type {Promise<import('./core.js').CallCore> | undefined} */
let loading;

/** The core, when it is there already. */
export const loaded = () => core;

/**
 * The core; loads it first if it is not there. A failed load is tried again by
 * the next call.
 * @param {CoreSource} [source] the file beside this package, as a bundler for the web finds it
 * @returns {Promise<import('./core.js').CallCore>}
 */
export function load(source = () => new URL('../dist/core.wasm', import.meta.url)) {
  if (core) return Promise.resolve(core);
  loading ??= compile(source)
    .then((module) => (core = createCore(() => startReactor(module))))
    .finally(() => (loading = undefined));
  return loading;
}

/**
 * @param {CoreSource} source
 * @returns {Promise<WebAssembly.Module>}
 */
async function compile(source) {
  let input = await (typeof source === 'function' ? source() : source);
  if (input instanceof WebAssembly.Module) return input;
  if (input instanceof URL || typeof input === 'string') input = await fetch(input);
  if (!(input instanceof Response)) return WebAssembly.compile(input);
  if (!input.ok) throw new TypeError(`ukemi: the core at ${input.url} answers ${input.status}`);
  return WebAssembly.compile(await input.arrayBuffer());
}
