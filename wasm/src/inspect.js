// Which answers must be inspected before they are delivered, and the inspection of an
// answer's body. internal/core and pkg/stream/answer_shapes.go have the same rules; here they
// exist a second time so that a success need not load or enter the core.
// test/scenarios/suspect.json is run against both. A rule here may be less precise than
// the core's, but only in one direction: an unclear answer goes to the core.

import { Answer } from './answer.js';
import { decode, putBack, readUpTo } from './body.js';
import { generating } from './tables.js';

/** Bytes; a longer body under a status of success is not inspected. */
const maxInspected = 16 << 10;

/**
 * ms for which an answer that may be an error is held. Errors arrive at once. A success may be
 * slow, and some servers send white space until it is complete.
 */
const holdTime = 30_000;

/**
 * Whether the upstream generates the answer for this request alone (internal/api).
 * @param {string} method
 * @param {string} path
 */
export function generates(method, path) {
  if (method !== 'POST' || path.includes('/threads/')) return false;
  return generating.test(path) || path.includes('/ai/run/')
    || /\/model\/.*\/(invoke|converse)(-\S*stream)?\/*$/.test(path);
}

/**
 * @param {string} method
 * @param {string} path
 * @param {number} status below 400
 * @param {string} contentType
 * @param {number} length of the body in bytes, −1 if it is not stated
 * @param {boolean} streams whether the request asks for a stream
 */
export function needsInspection(method, path, status, contentType, length, streams) {
  if (status !== 200 && (status !== 202 || length === 0)) return false;
  if (length > maxInspected || (length < 0 && streams)) return false;
  return /^(application\/(problem\+)?json|text\/html)/i.test(contentType) && generates(method, path);
}

/**
 * Whether the headers prove that a status of success is one: those that OpenAI's and Anthropic's
 * own servers write, which state errors by their status. ProvesAnswer in internal/core is the same.
 * @param {Headers} headers
 */
export const provesAnswer = (headers) => headers.has('openai-version') || headers.has('anthropic-organization-id');

/** Members that an error under a status of success has at its top level. */
const errorMembers = (
  'error errors Error err base_resp header Response Output __type error_code code cfWaitingRoom'
).split(' ');

/**
 * Whether a body under a status of success is JSON without a sign of an error, or too
 * long for an error.
 * @param {Uint8Array} body
 */
export function isCleanSuccess(body) {
  if (body.length > maxInspected) return true;
  try {
    const answer = JSON.parse(decode(body));
    const { type, object, success, choices } = answer;
    if (Array.isArray(answer) || type === 'error' || object === 'error' || success === false) return false;
    const failed = Array.isArray(choices) && choices.some((c) => c?.error || c?.finish_reason === 'error');
    return !failed && !errorMembers.some((name) => answer[name]);
  } catch {
    return false;
  }
}

/**
 * Read the body of an answer that may be an error under a status of success. The
 * returned response has the whole body again.
 * @param {Response} response
 * @param {number} length of the body in bytes, at most maxInspected; −1 if it is not stated
 * @returns {Promise<import('./attempt.js').Attempt>}
 */
export async function inspect(response, length) {
  const isEncoded = response.headers.has('content-encoding');
  if (isEncoded) {
    // A copy is read, because the runtime would compress a rebuilt body with a different result.
    const copy = await readUpTo(response.clone().body, maxInspected + 1);
    copy.rest?.cancel();
    if (isCleanSuccess(copy.bytes)) return { response, plain: true };
  }
  // arrayBuffer() costs half of reading by chunks. It loses the beginning of a cut body,
  // and a compressed body may be larger than its stated length.
  const isShort = !isEncoded && length > -1;
  const { bytes, rest } = isShort
    ? { bytes: new Uint8Array(await response.arrayBuffer()), rest: null }
    : await readUpTo(response.body, maxInspected + 1, holdTime);
  // The rest of a body that is too long or too slow for an error is not inspected.
  return { response: rebuild(response, bytes, rest), plain: !!rest || isCleanSuccess(bytes), bytes };
}

/**
 * An answer with the body that was read from it.
 * @param {any} response
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {import('./body.js').Rest | null} rest
 */
export const rebuild = (response, bytes, rest) => new Answer(putBack(bytes, rest), response, response);
