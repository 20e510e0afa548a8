// The JavaScript driver, in browsers, Node and the Worker alike: it fetches,
// waits and copies bytes. What an error means and what to do about it is
// decided in the core; a success at the first attempt never gets there.

import { breaksOff, looksLikeError, maxBody, maxSuspect, suspect } from './suspect.js';
import { deterministic, watched } from './stream-request.js';

/** @typedef {import('./stream.js').Stream} Stream */

/**
 * @typedef {[name: string, value: string][]} HeaderList
 * @typedef {{model: string, key: string, url: string, keep: string[]}} Fallback another model: the name of its upstream's key, the URL where it is ('' for the call's own), and the only headers that go there
 *
 * @typedef {object} Call one call of the application
 * @property {string} method
 * @property {string} path without the host
 * @property {string} upstream scheme and host
 * @property {HeaderList} headers of the caller; hints are read from them
 * @property {Uint8Array | string | null} body what can be sent again, null when there is none or it cannot
 * @property {boolean} replayable whether it can
 * @property {boolean} streams whether a streamed answer is asked for
 * @property {AbortSignal | null} [signal] of the caller
 * @property {(signal: AbortSignal, detour: {fallback: Fallback, body: Uint8Array} | null) => Promise<Response>} send makes one attempt
 *
 * @typedef {object} Settings
 * @property {Record<string, any>} policy complete, as the core's op `policy` answers
 * @property {{details?: boolean, helpURL?: string}} [caller]
 * @property {() => CallCore | Promise<CallCore>} core when it throws, the call's own outcome is delivered
 * @property {{value: object | null}} [health] what is known of the upstreams, shared by the calls to them
 * @property {(ms: number, signal?: AbortSignal | null) => Promise<void>} [wait]
 * @property {() => number} [now] ms since the epoch
 * @property {() => number} [random] in [0, 1)
 * @property {(record: Record_) => void} [onCall] is told of every call that failed or needed a retry
 * @property {(attempt: {attempt: number, action: string, wait: number, reason: string, verdict: any, trail: string}) => void} [onAttempt] is told of every attempt that went through the core
 *
 * @typedef {import('./core.js').CallCore} CallCore
 * @typedef {{result: any, body: Uint8Array<ArrayBuffer>}} Reacted
 * @typedef {{method: string, path: string, status: number, class: string, provider: string, rule: string, reason: string, model: string, answered: string, attempts: string, resends: number, ambiguous: number, request_id: string, duration_ms: number}} Record_ answered: the fallback that did
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
  const { caller = {}, wait = pause, now = Date.now, random = Math.random, health = { value: null } } = settings;
  const { method, path, upstream, headers, replayable, signal } = call;
  const request = { method, path, upstream, headers, replayable, model: '' };
  const began = now();
  let { policy } = settings;
  /** @type {any} */
  let state = {};
  /** @type {Fallback | null} */
  let fallback = null;
  if (health.value || headers.some(([name]) => name.startsWith('x-ukemi-'))) {
    const core = await settings.core();
    request.model = modelOf(core, call);
    const { result, body } = core('begin', { policy, caller, request, health: health.value, now: now() });
    if (result.refused) return new Response(body, result.refused);
    ({ policy, state, fallback, health: health.value } = result);
  }
  /** The failure of the first model asked, should the others fail, too. @type {Response | null} */
  let kept = null;
  /** When a stream broke whose beginning went downstream; 0 while none did. */
  let broke = 0;
  /** What a later stream must repeat to take it up; null when nothing can. @type {Uint8Array | null} */
  let replay = null;

  let { answer, stream, tell } = await run();
  if (!stream) return answer;
  const head = new Headers(answer.headers);
  for (const name of ['content-length', 'content-encoding', 'etag']) head.delete(name);
  const peeked = policy.stream === 'peek' && stream.plain();
  return new Response(peeked || stream.body((broken) => takeUp(broken, answer), () => tell?.()), { status: answer.status, headers: head });

  /** Attempts until there is an answer to deliver. @returns {Promise<Settled>} */
  async function run() {
    for (;;) {
      const attempt = await send(call, settings, policy, fallback && detour(await settings.core(), call, fallback), now() - began, replay);
      if (signal?.aborted) {
        discard(attempt.response);
        throw signal.reason;
      }
      const { response, plain, stream } = attempt;
      if (response && plain && !state.attempts?.length && !fallback && !health.value) return { answer: response, stream };
      const settled = await settle(attempt);
      if (settled) return settled;
    }
  }

  /**
   * What follows on an attempt: an answer, or null where it is another attempt.
   * @param {Attempt} attempt
   * @returns {Promise<Settled | null>}
   */
  async function settle(attempt) {
    /** @type {Reacted} */
    let reacted;
    try {
      const core = await settings.core();
      request.model ||= modelOf(core, call);
      const outcome = { ...attempt.outcome, now: now(), elapsed: now() - (broke || began), begun: broke > 0, resumable: replay !== null };
      reacted = core('react', { policy, caller, state, health: health.value, request, attempt: outcome, random: random() }, attempt.bytes);
    } catch (error) {
      signal?.throwIfAborted();
      return { answer: attempt.asItCame(error) };
    }
    const { action, wait: ms, reason, verdict, trail, first } = reacted.result;
    ({ state, health: health.value } = reacted.result);
    settings.onAttempt?.({ attempt: state.attempts.length, action, wait: ms, reason, verdict, trail });
    if (action === 'resend') {
      discard(attempt.response);
      await wait(ms, signal);
      return null;
    }
    if (action === 'switch') {
      kept ??= deliver(call, attempt, reacted);
      discard(attempt.response);
      fallback = reacted.result.fallback;
      return null;
    }
    const answer = first && kept ? withHeaders(kept, reacted.result.headers) : deliver(call, attempt, reacted);
    if (first) discard(attempt.response);
    const tell = () => settings.onCall?.({
      method, path, status: broke ? 200 : answer.status, reason, model: request.model, answered: fallback?.model ?? '',
      attempts: trail, resends: state.attempts.length - 1, ambiguous: state.ambiguous, duration_ms: now() - began,
      class: verdict?.class ?? '', provider: verdict?.provider ?? '', rule: verdict?.rule ?? '', request_id: verdict?.request_id ?? '',
    });
    const { stream } = attempt;
    if (stream && !verdict) return { answer, stream, tell }; // which is told when the stream has ended
    tell();
    return { answer };
  }

  /**
   * What follows on a stream that broke after its beginning went downstream: a
   * stream that goes on in its place, or the event that ends it.
   * @param {Stream} broken
   * @param {Response} begun its answer
   */
  async function takeUp({ watch }, begun) {
    broke = now();
    replay = watch.resumable && !watch.fault.differs ? await watch.replay() : null;
    const outcome = { broken: { ...watch.fault, events: watch.contents }, status: 200, headers: [...begun.headers] };
    const settled = (await settle({ plain: false, bytes: nothing, outcome, asItCame })) ?? (await run());
    tell = settled.tell;
    return settled.stream ?? watch.error(settled.answer.status, new Uint8Array(await settled.answer.arrayBuffer()));
  }
}

/**
 * @typedef {object} Settled
 * @property {Response} answer
 * @property {Stream} [stream] its body, where that is watched
 * @property {() => void} [tell] tells onCall
 */

/** @param {unknown} error @returns {never} */
function asItCame(error) {
  throw error;
}

/**
 * @param {CallCore} core
 * @param {Call} call
 * @returns {string} the model that the body asks for, '' when it names none
 */
const modelOf = (core, { body }) => (body === null ? '' : core('model', {}, body).result.model);

/**
 * The same request for another model.
 * @param {CallCore} core
 * @param {Call} call
 * @param {Fallback} fallback
 */
const detour = (core, { body }, fallback) => ({ fallback, body: core('rewrite', { model: fallback.model }, body ?? '').body });

/**
 * @param {Response} response
 * @param {HeaderList} headers
 */
function withHeaders(response, headers) {
  set(response.headers, headers);
  return response;
}

/**
 * @param {Headers} headers
 * @param {HeaderList} add
 */
function set(headers, add) {
  // server-timing is a list to which everybody on the way adds.
  for (const [name, value] of add) name === 'server-timing' ? headers.append(name, value) : headers.set(name, value);
}

/**
 * @typedef {object} Attempt
 * @property {Response} [response]
 * @property {boolean} plain a success that needs no look
 * @property {boolean} [whole] nothing more of it will come
 * @property {object} outcome as the core reads it
 * @property {Uint8Array} bytes of an answer that may be an error
 * @property {Stream} [stream] the answer's body, where it is a stream
 * @property {(error: unknown) => Response} asItCame what the caller gets when the core cannot be asked
 */

const silent = new DOMException('the upstream did not answer in time', 'TimeoutError');
const nothing = new Uint8Array();

/**
 * @param {Call} call
 * @param {Settings} settings
 * @param {Record<string, any>} policy
 * @param {{fallback: Fallback, body: Uint8Array} | null} detour
 * @param {number} elapsed since the call began
 * @param {Uint8Array | null} replay what a stream must repeat
 * @returns {Promise<Attempt>}
 */
async function send(call, settings, policy, detour, elapsed, replay) {
  const { method, path, streams } = call;
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(silent), patienceOf(call, policy, elapsed));
  // In Node a timer must not keep a finished program alive.
  /** @type {any} */ (timer).unref?.();
  const signal = call.signal ? AbortSignal.any([call.signal, patience.signal]) : patience.signal;
  /** @type {Response | undefined} */
  let response;
  try {
    // What reads streams is fetched while the upstream thinks; without it they
    // go through as they are.
    const load = () => import('./stream.js').catch(() => null);
    const loading = streams ? load() : null;
    response = await call.send(signal, detour);
    const type = response.headers.get('content-type') ?? '';
    if (response.body && watched(method, path, streams, response)) {
      const loaded = await (loading ?? load());
      const attempt = { idle: policy.streamIdleTimeout, patience: patience.signal, giveUp: () => patience.abort(silent), opened: () => clearTimeout(timer), signal: call.signal };
      if (loaded) return await begin(response, new loaded.Stream(response.body, attempt, [path, records(call, policy), replay, settings.core]));
    }
    const length = response.headers.get('content-length');
    const looked = suspect(method, response.status, type, length === null ? -1 : Number(length), streams)
      ? await look(response)
      : { response, plain: true, bytes: nothing, outcome: { status: response.status, headers: [] }, asItCame: () => /** @type {Response} */ (response) };
    // A stream has timeouts of its own; elsewhere the timer bounds the body, too,
    // unless that has been read already.
    if (streams || looked.whole) clearTimeout(timer);
    if (replay && response.status < 400) return { ...looked, plain: false, outcome: { broken: { kind: 'cut', differs: true }, status: 200, headers: [] } };
    return looked;
  } catch (error) {
    clearTimeout(timer);
    return {
      response, plain: false, bytes: nothing, outcome: { failure: failure(patience.signal.aborted ? silent : error) },
      asItCame() { throw error; },
    };
  }
}

/**
 * Whether a call's answer may have to be taken up.
 * @param {Call} call
 * @param {Record<string, any>} policy
 */
function records({ body, replayable }, { mode, stream, resume }) {
  if (mode !== 'own' || stream === 'peek' || resume === 'never' || !replayable || body === null) return false;
  return resume === 'always' || deterministic(typeof body === 'string' ? body : new TextDecoder().decode(body));
}

/**
 * Read a stream until it has begun, or has failed like an answer with an
 * error's status.
 * @param {Response} response
 * @param {Stream} stream
 * @returns {Promise<Attempt>}
 */
async function begin(response, stream) {
  await stream.begin();
  const { begun, fault } = stream.watch;
  if (begun) return { response, plain: true, bytes: nothing, stream, outcome: { status: 200, headers: [] }, asItCame: () => response };
  stream.cancel();
  return { response, plain: false, bytes: nothing, outcome: { broken: { ...fault, events: 0 }, status: 200, headers: [...response.headers] }, asItCame };
}

/**
 * How long an attempt may take: what the policy says, but never longer than the
 * SDK above waits (x-stainless-…, seconds). The rule of Policy.Patience in
 * pkg/retry, so that a success need not enter the core.
 * @param {Call} call
 * @param {Record<string, any>} policy
 * @param {number} elapsed
 */
function patienceOf(call, policy, elapsed) {
  let ms = call.streams ? policy.firstEventTimeout : policy.responseTimeout;
  for (const [name, value] of call.headers) {
    if (name !== 'x-stainless-timeout' && name !== 'x-stainless-read-timeout') continue;
    if (Number(value) > 0) ms = Math.min(ms, Math.max(Number(value) * 900 - elapsed, 1));
  }
  return ms;
}

/**
 * Read the body of an answer that may be an error. What was read is put back,
 * so that an answer that proves good is delivered whole.
 * @param {Response} response
 * @returns {Promise<Attempt>}
 */
async function look(response) {
  const success = response.status < 400;
  // In one piece it costs half of reading it by chunks; but what came of a cut
  // one is lost, and a compressed one may be larger than it says.
  const short = success && !response.headers.has('content-encoding') && Number(response.headers.get('content-length') ?? NaN) <= maxSuspect;
  const { bytes, rest } = short ? { bytes: new Uint8Array(await response.arrayBuffer()), rest: null } : await readUpTo(response.body, success ? maxSuspect + 1 : maxBody).catch((error) => {
    if (success) throw error;
    return { bytes: nothing, rest: null }; // the status of an error says enough
  });
  const whole = new Response(bodyless(response.status) ? null : putBack(bytes, rest), response);
  if (success && breaksOff(bytes)) return { response, plain: false, bytes: nothing, outcome: { failure: cut }, asItCame: () => whole };
  const plain = success && !looksLikeError(bytes);
  return {
    response: whole, plain, whole: !rest, bytes: plain ? nothing : bytes,
    outcome: { status: response.status, headers: plain ? [] : [...response.headers] },
    asItCame: () => whole,
  };
}

const cut = { kind: 'cut', message: 'The answer breaks off in the middle.', sent: true };

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
  set(headers, result.headers);
  if (!failed) {
    const { status, statusText, body } = /** @type {Response} */ (attempt.response);
    return new Response(attempt.stream ? null : body, { status, statusText, headers });
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
