// toContract: an error as a Response in the error format. Loaded on the first use.

/**
 * @param {typeof import('./query.js').query} query
 * @param {unknown} input
 * @param {{request?: Request, details?: boolean, helpURL?: string}} [options]
 */
export async function toContract(query, input, { request, ...caller } = {}) {
  const reader = request && { path: new URL(request.url).pathname, headers: [...request.headers] };
  const { result, body } = await query('contract', input, { request: reader, caller });
  return new Response(body, result);
}
