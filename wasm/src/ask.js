// What can be asked of the core about an error; index.js says what it answers.

import { read } from './input.js';
import { load } from './load.js';

/**
 * @param {'classify' | 'explain'} what
 * @param {unknown} input
 * @returns {Promise<any>}
 */
export const ask = async (what, input) => (await load())(what, ...(await read(input))).result;

/**
 * @param {unknown} input
 * @param {{request?: Request, details?: boolean, helpURL?: string}} [to]
 */
export async function toContract(input, { request, ...caller } = {}) {
  const [args, bytes] = await read(input);
  const reader = request && { path: new URL(request.url).pathname, headers: [...request.headers] };
  const { result, body } = (await load())('contract', { ...args, request: reader, caller }, bytes);
  return new Response(body, result);
}
