// The package for a place where the core comes from somewhere else than from a
// URL beside it: the same functions, each sure to find its core there.

import * as ukemi from './index.js';

/**
 * @param {() => import('./load.js').CoreInput | Promise<import('./load.js').CoreInput>} source
 * @param {(input: import('./load.js').CoreSource) => import('./load.js').CoreSource} [read] what else this place can take a core from
 * @returns {typeof ukemi}
 */
export function withCore(source, read = (input) => input) {
  /** @type {typeof ukemi.init} */
  const init = (input = source) => ukemi.init(read(input));
  /** @type {<F extends (...args: any[]) => Promise<any>>(f: F) => F} */
  const after = (f) => /** @type {any} */ (async (/** @type {any[]} */ ...args) => {
    await init();
    return f(...args);
  });
  return {
    ...ukemi,
    init,
    preload: (input = source) => ukemi.preload(read(input)),
    createFetch: ({ core = source, ...options } = {}) => ukemi.createFetch({ ...options, core: read(core) }),
    classify: after(ukemi.classify),
    explain: after(ukemi.explain),
    toContract: after(ukemi.toContract),
    isRetryable: async (error) => (await ukemi.preload(source), ukemi.isRetryable(error)),
    classes: after(ukemi.classes),
  };
}
