// The JavaScript driver, in browsers, Node and the Worker alike: it fetches,
// waits and copies bytes. What an error means and what to do about it is
// decided in the core; a success at the first attempt never gets there.
//
// This file holds the loop over attempts; attempt.js is one attempt, stream.js
// a streamed answer, answer.js what the caller gets.

import { deliver, discard, withHeaders } from './answer.js';
import { nothing, send } from './attempt.js';

/**
 * @typedef {import('./stream.js').Stream} Stream
 * @typedef {import('./attempt.js').Attempt} Attempt
 */

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
  const exchange = new Exchange(call, settings);
  const refused = await exchange.begin();
  if (refused) return refused;
  const settled = await exchange.run();
  return settled.stream ? exchange.streamed(settled, settled.stream) : settled.answer;
}

/**
 * @typedef {object} Settled
 * @property {Response} answer
 * @property {Stream} [stream] its body, where that is watched
 * @property {() => void} [tell] tells onCall, when the stream has ended
 */

/** One call under way. */
class Exchange {
  /** What happened so far, as the core carries it. @type {any} */
  state = {};
  /** What is asked now, where it is not the model that was asked for. @type {Fallback | null} */
  fallback = null;
  /** The failure of the first model asked, should the others fail, too. @type {Response | null} */
  kept = null;
  /** When a stream broke whose beginning went downstream; 0 while none did. */
  broke = 0;
  /** What a later stream must repeat to take it up; null when nothing can. @type {Uint8Array | null} */
  replay = null;

  /**
   * @param {Call} call
   * @param {Settings} settings
   */
  constructor(call, { wait = pause, now = Date.now, random = Math.random, health = { value: null }, caller = {}, ...settings }) {
    const { method, path, upstream, headers, replayable } = call;
    this.call = call;
    this.settings = { ...settings, wait, now, random, health, caller };
    this.policy = settings.policy;
    this.request = { method, path, upstream, headers, replayable, model: '', kept: false };
    this.began = now();
  }

  /** The caller's own wishes, and what is known of the upstreams. @returns {Promise<Response | undefined>} why the call is refused */
  async begin() {
    const { policy, request } = this;
    const { health, caller, now } = this.settings;
    if (!health.value && !request.headers.some(([name]) => name.startsWith('x-ukemi-'))) return;
    const core = await this.settings.core();
    Object.assign(request, asked(core, this.call));
    const { result, body } = core('begin', { policy, caller, request, health: health.value, now: now() });
    if (result.refused) return new Response(body, result.refused);
    ({ policy: this.policy, state: this.state, fallback: this.fallback, health: health.value } = result);
  }

  /** Attempts until there is an answer to deliver. @returns {Promise<Settled>} */
  async run() {
    const { call, settings } = this;
    for (;;) {
      const { fallback, state } = this;
      const elsewhere = fallback && detour(await settings.core(), call, fallback);
      const attempt = await send(call, settings, this.policy, elsewhere, settings.now() - this.began, this.replay);
      if (call.signal?.aborted) {
        discard(attempt.response);
        throw call.signal.reason;
      }
      const { response, plain, stream } = attempt;
      if (response && plain && !state.attempts?.length && !fallback && !settings.health.value) return { answer: response, stream };
      const settled = await this.#settle(attempt);
      if (settled) return settled;
    }
  }

  /**
   * What follows on an attempt: an answer, or null where it is another attempt.
   * @param {Attempt} attempt
   * @returns {Promise<Settled | null>}
   */
  async #settle(attempt) {
    const { call, settings } = this;
    /** @type {Reacted} */
    let reacted;
    try {
      reacted = await this.#react(attempt);
    } catch (error) {
      call.signal?.throwIfAborted();
      if (attempt.asItCame) return { answer: attempt.asItCame(error) };
      throw error;
    }
    const { action, wait, reason, verdict, trail, first, headers } = reacted.result;
    settings.onAttempt?.({ attempt: this.state.attempts.length, action, wait, reason, verdict, trail });
    if (action === 'switch') {
      this.kept ??= deliver(call, attempt, reacted);
      this.fallback = reacted.result.fallback;
    }
    if (action !== 'deliver' || first) discard(attempt.response);
    if (action === 'resend') await settings.wait(wait, call.signal);
    if (action !== 'deliver') return null;
    const answer = first && this.kept ? withHeaders(this.kept, headers) : deliver(call, attempt, reacted);
    const tell = () => this.#tell(answer, reacted.result);
    const { stream } = attempt;
    if (stream && !verdict) return { answer, stream, tell };
    tell();
    return { answer };
  }

  /**
   * @param {Attempt} attempt
   * @returns {Promise<Reacted>}
   */
  async #react({ outcome, bytes }) {
    const { policy, state, request, broke, replay } = this;
    const { caller, health, now, random } = this.settings;
    const core = await this.settings.core();
    if (!request.model) Object.assign(request, asked(core, this.call));
    const attempt = { ...outcome, now: now(), elapsed: now() - (broke || this.began), begun: broke > 0, resumable: replay !== null };
    const reacted = core('react', { policy, caller, state, health: health.value, request, attempt, random: random() }, bytes);
    // At once: other calls share the health, and may come between.
    ({ state: this.state, health: health.value } = reacted.result);
    return reacted;
  }

  /**
   * @param {Response} answer
   * @param {any} reaction
   */
  #tell(answer, { reason, trail, verdict }) {
    const { method, path, model } = this.request;
    const { attempts, ambiguous } = this.state;
    this.settings.onCall?.({
      method, path, status: this.broke ? 200 : answer.status, reason, model, answered: this.fallback?.model ?? '',
      attempts: trail, resends: attempts.length - 1, ambiguous, duration_ms: this.settings.now() - this.began,
      class: verdict?.class ?? '', provider: verdict?.provider ?? '', rule: verdict?.rule ?? '', request_id: verdict?.request_id ?? '',
    });
  }

  /**
   * The answer with its stream watched until the end.
   * @param {Settled} settled
   * @param {Stream} stream
   */
  streamed({ answer, tell }, stream) {
    const takeUp = async (/** @type {Stream} */ broken) => {
      const settled = await this.#takeUp(broken, answer);
      tell = settled.tell;
      return settled.stream ?? broken.watch.error(settled.answer.status, new Uint8Array(await settled.answer.arrayBuffer()));
    };
    return stream.response(answer, this.policy.stream === 'peek', takeUp, () => tell?.());
  }

  /**
   * What follows on a stream that broke after its beginning went downstream.
   * @param {Stream} broken
   * @param {Response} answer that it is of
   * @returns {Promise<Settled>} with a stream that goes on in its place, or the failure that ends it
   */
  async #takeUp({ watch }, answer) {
    this.broke = this.settings.now();
    this.replay = watch.resumable && !watch.fault.differs ? await watch.replay() : null;
    const outcome = { broken: { ...watch.fault, events: watch.contents }, status: 200, headers: [...answer.headers] };
    return (await this.#settle({ plain: false, bytes: nothing, outcome })) ?? this.run();
  }
}

/**
 * What the body asks for: its model, '' when it names none, and whether what
 * comes of it is to be kept.
 * @param {CallCore} core
 * @param {Call} call
 * @returns {{model: string, kept: boolean}}
 */
const asked = (core, { body }) => (body === null ? { model: '', kept: false } : core('model', {}, body).result);

/**
 * The same request for another model.
 * @param {CallCore} core
 * @param {Call} call
 * @param {Fallback} fallback
 */
const detour = (core, { body }, fallback) => ({ fallback, body: core('rewrite', { model: fallback.model }, body ?? '').body });

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
