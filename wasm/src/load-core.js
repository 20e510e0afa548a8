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
  if (core) return core;
  loading ??= compile(askForCore(source))
    .then((module) => {
      place.coming = Promise.resolve(module); // not the bytes, which are 1 MB
      return (core = createReactor(module));
    })
    .catch((error) => {
      place.coming = null;
      throw error;
    })
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
export async function loadInTime(source, signal) {
  if (core) return core;
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
