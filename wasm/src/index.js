// The package's public face: know what an error means, explain it to a person,
// and a fetch that acts on it.

import { load, loaded } from './load.js';

export { createFetch } from './fetch.js';

/**
 * @typedef {object} Verdict what happened
 * @property {string} class one of `classes()`
 * @property {boolean} retry whether the same request may succeed later
 * @property {number | null} after_ms the wait that the server states
 * @property {string} fault caller, provider, network, …
 * @property {string} message for the reader, secrets removed
 * @property {string} rule that knew it
 *
 * @typedef {object} Exchange an HTTP answer
 * @property {number} status
 * @property {Headers | Record<string, string> | [string, string][]} [headers]
 * @property {string | Uint8Array} [body]
 *
 * @typedef {string | Error | Response | Exchange} Input a paste, an error that was thrown, or an answer
 */

/**
 * Load the core. Everything here does it when needed; call it yourself to
 * choose where the core comes from, or to have it early.
 * @param {import('./load.js').CoreInput | Promise<import('./load.js').CoreInput>} [input]
 * @returns {Promise<void>}
 */
export async function init(input) {
  await load(input);
}

/**
 * What an error means. A Response is cloned, its body stays readable.
 * @param {Input} input
 * @returns {Promise<Verdict & Record<string, any>>}
 */
export async function classify(input) {
  const { op, args, body } = await understand(input);
  return (await load())(op, args, body).result;
}

/**
 * What an error means and what to do about it, for a person.
 * @param {Input} input
 * @returns {Promise<Record<string, any>>}
 */
export async function explain(input) {
  const { op, args, body } = await understand(input);
  return (await load())('explain', { ...args, input: op === 'classify' ? 'response' : op }, body).result;
}

/**
 * As `classify`, at once; `init` must have ended before.
 * @param {string | Error | Exchange} input
 * @returns {Verdict & Record<string, any>}
 */
export function classifySync(input) {
  const core = loaded();
  if (!core) throw new TypeError('ukemi: call `await init()` before classifySync');
  const { op, args, body } = understandSync(input);
  return core(op, args, body).result;
}

/**
 * The classes of the error contract: what each means, its type, code, statuses.
 * @returns {Promise<Record<string, any>[]>}
 */
export async function classes() {
  return (await load())('classes', {}).result;
}

/** @param {Input} input */
async function understand(input) {
  if (input instanceof Response) {
    const body = input.bodyUsed ? '' : new Uint8Array(await input.clone().arrayBuffer());
    return understandSync({ status: input.status, headers: input.headers, body });
  }
  return understandSync(input);
}

/**
 * @param {string | Error | Exchange} input
 * @returns {{op: string, args: object, body: string | Uint8Array}}
 */
function understandSync(input) {
  if (typeof input === 'string') return { op: 'paste', args: {}, body: input };
  const any = /** @type {any} */ (input);
  if (typeof any?.status === 'number') {
    const headers = any.headers ?? [];
    const list = typeof headers[Symbol.iterator] === 'function' ? [...headers] : Object.entries(headers);
    // The errors of SDKs bear the parsed body; an exchange bears its text.
    const body = any.body ?? (any.error === undefined ? (any.responseBody ?? any.message ?? '') : JSON.stringify({ error: any.error }));
    return { op: 'classify', args: { status: any.status, headers: list.map(([name, value]) => [name, String(value)]), now: Date.now() }, body };
  }
  if (input instanceof Error) return { op: 'paste', args: {}, body: describe(input) };
  throw new TypeError('ukemi: classify takes a string, an Error, a Response or {status, headers, body}');
}

/** @param {any} error and its causes, as a log shows them */
function describe(error) {
  const lines = [];
  for (let e = error, depth = 0; e && depth < 5; e = e.cause, depth++) lines.push(`${e.name ?? 'Error'}: ${[e.code, e.message].filter(Boolean).join(' ')}`);
  return lines.join('\ncaused by: ');
}
