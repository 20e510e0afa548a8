// What can be asked of the core about an error. index.js says what it answers.

import { read, readSync } from './input.js';
import { load, loaded } from './load.js';

/**
 * @typedef {import('./index.js').Verdict} Verdict
 * @typedef {import('./index.js').Explanation} Explanation
 * @typedef {import('./verdict.js').ClassInfo} ClassInfo
 */

/** @param {unknown} input @returns {Promise<Verdict>} */
export const classify = async (input) => (await load())('classify', ...(await read(input))).result;

/** @param {unknown} input @returns {Promise<Explanation>} */
export const explain = async (input) => (await load())('explain', ...(await read(input))).result;

/** @param {unknown} input @returns {Verdict} */
export function classifySync(input) {
  const core = loaded();
  if (!core) throw new TypeError('ukemi: call `await init()` before classifySync');
  return core('classify', ...readSync(input)).result;
}

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

/** @returns {Promise<ClassInfo[]>} */
export const classes = async () => (await load())('classes', {}).result;
