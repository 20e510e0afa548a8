// The JavaScript driver, in browsers, Node and the Worker alike: it fetches,
// waits and copies bytes. What an error means and what to do about it is
// decided in the core; a success at the first attempt never gets there.

import { looksLikeError, maxBody, maxSuspect, suspect } from './suspect.js';

/**
 * @typedef {[name: string, value: string][]} HeaderList
 * @typedef {object} Call one call of the application
 * @property {string} method
 * @property {string} path without the host
 * @property {HeaderList} headers of the caller; hints are read from them
 * @property {boolean} replayable whether the body can be sent again
 * @property {boolean} streams whether a streamed answer is asked for
 * @property {AbortSignal | null} [signal] of the caller
 * @property {(signal: AbortSignal) => Promise<Response>} send makes one attempt
 *
 * @typedef {object} Settings
 * @property {Record<string, any>} policy complete, as the core's op `policy` answers
 * @property {{details?: boolean, helpURL?: string}} [caller]
 * @property {(args: object, body: Uint8Array) => Reacted | Promise<Reacted>} react the core's op of that name; when it throws, the call's own outcome is delivered
 * @property {(ms: number, signal?: AbortSignal | null) => Promise<void>} [wait]
 * @property {() => number} [now] ms since the epoch
 * @property {() => number} [random] in [0, 1)
 * @property {(record: Record_) => void} [onCall] is told of every call that failed or needed a retry
 * @property {(attempt: {attempt: number, action: string, wait: number, reason: string, verdict: any, trail: string}) => void} [onAttempt] is told of every attempt that went through the core
 *
 * @typedef {{result: any, body: Uint8Array<ArrayBuffer>}} Reacted
 * @typedef {{method: string, path: string, status: number, class: string, provider: string, rule: string, reason: string, attempts: string, request_id: string, duration_ms: number}} Record_
 */

/**
 * Make a call: attempts and waits until an answer or a final failure. Throws
 * only when the caller's signal aborts, or when an attempt threw and the core
 * could not be asked.
 * @param {Call} call
 * @param {Settings} settings
 * @returns {Promise<Response>}
 */
export async function drive(call, settings) {
  const { policy, caller = {}, react, wait = pause, now = Date.now, random = Math.random } = settings;
  const { method, path, headers, replayable, signal } = call;
  const began = now();
  let state = { attempts: [], ambiguous: 0 };
  for (;;) {
    const attempt = await send(call, policy, now);
    if (signal?.aborted) {
      discard(attempt.response);
      throw signal.reason;
    }
    if (attempt.response && attempt.plain && state.attempts.length === 0) return attempt.response;
    /** @type {Reacted} */
    let reacted;
    try {
      reacted = await react(
        { policy, caller, state, request: { method, path, headers, replayable }, attempt: { ...attempt.outcome, now: now(), elapsed: now() - began }, random: random() },
        attempt.body,
      );
    } catch (error) {
      return attempt.asItCame(error);
    }
    const { action, wait: ms, reason, verdict, trail } = reacted.result;
    state = reacted.result.state;
    settings.onAttempt?.({ attempt: state.attempts.length, action, wait: ms, reason, verdict, trail });
    if (action === 'resend') {
      discard(attempt.response);
      await wait(ms, signal);
      continue;
    }
    const response = deliver(call, attempt, reacted);
    settings.onCall?.({
      method, path, status: response.status, reason, attempts: trail, duration_ms: now() - began,
      class: verdict?.class ?? '', provider: verdict?.provider ?? '', rule: verdict?.rule ?? '', request_id: verdict?.request_id ?? '',
    });
    return response;
  }
}

/**
 * @typedef {object} Attempt
 * @property {Response} [response]
 * @property {boolean} plain a success that needs no look
 * @property {object} outcome as the core reads it
 * @property {Uint8Array} body of an answer that may be an error
 * @property {(error: unknown) => Response} asItCame what the caller gets when the core cannot be asked
 */

const silent = new DOMException('the upstream did not answer in time', 'TimeoutError');
const nothing = new Uint8Array();

/**
 * @param {Call} call
 * @param {Record<string, any>} policy
 * @param {() => number} now
 * @returns {Promise<Attempt>}
 */
async function send(call, policy, now) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(silent), call.streams ? policy.firstEventTimeout : policy.responseTimeout);
  // In Node a timer must not keep a finished program alive.
  /** @type {any} */ (timer).unref?.();
  const signal = call.signal ? AbortSignal.any([call.signal, patience.signal]) : patience.signal;
  /** @type {Response | undefined} */
  let response;
  try {
    response = await call.send(signal);
    // A stream has timeouts of its own; elsewhere the timer bounds the body too.
    if (call.streams) clearTimeout(timer);
    const type = response.headers.get('content-type') ?? '';
    const length = response.headers.get('content-length');
    if (!suspect(response.status, type, length === null ? -1 : Number(length), call.streams)) {
      return { response, plain: true, body: nothing, outcome: { status: response.status, headers: [] }, asItCame: () => /** @type {Response} */ (response) };
    }
    return await look(response);
  } catch (error) {
    clearTimeout(timer);
    return {
      response, plain: false, body: nothing, outcome: { failure: failure(patience.signal.aborted ? silent : error) },
      asItCame() { throw error; },
    };
  }
}

/**
 * Read the body of an answer that may be an error. What was read is put back,
 * so that an answer that proves good is delivered whole.
 * @param {Response} response
 * @returns {Promise<Attempt>}
 */
async function look(response) {
  const { bytes, rest } = await readUpTo(response.body, response.status < 400 ? maxSuspect + 1 : maxBody);
  const whole = new Response(bodyless(response.status) ? null : putBack(bytes, rest), response);
  const plain = response.status < 400 && !looksLikeError(bytes);
  return {
    response: whole, plain, body: plain ? nothing : bytes,
    outcome: { status: response.status, headers: plain ? [] : [...response.headers] },
    asItCame: () => whole,
  };
}

/** @param {number} status */
const bodyless = (status) => status === 204 || status === 205 || status === 304;

/**
 * @param {ReadableStream<Uint8Array> | null} stream
 * @param {number} max
 * @returns {Promise<{bytes: Uint8Array<ArrayBuffer>, rest: ReadableStreamDefaultReader<Uint8Array> | null}>} rest is null when the stream has ended
 */
export async function readUpTo(stream, max) {
  if (!stream) return { bytes: new Uint8Array(), rest: null };
  const reader = stream.getReader();
  /** @type {Uint8Array[]} */
  const chunks = [];
  let length = 0;
  let ended = false;
  while (length < max && !ended) {
    // A cut body is an error body all the same; what came of it is judged.
    const { done, value } = await reader.read().catch((error) => {
      if (length === 0) throw error;
      return { done: true, value: undefined };
    });
    ended = done;
    if (value) {
      chunks.push(value);
      length += value.length;
    }
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return { bytes, rest: ended ? null : reader };
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {ReadableStreamDefaultReader<Uint8Array> | null} rest
 * @returns {Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>}
 */
export function putBack(bytes, rest) {
  if (!rest) return bytes;
  let first = true;
  return new ReadableStream({
    async pull(controller) {
      if (first) {
        first = false;
        controller.enqueue(bytes);
        return;
      }
      const { done, value } = await rest.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => rest.cancel(reason),
  });
}

/** @param {Response} [response] */
function discard(response) {
  // Not awaited: nobody needs to know that the upstream has stopped.
  response?.body?.cancel().catch(() => {});
}

/**
 * The answer for the caller: the upstream's own when it is a success, the
 * contract's form of it when it is a failure.
 * @param {Call} call
 * @param {Attempt} attempt
 * @param {Reacted} reacted
 * @returns {Response}
 */
function deliver(call, attempt, { result, body }) {
  const failed = result.verdict !== null;
  const headers = new Headers(attempt.response?.headers);
  if (failed) {
    discard(attempt.response);
    for (const name of describesBody) headers.delete(name);
  }
  for (const [name, value] of result.headers) headers.set(name, value);
  if (!failed) {
    const { status, statusText, body } = /** @type {Response} */ (attempt.response);
    return new Response(body, { status, statusText, headers });
  }
  return new Response(call.method === 'HEAD' ? null : body, { status: result.status, headers });
}

/**
 * The upstream's headers that say something of the body or the wait that the
 * contract's form replaces. The same list stands in pkg/edge/attempt.go.
 */
const describesBody = [
  'content-type', 'content-length', 'content-encoding', 'transfer-encoding', 'content-disposition', 'etag', 'last-modified', 'accept-ranges',
  'trailer', 'retry-after', 'retry-after-ms', 'x-should-retry', 'x-request-id', 'link', 'content-security-policy',
];

/**
 * @param {any} error that fetch threw
 * @returns {{kind: string, message: string, sent: boolean}} kind is '' where only the words tell
 */
function failure(error) {
  if (error === silent) return { kind: 'timeout', message: error.message, sent: true };
  // Node hides what happened behind "fetch failed"; browsers say nothing more.
  const words = [];
  for (let e = error, depth = 0; e && depth < 5; e = e.cause ?? e.errors?.[0], depth++) {
    words.push([e.code, e.message ?? String(e)].filter(Boolean).join(': '));
  }
  const message = words.reverse().join(' ← ');
  const unsent = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|Connection refused/.test(message);
  return { kind: '', message, sent: !unsent };
}

/**
 * @param {number} ms
 * @param {AbortSignal | null} [signal]
 * @returns {Promise<void>} rejects with the signal's reason as soon as it aborts
 */
export function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const give = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', give);
      resolve();
    }, ms);
    signal?.addEventListener('abort', give, { once: true });
  });
}
