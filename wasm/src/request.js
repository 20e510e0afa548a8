// What fetch takes, made ready to be sent more than once where its body allows
// that. A body that is a stream is sent once, as it comes.

import { readUpTo } from './body.js';

/** Bytes of a Request's body that are kept for a retry. */
const maxKept = 4 << 20;

/** How long, in ms, it may take to come; a page's comes from another process. */
const atHand = 20;

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
  const { method = given.method, headers = given.headers, body = given.body, signal } = init ?? {};
  const isRead = given.bodyUsed || given.body?.locked;
  if ((signal && !(signal instanceof AbortSignal)) || (isRead && body === given.body)) return null;
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
  const signal = init.signal === undefined ? request?.signal : init.signal;
  /** @type {any} */
  let body = init.body ?? null;
  // Streams of the web's, of Node's, and of Node's before it had iterators.
  let replayable = !(body?.getReader || body?.[Symbol.asyncIterator] || body?.pipe);
  let kept = typeof body === 'string' || body instanceof Uint8Array ? body : null;
  let begins = kept;
  if (body === null && request && request.body !== null) {
    // A copy is read: what does not come at once is not waited for, but goes its
    // own way, once, as the Request's own body. Firefox shows no body, nor streams.
    const copy = request.clone();
    const late = new Promise((late) => setTimeout(late, atHand));
    const { bytes, rest } = copy.body
      ? await readUpTo(copy.body, maxKept + 1, late)
      : { bytes: new Uint8Array(await copy.arrayBuffer()), rest: null };
    begins = bytes;
    replayable = !rest;
    if (rest) rest.cancel().catch(() => {});
    else if (request.body || bytes.length) {
      body = kept = bytes;
      request.body?.cancel().catch(() => {});
    }
  }
  return {
    url, method: checked.method, headers: /** @type {[string, string][]} */ ([...checked.headers]), body: kept, replayable,
    streams: asksForStream(url.pathname, begins), signal,
    init: /** @type {RequestInit} */ (body === null ? init : { ...init, body }),
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
