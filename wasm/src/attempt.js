// Sends one attempt and waits for its answer. A success that needs no inspection is
// delivered as it is; everything else is decided in the core (retry-loop.js).

import { inspect, needsInspection, provesAnswer } from './inspect.js';

/**
 * @typedef {import('./driver.js').Call} Call
 * @typedef {import('./driver.js').FallbackRequest} FallbackRequest
 * @typedef {import('./driver.js').Settings} Settings
 * @typedef {import('./stream.js').Stream} Stream
 */

/**
 * @typedef {object} Attempt the end of one attempt: an answer, an answer that breaks off, or no answer
 * @property {any} [response]
 * @property {boolean} [plain] a success that needs no look of the core
 * @property {Uint8Array} [bytes] the body of an answer that is or may be an error
 * @property {import('./body.js').Rest | null} [rest] the unread part of an error's body; null if it was read to its end
 * @property {Stream} [stream] the answer's body, if it is a stream that has started
 * @property {object} [broken] the failure of a stream that has not started
 * @property {any} [error] that fetch threw
 * @property {number} [took] ms that the attempt lasted
 * @property {number} [firstContent] ms until the first content of its stream
 */

/** Load the code that only streams need. */
export const importStream = () => import('./stream.js');

/** The reason with which an attempt is aborted at its timeout. */
export const timedOut = new DOMException('the upstream did not answer in time', 'TimeoutError');

/**
 * @param {Call} call
 * @param {Record<string, any>} policy
 * @param {Settings['core']} core
 * @param {FallbackRequest | null} [fallback]
 * @param {number} [timeout] ms until the first byte of a stream, else until the headers
 * @param {Uint8Array | null} [replay] the content that a stream must repeat
 * @returns {Promise<Attempt>} rejects only if the caller's signal aborts
 */
export async function send(call, policy, core, fallback = null, timeout = firstTimeout(call, policy), replay = null) {
  const { method, path, streams, signal } = call;
  const startedAt = Date.now();
  const abort = new AbortController();
  const giveUp = () => abort.abort(timedOut);
  const timer = setTimeout(giveUp, timeout);
  // In Node a timer must not keep a finished program alive.
  /** @type {any} */ (timer).unref?.();
  const stopTimer = () => clearTimeout(timer);
  const ended = (/** @type {Attempt} */ attempt) => {
    stopTimer(); // no timeout applies once bytes flow to the caller
    attempt.took = Date.now() - startedAt;
    if (attempt.stream?.watcher.started) attempt.firstContent = attempt.took;
    return attempt;
  };
  /** @type {any} */
  let response;
  try {
    // The stream module loads while the upstream generates. If it cannot be loaded,
    // streams are delivered unwatched.
    const load = () => importStream().catch(() => null);
    const loading = streams && load();
    response = await call.send(signal ? AbortSignal.any([signal, abort.signal]) : abort.signal, fallback, abort);
    const { status, headers, body } = response ?? {};
    // The retry loop reads the body of an error. A test double, and a success whose body
    // is no web stream (node-fetch), is delivered as it is.
    if (status >= 400 || !headers?.entries || (body !== null && !body?.getReader)) {
      return ended({ response, plain: !(status >= 400 && headers?.entries) });
    }
    const type = headers.get('content-type') ?? '';
    if (body && (streams || /event-stream|ndjson/i.test(type))) {
      const module = await (loading || load());
      const started = await module?.startStream(
        response, call, policy, { aborted: abort.signal, giveUp, stopTimer }, replay, core,
      );
      if (started) return ended(started);
    }
    const length = +(headers.get('content-length') ?? -1);
    /** @type {Attempt} */
    const attempt = needsInspection(method, path, status, type, length, streams) && !provesAnswer(headers)
      ? await inspect(response, length)
      : { response, plain: true };
    // The timeout may have expired in the middle of the body.
    abort.signal.throwIfAborted();
    signal?.throwIfAborted();
    return ended(replay ? { response, broken: { kind: 'cut', differs: true } } : attempt);
  } catch (error) {
    if (signal?.aborted) {
      stopTimer();
      discard(response);
      throw /** @type {any} */ (error)?.name === 'AbortError' ? error : signal.reason;
    }
    return ended({ response, error: abort.signal.aborted ? timedOut : error });
  }
}

/**
 * The result of an attempt, unchanged; for when the core cannot decide.
 * @param {Attempt} attempt
 * @param {unknown} [reason] thrown if the stream broke without an error of its own
 * @returns {Response}
 */
export function unchanged({ response, broken, error }, reason) {
  if (error ?? broken) throw error ?? reason ?? new TypeError('terminated');
  return response;
}

/** @param {Response} [response] */
export function discard(response) {
  // Not awaited, because a retry need not wait until the upstream has stopped.
  response?.body?.cancel?.().catch(() => {});
}

/**
 * The timeout of a first attempt for which the core was not asked, in ms: the policy's,
 * but at most 90 % of the SDK's own (x-stainless-timeout, in seconds). Policy.Patience in
 * pkg/retry has the same rule.
 * @param {Call} call
 * @param {Record<string, any>} policy
 */
function firstTimeout({ streams, headers }, { firstEventTimeout, responseTimeout }) {
  let ms = (streams && firstEventTimeout) || responseTimeout;
  for (const [name, value] of /** @type {[string, any][]} */ (headers)) {
    if (/^x-stainless-(read-)?timeout$/.test(name) && value > 0) ms = Math.min(ms, value * 900);
  }
  return ms;
}
