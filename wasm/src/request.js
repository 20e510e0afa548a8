// Reads the arguments of fetch into a call that can be sent more than once if its body
// allows it. A body that is a stream is passed through and sent once.

import { decode, readUpTo } from './body.js';

/** Bytes; a longer body of a Request is not copied, and the call is not retried. */
const maxCopied = 4 << 20;

/**
 * Validate the arguments as fetch does, without using up the body: Chromium consumes the
 * body of a Request that is passed to the constructor, even if init has another one.
 * @param {RequestInfo | URL} input
 * @param {RequestInit} [init]
 * @returns {Request | null} null if the arguments go to fetch unchanged: it will throw, or the URL is not HTTP
 */
export function validate(input, init) {
  /** @type {Partial<Request>} */
  const given = input instanceof Request ? input : {};
  const { method = given.method, headers = given.headers, body = given.body, signal } = init ?? {};
  const isRead = given.bodyUsed || given.body?.locked;
  if ((signal && !(signal instanceof AbortSignal)) || (isRead && body === given.body)) return null;
  try {
    const valid = new Request(given.url ?? input, { ...init, method, headers, body: undefined, signal: null });
    const isRefused = body && /^(GET|HEAD)$/.test(valid.method); // a body costs a stream, so valid has none
    return !isRefused && valid.url.startsWith('http') ? valid : null;
  } catch {
    return null;
  }
}

/**
 * @param {Request} valid
 * @param {RequestInfo | URL} input
 * @param {RequestInit} [init]
 */
export async function readRequest(valid, input, init = {}) {
  const request = input instanceof Request ? input : null;
  const url = new URL(valid.url);
  const signal = init.signal === undefined ? request?.signal : init.signal;
  /** @type {any} */
  let body = init.body ?? null;
  // A stream of the web, of Node, or of Node before streams were iterable.
  let replayable = !(body?.getReader || body?.[Symbol.asyncIterator] || body?.pipe);
  let copied = typeof body === 'string' || body instanceof Uint8Array ? body : null;
  let beginning = copied;
  if (body === null && request && request.body !== null) {
    // A clone is read. If it is slow or long, the Request's own body is sent, once.
    // Firefox has no Request.body, and no streams as bodies.
    const copy = request.clone();
    const { bytes, rest } = copy.body
      ? await readUpTo(copy.body, maxCopied + 1, 20) // ms; in a page it comes from another process
      : { bytes: new Uint8Array(await copy.arrayBuffer()), rest: null };
    beginning = bytes;
    replayable = !rest;
    if (rest) rest.cancel();
    else if (request.body || bytes.length) {
      body = copied = bytes;
      request.body?.cancel().catch(() => {});
    }
  }
  const path = url.pathname;
  return {
    request: valid, method: valid.method, url, upstream: url.origin, path, query: url.search.slice(1),
    headers: /** @type {[string, string][]} */ ([...valid.headers]), body: copied, given: body, replayable,
    streams: asksForStream(path, beginning), signal,
    init: /** @type {RequestInit} */ (body === null ? init : { ...init, body }),
  };
}

/**
 * Whether a request asks for a stream, which has timeouts of its own. asksForStream in
 * pkg/edge has the same rule. A body that contains "stream": true inside a message counts
 * as well; the only effect is the other timeout.
 * @param {string} path
 * @param {unknown} body
 */
export function asksForStream(path, body) {
  if (path.includes(':streamGenerateContent')) return true;
  const text = body instanceof Uint8Array ? decode(body) : body;
  return typeof text === 'string' && /"stream"[\s:]*true/.test(text);
}
