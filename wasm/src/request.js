// What fetch takes, made ready to be sent more than once where its body allows
// that. A body that is a stream is sent once, as it comes.

import { putBack, readUpTo } from './body.js';

/** Bytes of a Request's body that are kept for a retry. */
const maxKept = 4 << 20;

/**
 * fetch's own check, without touching the body. Not of the Request itself: to
 * give Chromium another body for it takes the one it has.
 * @param {RequestInfo | URL} input
 * @param {RequestInit} [init]
 * @returns {Request | null} null where fetch itself will say what is wrong, or nothing is to be done
 */
export function check(input, init) {
  /** @type {Partial<Request>} */
  const given = input instanceof Request ? input : {};
  const { method = given.method, headers = given.headers, body = given.bodyUsed ? null : given.body } = init ?? {};
  try {
    const checked = new Request(given.url ?? input, { ...init, method, headers, body: body ? new Uint8Array() : undefined, signal: null });
    return /^https?:/.test(checked.url) ? checked : null;
  } catch {
    return null;
  }
}

/**
 * @param {Request} checked
 * @param {RequestInfo | URL} input
 * @param {RequestInit} [init]
 */
export async function take(checked, input, init = {}) {
  const request = input instanceof Request ? input : null;
  const url = new URL(checked.url);
  let { body = null } = init;
  let replayable = !(body instanceof ReadableStream) && !(/** @type {any} */ (body)?.[Symbol.asyncIterator]);
  let kept = typeof body === 'string' || body instanceof Uint8Array ? body : null;
  if (body === null && request?.body) {
    const { bytes, rest } = await readUpTo(request.body, maxKept + 1);
    body = putBack(bytes, rest);
    kept = rest ? null : bytes;
    replayable = !rest;
  }
  return {
    url, method: checked.method, headers: /** @type {[string, string][]} */ ([...checked.headers]), body: kept, replayable,
    streams: asksForStream(url.pathname, kept), signal: init.signal === undefined ? request?.signal : init.signal,
    init: /** @type {RequestInit} */ ({ ...init, ...(body !== null && { body }), ...(body instanceof ReadableStream && { duplex: 'half' }) }),
  };
}

/**
 * What fetch is given for one attempt at the model that was asked for.
 * @param {RequestInfo | URL} input
 * @param {Awaited<ReturnType<typeof take>>} call
 * @param {AbortSignal} signal
 * @returns {[RequestInfo | URL, RequestInit]}
 */
export function attempt(input, { headers, init }, signal) {
  const own = headers.filter(([name]) => !name.startsWith('x-ukemi-'));
  return [input, { ...init, signal, ...(own.length < headers.length && { headers: own }) }];
}

/**
 * Whether a request asks for a streamed answer, which gets the timeouts of one.
 * The rule of asksForStream in pkg/edge.
 *
 * A body that mentions "stream": true inside a message is taken for one too;
 * it then merely gets the timeouts of a stream.
 * @param {string} path
 * @param {unknown} body
 */
export function asksForStream(path, body) {
  if (path.includes(':streamGenerateContent')) return true;
  const text = body instanceof Uint8Array ? new TextDecoder().decode(body) : body;
  return typeof text === 'string' && /"stream"[\s:]*true/.test(text);
}
