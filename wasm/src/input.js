// Converts the inputs of classify and explain (a Response, an error that fetch or an SDK
// threw, a text) to the arguments of the core.

import { causes, codeAndMessage } from './causes.js';

/**
 * @typedef {object} Exchange an HTTP answer
 * @property {number} status
 * @property {Headers | Record<string, string> | Iterable<[string, string]>} [headers]
 * @property {string | Uint8Array | object} [body] raw, or parsed from JSON
 *
 * @typedef {string | Error | Response | Exchange} Input a text, an error that was thrown, or an HTTP answer
 * @typedef {[args: object, body: string | Uint8Array]} CoreArguments
 */

/**
 * @param {unknown} input
 * @returns {Promise<CoreArguments>}
 */
export async function readInput(input) {
  const answer = answerIn(input);
  if (!(answer instanceof Response)) return readInputSync(input);
  // A clone is read, so that the caller can still read the body.
  const body = answer.bodyUsed ? '' : new Uint8Array(await answer.clone().arrayBuffer());
  return exchangeArguments(answer, body);
}

/**
 * @param {any} input
 * @returns {CoreArguments}
 */
export function readInputSync(input) {
  if (typeof input === 'string') return [{ input: 'paste' }, input];
  const answer = answerIn(input);
  if (answer) return exchangeArguments(answer, bodyOf(answer));
  if (!(input instanceof Error) && input?.message === undefined) {
    throw new TypeError('ukemi: takes a string, Error, Response or {status, headers, body}');
  }
  const log = causes(input).map((e) => `${e.name ?? 'Error'}: ${codeAndMessage(e).join(' ') || e}`);
  return [{ input: 'paste' }, log.join('\ncaused by: ')];
}

/**
 * The HTTP answer in an error: its `response` (axios, ky), the error itself (openai,
 * anthropic, google: status; ai: statusCode), or an error that it wraps.
 * @param {any} input
 * @returns {any}
 */
function answerIn(input) {
  const candidates = causes(input).flatMap((e) => [e.response, e]);
  // The AI SDK's error for a stream that broke has the status 200 and no body; the cause is the failure.
  return candidates.find((e) => statusOf(e) >= 400 || (statusOf(e) >= 0 && bodyOf(e) !== e.message));
}

/**
 * The status; 0 of an error inside a stream, for which the AI SDK makes one up.
 * @param {any} answer
 */
const statusOf = (answer) => (/^AI_Stream/.test(answer?.name) ? 0 : (answer?.status ?? answer?.statusCode));

/**
 * The body, under the names that clients give it. In openai's errors `error` is the inner
 * object, in anthropic's it is the whole body; in the AI SDK's `data` is either.
 * @param {any} answer
 */
function bodyOf({ body, responseBody, data, error, message }) {
  const whole = (/** @type {any} */ part) => (part?.message || part?.code ? { error: part } : part);
  const found = [body, responseBody, whole(data), whole(error), message]
    .find((part) => part !== undefined && part !== null && !(part instanceof ReadableStream));
  if (found instanceof ArrayBuffer) return new Uint8Array(found);
  return typeof found === 'object' && !(found instanceof Uint8Array) ? JSON.stringify(found) : (found ?? '');
}

/**
 * @param {any} answer
 * @param {string | Uint8Array} body
 * @returns {CoreArguments}
 */
function exchangeArguments(answer, body) {
  const headers = answer.headers ?? answer.responseHeaders ?? {};
  const list = typeof headers[Symbol.iterator] === 'function' ? [...headers] : Object.entries(headers);
  return [{ status: statusOf(answer), headers: list.map((pair) => pair.map(String)), now: Date.now() }, body];
}
