// Loads the core, once, when it is first needed.

import { createReactor } from './core.js';
import { startDeadline } from './pause.js';
import { askForCore, place } from './place.js';

/** @typedef {import('./place.js').CoreSource} CoreSource */

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
export async function load(source) {
  return core ?? (loading ??= compile(askForCore(source))
    .then((module) => (core = createReactor(module)))
    .finally(() => {
      loading = undefined;
      place.coming = core && Promise.resolve(); // once it is loaded, not the bytes, which are 1 MB
    }));
}

/**
 * The core; rejects after 3 s. Loading continues afterwards.
 * @param {CoreSource} [source]
 * @param {AbortSignal | null} [signal] of the call
 * @returns {Promise<import('./core.js').CallCore>}
 */
export async function loadInTime(source, signal) {
  if (core) return core;
  const { expired, cancel } = startDeadline(3000, signal);
  const loaded = load(source);
  loaded.catch((error) => console.warn('ukemi: the core is not there:', error));
  const inTime = expired.then(() => {
    throw new Error('the core is not there in time');
  });
  return Promise.race([loaded, inTime]).finally(cancel);
}

/**
 * @param {Promise<import('./place.js').CoreInput>} coming
 * @returns {Promise<WebAssembly.Module>}
 */
async function compile(coming) {
  let input = await coming;
  if (input instanceof Response) {
    if (!input.ok) throw new TypeError(`ukemi: the core at ${input.url} answers ${input.status}`);
    const isWasm = input.headers.get('content-type') === 'application/wasm';
    if (isWasm && WebAssembly.compileStreaming) return WebAssembly.compileStreaming(input);
    input = await input.arrayBuffer();
  }
  return input instanceof WebAssembly.Module ? input : WebAssembly.compile(/** @type {BufferSource} */ (input));
}
