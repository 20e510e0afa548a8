// What follows on an attempt that was no plain success: the core is asked, and
// what it decides is done, until there is an answer to deliver; and again,
// should the stream break that was delivered.

import { Answer } from './answer.js';
import { asItCame, discard, send, silent } from './attempt.js';
import { causes } from './causes.js';
import { asksFor, detourTo } from './detour.js';
import { readError } from './error-body.js';
import { pause } from './pause.js';
import { standIn } from './stand-in.js';

/**
 * @typedef {import('./attempt.js').Attempt} Attempt
 * @typedef {import('./driver.js').Call} Call
 * @typedef {import('./driver.js').Settings} Settings
 * @typedef {import('./driver.js').Settled} Settled
 * @typedef {import('./driver.js').HeaderList} HeaderList
 */

/** One call under way. */
export class Exchange {
  #call;
  #settings;
  #began;
  #policy;
  /** @type {Record<string, any>} */
  #request;
  /** What happened so far, as the core carries it. @type {any} */
  #state = {};
  /** What is asked now, where it is not the model that was asked for. @type {import('./driver.js').Fallback | null} */
  #fallback = null;
  /** The failure of the first model asked, and what is told of it, should the others fail, too. @type {{answer: Response, record: object} | null} */
  #kept = null;
  /** ms that the next attempt may be silent. @type {number | undefined} */
  #patience;
  /** When a stream broke whose beginning went downstream; 0 while none did. */
  #broke = 0;
  /** What a later stream must repeat to take it up; null when nothing can. @type {Uint8Array | null} */
  #replay = null;

  /**
   * @param {Call} call
   * @param {Settings} settings
   * @param {number} began when, in ms since the epoch
   */
  constructor(call, settings, began) {
    const { method, path, query, upstream, headers, replayable, streams } = call;
    this.#call = call;
    this.#settings = settings;
    this.#began = began;
    this.#policy = settings.policy;
    this.#request = { method, path, query, upstream, headers, replayable, streams };
  }

  /**
   * Attempts until there is an answer to deliver.
   * @param {Attempt | null} first that was made already; else the call's own wishes and what is known of the upstreams are heeded
   * @returns {Promise<Settled>}
   */
  async run(first) {
    const refused = !first && (await this.#begin());
    return refused ? { answer: refused } : ((first && (await this.#settle(first))) ?? this.#goOn());
  }

  /**
   * What follows on a stream that broke after its beginning went downstream.
   * @param {import('./stream.js').Stream} broken
   * @param {Response} answer that it is of
   * @returns {Promise<Settled>} with a stream that goes on in its place, or the failure that ends it
   */
  async takeUp({ watch }, answer) {
    this.#broke = Date.now();
    this.#replay = watch.resumable && !watch.fault.differs ? await watch.replay() : null;
    const broken = { ...watch.fault, events: watch.contents };
    return (await this.#settle({ response: answer, broken })) ?? this.#goOn();
  }

  /** The core, and by it what the request asks for: its model, and what ties it to its upstream. */
  async #core() {
    const core = await this.#settings.core().catch(() => standIn);
    if (this.#request.model === undefined) Object.assign(this.#request, asksFor(core, this.#call, this.#request));
    return core;
  }

  /** @returns {Promise<Response | undefined>} why the call is refused */
  async #begin() {
    const { caller, health } = this.#settings;
    const core = await this.#core();
    const { result, body } = core('begin', { policy: this.#policy, caller, request: this.#request, health: health.value, now: Date.now() });
    if (result.refused) return new Answer(body, result.refused, this.#call.refuses);
    ({ policy: this.#policy, state: this.#state, fallback: this.#fallback, patience: this.#patience, health: health.value } = result);
  }

  /** @returns {Promise<Settled>} */
  async #goOn() {
    for (;;) {
      const fallback = this.#fallback;
      const detour = fallback && detourTo(await this.#core(), this.#call, this.#request, fallback);
      const settled = await this.#settle(await send(this.#call, this.#policy, this.#settings.core, detour, this.#patience, this.#replay));
      if (settled) return settled;
    }
  }

  /**
   * What follows on an attempt: an answer, or null where it is another attempt.
   * @param {Attempt} attempt
   * @returns {Promise<Settled | null>}
   */
  async #settle(attempt) {
    const { signal } = this.#call;
    let reacted;
    try {
      if (attempt.response?.status >= 400 && !attempt.plain && !attempt.bytes) attempt = { ...attempt, ...(await readError(attempt.response, signal)) };
      reacted = await this.#react(attempt);
    } catch (error) {
      signal?.throwIfAborted();
      return { answer: asItCame(attempt, error), stream: attempt.stream };
    }
    const { response, stream } = attempt;
    const { action, wait, reason, verdict, first, fallback, headers, record } = reacted.result;
    const { onVerdict, onAttempt, onCall } = this.#settings;
    if (verdict || this.#state.attempts.length > 1) call(onAttempt, { attempt: this.#state.attempts.length, action, wait, reason, verdict, trail: record.attempts });
    if (verdict && action === 'deliver') call(onVerdict, verdict);
    if (verdict || action === 'resend') discard(response);
    if (action === 'resend') return pause(wait, signal);
    const kept = first && this.#kept;
    const answer = kept ? withHeaders(kept.answer, headers) : this.#answer(attempt, reacted);
    if (action === 'switch') {
      this.#kept ??= { answer, record };
      this.#fallback = fallback;
      return null;
    }
    const tell = () => {
      const told = { ...kept?.record, ...record, status: this.#broke ? 200 : answer?.status, duration_ms: Date.now() - this.#began };
      // While health is not quiet, plain successes come here as well.
      if (told.class || told.resends || told.answered) call(onCall, told);
    };
    if (stream && !verdict) return { answer, stream, tell };
    tell();
    return { answer };
  }

  /**
   * @param {Attempt} attempt
   * @returns {Promise<{result: any, body: Uint8Array<ArrayBuffer>}>}
   */
  async #react({ response, plain, bytes, broken, error, took, firstContent }) {
    const { caller, health } = this.#settings;
    const core = await this.#core();
    const now = Date.now();
    const attempt = {
      plain, broken, failure: error && failureOf(error, this.#call.refuses), status: response?.status, headers: plain || !response ? [] : [...response.headers],
      now, elapsed: now - (this.#broke || this.#began), took, firstContent, begun: this.#broke > 0, resumable: this.#replay !== null,
    };
    const reacted = core('react', { policy: this.#policy, caller, state: this.#state, health: health.value, request: this.#request, attempt, random: Math.random() }, plain ? '' : bytes);
    if (reacted.result.refused) throw error;
    // At once: other calls share the health, and may come between.
    ({ state: this.#state, patience: this.#patience, health: health.value } = reacted.result);
    return reacted;
  }

  /**
   * The answer for the caller: the upstream's own when it is a success, the
   * contract's form of it when it is a failure.
   * @param {Attempt} attempt
   * @param {{result: any, body: Uint8Array<ArrayBuffer>}} reacted
   */
  #answer({ response, stream }, { result: { verdict, status, headers }, body }) {
    const { method, refuses } = this.#call;
    if (verdict) {
      const statusText = response?.status === status ? response.statusText : '';
      return new Answer(method === 'HEAD' ? null : body, { status, headers, statusText }, response ?? refuses);
    }
    // What has nothing to be added to, or cannot be made (an opaque answer's
    // status is 0), is delivered itself.
    if (headers.length === 0 || !(response?.status >= 200)) return response;
    return withHeaders(new Answer(stream ? null : response.body, response, response), headers);
  }
}

/**
 * @param {Response} response
 * @param {HeaderList} headers
 */
function withHeaders(response, headers) {
  // server-timing is a list to which everybody on the way adds.
  for (const [name, value] of headers) name === 'server-timing' ? response.headers.append(name, value) : response.headers.set(name, value);
  return response;
}

/**
 * A failure without a whole answer; its kind is '' where only the words tell.
 * @param {any} error that fetch threw
 * @param {import('./driver.js').Call['refuses']} request
 */
const failureOf = (error, request) => ({
  kind: error === silent ? 'timeout' : '', errors: causes(error).map(({ name, code, type, message }) => [name, code, type, message]),
  redirect: request?.redirect, integrity: request?.integrity,
});

/**
 * Call back; a mistake there does not become the call's.
 * @template T
 * @param {((value: T) => void) | undefined} callback
 * @param {T} value
 */
function call(callback, value) {
  try {
    callback?.(value);
  } catch (error) {
    console.error('ukemi: a callback threw', error);
  }
}
