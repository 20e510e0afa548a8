// Loads the core, once, when it is first needed.

import { createReactor } from './core.js';
import { startDeadline } from './pause.js';

/**
 * @typedef {WebAssembly.Module | BufferSource | URL | string | Response} CoreInput the core, or its address
 * @typedef {CoreInput | Promise<CoreInput> | (() => CoreInput | Promise<CoreInput>)} CoreSource
 */

/** The default source of the core. The entries node.js, workerd.js and inline.js replace its members. */
export const place = {
  /** The file of this package; bundlers for the web recognize this form. @type {CoreSource} */
  core: () => new URL('../dist/core.wasm', import.meta.url),
  /**
   * Opens an address. Saved at import, because the application may replace the global fetch
   * by ours, which itself loads the core.
   * @type {(url: URL | string) => Promise<CoreInput>}
   */
  open: globalThis.fetch,
};

/** @type {import('./core.js').CallCore | undefined} */
let core;
/** @type {Promise<import('./core.js').CallCore> | undefined} */
let loading;

/** The core if it is already loaded. */
export const loaded = () => core;

/**
 * The core, which is loaded if necessary. After a failure the next call tries again.
 * @param {CoreSource} [source]
 * @returns {Promise<import('./core.js').CallCore>}
 */
export async function load(source = place.core) {
  if (core) return core;
  loading ??= compile(source)
    .then((module) => (core = createReactor(module)))
    .finally(() => (loading = undefined));
  return loading;
}

/** ms that a call waits for the core; loading continues afterwards. */
const loadTimeout = 3000;

/**
 * The core; rejects after loadTimeout.
 * @param {CoreSource} [source]
 * @param {AbortSignal | null} [signal] of the call
 * @returns {Promise<import('./core.js').CallCore>}
 */
export function loadInTime(source, signal) {
  const { expired, cancel } = startDeadline(loadTimeout, signal);
  const loaded = load(source).catch((error) => {
    console.warn('ukemi: the core is not there:', error);
    throw error;
  });
  const inTime = expired.then(() => {
    throw new Error('the core is not there in time');
  });
  return Promise.race([loaded, inTime]).finally(cancel);
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
    const isWasm = input.headers.get('content-type') === 'application/wasm';
    if (isWasm && WebAssembly.compileStreaming) return WebAssembly.compileStreaming(input);
    input = await input.arrayBuffer();
  }
  return input instanceof WebAssembly.Module ? input : WebAssembly.compile(/** @type {BufferSource} */ (input));
}
