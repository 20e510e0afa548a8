// Getting the core: once, when it is first needed.

import { createCore, startReactor } from './core.js';
import { deadline } from './pause.js';

/**
 * @typedef {WebAssembly.Module | BufferSource | URL | string | Response} CoreInput the core, or where it is
 * @typedef {CoreInput | Promise<CoreInput> | (() => CoreInput | Promise<CoreInput>)} CoreSource
 */

/**
 * Where the core is when nobody says, and how what a URL names is had. A place
 * with ways of its own (node.js, workerd.js, inline.js) sets them.
 */
export const place = {
  /** @type {CoreSource} the file beside this package, as a bundler for the web finds it */
  core: () => new URL('../dist/core.wasm', import.meta.url),
  // Kept from before anybody puts a fetch of ours in its place: that one may ask
  // for the core itself.
  /** @type {(url: URL | string) => Promise<CoreInput>} */
  open: globalThis.fetch,
};

/** @type {import('./core.js').CallCore | undefined} */
let core;
/** @type {Promise<import('./core.js').CallCore> | undefined} */
let loading;

/** The core, when it is there already. */
export const loaded = () => core;

/**
 * The core; loads it first if it is not there. A failed load is tried again by
 * the next call.
 * @param {CoreSource} [source]
 * @returns {Promise<import('./core.js').CallCore>}
 */
export async function load(source = place.core) {
  if (core) return core;
  loading ??= compile(source)
    .then((module) => (core = createCore(() => startReactor(module))))
    .finally(() => (loading = undefined));
  return loading;
}

/** How long, in ms, a call waits for the core; the loading goes on. */
const patience = 3000;

/**
 * The core, if it can be had before a call has waited for too long.
 * @param {CoreSource} [source]
 * @param {AbortSignal | null} [signal] of the call
 * @returns {Promise<import('./core.js').CallCore>}
 */
export function loadInTime(source, signal) {
  const { late, end } = deadline(patience, signal);
  const loaded = load(source).catch((error) => {
    console.warn('ukemi: the core is not there:', error);
    throw error;
  });
  const inTime = late.then(() => {
    throw new Error('the core is not there in time');
  });
  return Promise.race([loaded, inTime]).finally(end);
}

/**
 * @param {CoreSource} source
 * @returns {Promise<WebAssembly.Module>}
 */
async function compile(source) {
  const { open } = place;
  let input = await (typeof source === 'function' ? source() : source);
  if (input instanceof URL || typeof input === 'string') input = await open(input);
  if (input instanceof Response) {
    if (!input.ok) throw new TypeError(`ukemi: the core at ${input.url} answers ${input.status}`);
    input = await input.arrayBuffer();
  }
  return input instanceof WebAssembly.Module ? input : WebAssembly.compile(/** @type {BufferSource} */ (input));
}
