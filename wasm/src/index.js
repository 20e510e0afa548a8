// The package's public face: know what an error means, explain it to a person,
// and a fetch that acts on it.

import { read, readSync, statusOf } from './input.js';
import { load, loaded } from './load.js';

export { createFetch } from './fetch.js';

/**
 * @typedef {import('./input.js').Input} Input
 * @typedef {import('./verdict.js').Verdict} Verdict
 * @typedef {import('./verdict.js').Explanation} Explanation
 * @typedef {import('./verdict.js').Class} Class
 * @typedef {import('./verdict.js').Fault} Fault
 * @typedef {import('./verdict.js').Provider} Provider
 * @typedef {import('./fetch.js').FetchOptions} FetchOptions
 * @typedef {import('./load.js').CoreSource} CoreSource
 */

/**
 * Load the core. Everything here does it when needed; call it to choose where
 * the core comes from, or before `classifySync`. The first core stays.
 * @param {CoreSource} [input] the core, or where it is; by default beside this package
 * @returns {Promise<void>} rejects when it cannot be had; a later call tries again
 */
export async function init(input) {
  await load(input);
}

/**
 * Have the core early, in the background.
 * @param {CoreSource} [input]
 * @returns {Promise<boolean>} whether it is there; never rejects
 */
export const preload = (input) => init(input).then(() => true, () => false);

/**
 * What an error means. The body of a Response stays readable.
 * @param {Input | unknown} input
 * @returns {Promise<Verdict>}
 * @throws {TypeError} when the input is none, or the core cannot be had
 */
export async function classify(input) {
  return verdict(await load(), await read(input));
}

/**
 * As `classify`, at once; `init` must have ended before. Of a Response only
 * status and headers are read.
 * @param {Input | unknown} input
 * @returns {Verdict}
 */
export function classifySync(input) {
  const core = loaded();
  if (!core) throw new TypeError('ukemi: call `await init()` before classifySync');
  return verdict(core, readSync(input));
}

/**
 * @param {import('./core.js').CallCore} core
 * @param {import('./input.js').Reading} reading
 */
const verdict = (core, { input, args, body }) => core(input === 'response' ? 'classify' : input, args, body).result;

/**
 * What an error means and what to do about it, for a person.
 * @param {Input | unknown} input
 * @returns {Promise<Explanation>}
 */
export async function explain(input) {
  const { args, body, ...kind } = await read(input);
  return (await load())('explain', { ...args, ...kind }, body).result;
}

/**
 * The error as the contract has it, for your own callers to read.
 * @param {Input | unknown} input
 * @param {{request?: Request, details?: boolean, helpURL?: string}} [to] whose answer it is: its path and headers choose between OpenAI's form, Anthropic's and RFC 9457's
 * @returns {Promise<Response>}
 */
export async function toContract(input, { request, ...caller } = {}) {
  const { args, body, ...kind } = await read(input);
  const reader = request && { path: new URL(request.url).pathname, headers: [...request.headers] };
  const answer = (await load())('contract', { ...args, ...kind, request: reader, caller }, body);
  return new Response(answer.body, answer.result);
}

/**
 * Whether the same request may succeed later; for errors thrown by the openai,
 * anthropic and ai SDKs, axios and fetch. Without the core the status decides.
 * @param {unknown} error
 * @returns {Promise<boolean>} never rejects
 */
export async function isRetryable(error) {
  try {
    return (await classify(error)).retry;
  } catch {
    const status = statusOf(error) ?? 0;
    return status === 408 || status === 429 || status >= 500;
  }
}

/**
 * The classes of the error contract: what each means, its type, code, status.
 * @returns {Promise<import('./verdict.js').ClassInfo[]>}
 */
export async function classes() {
  return (await load())('classes', {}).result;
}
