// The queries of the public functions classify, explain and toContract: read the input,
// call the core. index.js documents the results.

import { readInput } from './input.js';
import { load } from './load-core.js';

/**
 * @param {'classify' | 'explain'} op
 * @param {unknown} input
 * @returns {Promise<any>}
 */
export const query = async (op, input) => (await load())(op, ...(await readInput(input))).result;

/**
 * @param {unknown} input
 * @param {{request?: Request, details?: boolean, helpURL?: string}} [options]
 */
export async function toContract(input, { request, ...caller } = {}) {
  const [args, bytes] = await readInput(input);
  const reader = request && { path: new URL(request.url).pathname, headers: [...request.headers] };
  const { result, body } = (await load())('contract', { ...args, request: reader, caller }, bytes);
  return new Response(body, result);
}
