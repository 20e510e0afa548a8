// Where the core comes from, and the request for it: it is sent together with the one for the
// code that uses the core (on-error.js), which saves a page a round trip on its first error.

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
  open: fetch,
  /** The core on its way; nothing once it is loaded. @type {Promise<any> | null | undefined} */
  coming: null,
};

/**
 * Ask for the core, once. After a failure the next call asks again.
 * @param {CoreSource} [source]
 * @returns {Promise<CoreInput>}
 */
export function askForCore(source = place.core) {
  const coming = (place.coming ??= open(source));
  coming.catch(() => (place.coming = null));
  return coming;
}

/** @type {(source: any) => Promise<CoreInput>} */
async function open(source) {
  const { open } = place;
  const input = await (source.call ? source() : source);
  return input instanceof URL || typeof input === 'string' ? open(input) : input;
}
