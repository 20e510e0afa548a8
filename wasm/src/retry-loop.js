// The retry loop of one call. It starts after an attempt that was no plain success: ask the
// core for a decision, carry it out (resend, switch, deliver), until there is an answer.
// It starts again if a delivered stream breaks.

import { Answer } from './answer.js';
import { discard, send, timedOut, unchanged } from './attempt.js';
import { causes } from './causes.js';
import { readError } from './error-body.js';
import { fallbackRequest, readModel } from './fallback.js';
import { pause } from './pause.js';
import { statusOnlyCore } from './status-only-core.js';

/**
 * @typedef {import('./attempt.js').Attempt} Attempt
 * @typedef {import('./driver.js').Call} Call
 * @typedef {import('./driver.js').Settings} Settings
 * @typedef {import('./driver.js').Delivery} Delivery
 * @typedef {import('./driver.js').HeaderList} HeaderList
 */

export class RetryLoop {
  #call;
  #settings;
  #startedAt;
  #policy;
  /** @type {Record<string, any>} */
  #request;
  /** The core's state of the call. @type {any} */
  #state = {};
  /** The model of the next attempt, if it is not the requested one. @type {import('./driver.js').Fallback | null} */
  #fallback = null;
  /**
   * The answer and the record of the requested model's failure; delivered if all fallbacks fail.
   * @type {{answer: Response, record: object} | null}
   */
  #firstFailure = null;
  /** Timeout of the next attempt in ms. @type {number | undefined} */
  #timeout;
  /** When a stream broke that was already being delivered (ms since the epoch); 0 if none did. */
  #brokeAt = 0;
  /**
   * Content that the next stream must repeat to resume the broken one; null if it cannot be resumed.
   * @type {Uint8Array | null}
   */
  #replay = null;

  /**
   * @param {Call} call
   * @param {Settings} settings
   * @param {number} startedAt ms since the epoch
   */
  constructor(call, settings, startedAt) {
    const { method, path, query, upstream, replayable, streams } = call;
    this.#call = call;
    this.#settings = settings;
    this.#startedAt = startedAt;
    this.#policy = settings.policy;
    // A library's caller owns its keys; an edge's callers do not.
    const owner = Boolean(call.request);
    const headers = call.allHeaders?.() ?? call.headers;
    this.#request = { method, path, query, upstream, headers, replayable, streams, owner };
  }

  /**
   * Send attempts until there is an answer to deliver.
   * @param {Attempt | null} first an attempt that was already made; without one the core first reads the call's
   *   hints and the upstreams' health
   * @returns {Promise<Delivery>}
   */
  async run(first) {
    if (first) return (await this.#handle(first)) ?? this.#sendNext();
    const refusal = await this.#begin();
    return refusal ? { answer: refusal } : this.#sendNext();
  }

  /**
   * Continue after a stream broke that was already being delivered.
   * @param {import('./stream.js').Stream} broken
   * @param {Response} answer that has the stream as its body
   * @returns {Promise<Delivery>} a stream that continues the broken one, or the failure that ends it
   */
  async resume({ watcher }, answer) {
    this.#brokeAt = Date.now();
    this.#replay = watcher.resumable && !watcher.failure.differs ? await watcher.replay() : null;
    const broken = { ...watcher.failure, events: watcher.contents };
    return (await this.#handle({ response: answer, broken })) ?? this.#sendNext();
  }

  /** The core. The first time, it also reads the request's model. */
  async #core() {
    const core = await this.#settings.core().catch(() => statusOnlyCore);
    if (this.#request.model === undefined) Object.assign(this.#request, readModel(core, this.#call, this.#request));
    return core;
  }

  /** @returns {Promise<Response | undefined>} an answer if the call is refused without an attempt */
  async #begin() {
    const { caller, health } = this.#settings;
    const core = await this.#core();
    for (let again = true; again;) {
      const { result, body } = core('begin', {
        policy: this.#policy, caller, request: this.#request, state: this.#state, health: health.value,
        now: Date.now(), random: Math.random(),
      });
      if (result.refused) return new Answer(body, result.refused, this.#call.request);
      this.#policy = result.policy;
      this.#fallback = result.fallback;
      ({ state: this.#state, patience: this.#timeout, health: health.value, again } = result);
      // The call waits for its turn under a rate limit.
      if (result.wait) await pause(result.wait, this.#call.signal);
    }
  }

  /** @returns {Promise<Delivery>} */
  async #sendNext() {
    for (;;) {
      const { changes, continues } = this.#state;
      const replay = continues && this.#replay;
      const fallback = (this.#fallback || changes || replay)
        && fallbackRequest(await this.#core(), this.#call, this.#request, this.#fallback, changes, replay);
      const delivery = await this.#handle(await send(
        this.#call, this.#policy, this.#settings.core, fallback, this.#timeout, fallback?.replay ?? this.#replay,
      ));
      if (delivery) return delivery;
    }
  }

  /**
   * Carry out the core's decision on an attempt, its wait included.
   * @param {Attempt} attempt
   * @returns {Promise<Delivery | null>} null if another attempt follows
   */
  async #handle(attempt) {
    const { signal } = this.#call;
    let decided;
    try {
      if (attempt.response?.status >= 400 && !attempt.plain && !attempt.bytes) {
        attempt = { ...attempt, ...(await readError(attempt.response, signal)) };
      }
      decided = await this.#decide(attempt);
    } catch (error) {
      signal?.throwIfAborted();
      return { answer: unchanged(attempt, error), stream: attempt.stream };
    }
    const { response, stream } = attempt;
    const { action, wait, reason, verdict, first, fallback, headers, record } = decided.result;
    const { onVerdict, onAttempt, onCall } = this.#settings;
    const made = this.#state.attempts.length;
    if (verdict || made > 1) {
      callBack(onAttempt, { attempt: made, action, wait, reason, verdict, trail: record.attempts });
    }
    if (verdict && action === 'deliver') callBack(onVerdict, verdict);
    // What has been read is not discarded: on workerd, a body of bytes becomes a stream where it is looked at.
    if ((verdict || action === 'resend') && attempt.rest !== null) discard(response);
    if (action === 'resend') return pause(wait, signal);
    const failure = first && this.#firstFailure;
    const answer = failure ? addHeaders(failure.answer, headers) : this.#buildAnswer(attempt, decided);
    if (action === 'switch') {
      this.#firstFailure ??= { answer, record };
      this.#fallback = fallback;
      return null;
    }
    const report = () => {
      const status = this.#brokeAt ? 200 : answer?.status;
      const all = { ...failure?.record, ...record, status, duration_ms: Date.now() - this.#startedAt };
      // Plain successes come here as well while the upstream's health is not quiet.
      if (all.class || all.resends || all.answered) callBack(onCall, all);
    };
    if (stream && !verdict) return { answer, stream, report };
    report();
    return { answer };
  }

  /**
   * @param {Attempt} attempt
   * @returns {Promise<{result: any, body: Uint8Array<ArrayBuffer>}>}
   */
  async #decide({ response, plain, bytes, broken, error, took, firstContent }) {
    const { caller, health, onVerdict, onAttempt, reconsider = (react) => react() } = this.#settings;
    const core = await this.#core();
    const now = Date.now();
    const attempt = {
      plain, broken, failure: error && failureOf(error, this.#call.request),
      status: response?.status,
      headers: (plain && !this.#policy.pace) || !response ? [] : [...response.headers],
      now, elapsed: now - (this.#brokeAt || this.#startedAt), took, firstContent,
      begun: this.#brokeAt > 0, resumable: this.#replay !== null,
    };
    const random = Math.random();
    /** @type {import('./driver.js').React} */
    const react = (again) => {
      const decided = core('react', {
        policy: this.#policy, caller, state: this.#state, health: health.value, request: this.#request, attempt,
        random, again, verdict: !!(onVerdict || onAttempt),
      }, plain ? '' : bytes);
      if (decided.result.refused) throw error;
      // No await between the call and here: the health is shared with other calls.
      ({ state: this.#state, patience: this.#timeout, health: health.value } = decided.result);
      return decided;
    };
    return reconsider(react);
  }

  /**
   * The answer for the caller: the upstream's own for a success, one in the error format
   * for a failure.
   * @param {Attempt} attempt
   * @param {{result: any, body: Uint8Array<ArrayBuffer>}} decided
   */
  #buildAnswer({ response, stream }, { result: { verdict, status, headers }, body }) {
    const { method, request } = this.#call;
    if (verdict) {
      const statusText = response?.status === status ? response.statusText : '';
      // On workerd, Headers made from the list itself cost ten times as much.
      const all = new Headers();
      for (const [name, value] of headers) all.append(name, value);
      return new Answer(method === 'HEAD' ? null : body, { status, headers: all, statusText }, response ?? request);
    }
    // An opaque answer has the status 0, with which no Response can be built.
    if (headers.length === 0 || !(response?.status >= 200)) return response;
    return addHeaders(new Answer(stream ? null : response.body, response, response), headers);
  }
}

/**
 * @param {Response} response
 * @param {HeaderList} headers
 */
function addHeaders(response, headers) {
  for (const [name, value] of headers) {
    // server-timing is a list; the other headers replace the upstream's.
    if (name === 'server-timing') response.headers.append(name, value);
    else response.headers.set(name, value);
  }
  return response;
}

/**
 * A failure without an answer, for the core. kind is '' if it must be derived from the errors.
 * @param {any} error that fetch threw
 * @param {Call['request']} request
 */
const failureOf = (error, request) => ({
  kind: error === timedOut ? 'timeout' : '',
  errors: causes(error).map(({ name, code, type, message }) => [name, code, type, message]),
  redirect: request?.redirect, integrity: request?.integrity,
});

/**
 * Call a callback of the application. An error that it throws must not fail the call.
 * @template T
 * @param {((value: T) => void) | undefined} callback
 * @param {T} value
 */
function callBack(callback, value) {
  try {
    callback?.(value);
  } catch (error) {
    console.error('ukemi: a callback threw', error);
  }
}
