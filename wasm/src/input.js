// From what an application holds – an answer, an error that fetch or an SDK
// threw, a text – to what the core is asked with.

import { causes, words } from './causes.js';

/**
 * @typedef {object} Exchange an HTTP answer
 * @property {number} status
 * @property {Headers | Record<string, string> | Iterable<[string, string]>} [headers]
 * @property {string | Uint8Array | object} [body] as it came, or parsed
 *
 * @typedef {string | Error | Response | Exchange} Input a text, an error that was thrown, or an answer
 * @typedef {[args: object, body: string | Uint8Array]} Question
 */

/**
 * @param {unknown} input
 * @returns {Promise<Question>}
 */
export async function read(input) {
  const answer = answerIn(input);
  if (!(answer instanceof Response)) return readSync(input);
  // The caller's own stays readable.
  const body = answer.bodyUsed ? '' : new Uint8Array(await answer.clone().arrayBuffer());
  return exchange(answer, body);
}

/**
 * @param {any} input
 * @returns {Question}
 */
export function readSync(input) {
  if (typeof input === 'string') return [{ input: 'paste' }, input];
  const answer = answerIn(input);
  if (answer) return exchange(answer, bodyOf(answer));
  if (!(input instanceof Error) && input?.message === undefined) throw new TypeError('ukemi: this takes a string, an Error, a Response or {status, headers, body}');
  const log = causes(input).map((e) => `${e.name ?? 'Error'}: ${words(e).join(' ') || e}`);
  return [{ input: 'paste' }, log.join('\ncaused by: ')];
}

/**
 * What bears the HTTP answer: `response` (axios, ky), the error itself (openai,
 * anthropic, google: status; ai: statusCode), or the one that it wraps.
 * @param {any} input
 * @returns {any}
 */
const answerIn = (input) => causes(input).flatMap((e) => [e.response, e]).find((part) => typeof statusOf(part ?? {}) === 'number');

/** @param {any} answer */
const statusOf = ({ status, statusCode }) => status ?? statusCode;

/**
 * The body, by the names that clients give it. openai's `error` is the inner
 * object, anthropic's the whole body.
 * @param {any} answer
 */
function bodyOf({ body, responseBody, data, error, message }) {
  const inner = typeof error === 'object' && error && !error.error ? { error } : error;
  const found = [body, responseBody, data, inner, message].find((part) => part !== undefined && part !== null && !(part instanceof ReadableStream));
  if (found instanceof ArrayBuffer) return new Uint8Array(found);
  return typeof found === 'object' && !(found instanceof Uint8Array) ? JSON.stringify(found) : (found ?? '');
}

/**
 * @param {any} answer
 * @param {string | Uint8Array} body
 * @returns {Question}
 */
function exchange(answer, body) {
  const headers = answer.headers ?? answer.responseHeaders ?? {};
  const list = typeof headers[Symbol.iterator] === 'function' ? [...headers] : Object.entries(headers);
  return [{ status: statusOf(answer), headers: list.map((pair) => pair.map(String)), now: Date.now() }, body];
}
