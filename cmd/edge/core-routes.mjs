// Routes under /_ukemi/ that the long-lived instance answers (the op route): on Node all of
// them, on the Worker the pages of the reference.

import { readUpTo } from '../../wasm/src/body.js';

/** A paste may have 8 MiB; Go refuses a larger one. */
const maxBody = (8 << 20) + 1;

/** @param {import('../../wasm/src/core.js').CallCore} core */
export const createRoutes = (core) => ({
  /**
   * @param {Request} request
   * @param {Record<string, any>} env
   */
  async fetch(request, env) {
    const environ = Object.entries(env).filter(([name]) => name.startsWith('UKEMI_')).map((pair) => pair.join('='));
    const { bytes, rest } = await readUpTo(request.body, maxBody);
    rest?.cancel().catch(() => {});
    const { method, url, headers } = request;
    const { result, body } = core('route', { environ, method, url, headers: [...headers] }, bytes);
    return new Response(result.status === 204 ? null : body, result);
  },
});
