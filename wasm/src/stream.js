// Delivers a streamed answer: reads a chunk when the caller asks for more, so that a slow
// caller slows the upstream down, and ends a stream that is silent for too long. The bytes
// themselves are read by stream-watcher.js. Loaded with the first streamed call.

import { Answer } from './answer.js';
import { decode, join } from './body.js';
import { StreamWatcher } from './stream-watcher.js';
import { streaming } from './tables-stream.js';

export { withHeartbeat } from './heartbeat.js';

/** ms that pings are held before the first content. Then they are delivered, so that the caller sees a live stream. */
const holdTime = 2000;
/** ms that a finished stream may be silent, pings aside, before its connection counts as dead. */
const finishIdle = 60_000;

/**
 * @typedef {import('./driver.js').Call} Call
 * @typedef {import('./driver.js').Delivery} Delivery
 * @typedef {() => Promise<import('./retry-loop.js').RetryLoop>} GetLoop
 *
 * @typedef {object} Timing controls the attempt that a stream belongs to
 * @property {AbortSignal} aborted aborts when the attempt is given up
 * @property {() => void} giveUp aborts the attempt
 * @property {() => void} stopTimer stops the timeout of the attempt
 */

const eventStream = /^(text\/event-stream|application\/x-ndjson)\s*(;|$)/i;
const insteadOfStream = /^(application\/jsonl?|text\/(plain|html)|)\s*(;|$)/i;

/**
 * Whether the answer to a POST is watched: an event stream of a known dialect, or an answer
 * that may be an error in place of the stream that the request asked for. Watched in
 * internal/core has the same rule.
 * @param {string} path of the request
 * @param {boolean} streams whether the request asks for a stream
 * @param {number} status
 * @param {string} type the content type
 * @param {number} length in bytes, −1 if it is not stated
 */
export function watched(path, streams, status, type, length) {
  if (status !== 200 || !streaming.test(path) || path.includes('/threads/')) return false;
  return eventStream.test(type) || (streams && length < 0 && insteadOfStream.test(type));
}

/**
 * Read a stream until it has started or failed.
 * @param {Response} response
 * @param {Call} call
 * @param {Record<string, any>} policy
 * @param {Timing} timing
 * @param {Uint8Array | null} replay the content that the stream must repeat
 * @param {import('./driver.js').Settings['core']} core
 * @returns {Promise<import('./attempt.js').Attempt | null>} null if the answer is not watched
 */
export async function startStream(response, call, policy, timing, replay, core) {
  const { status, headers } = response;
  const type = headers.get('content-type') ?? '';
  const length = +(headers.get('content-length') ?? -1);
  if (call.method !== 'POST' || call.isEncoded?.(headers)) return null;
  if (!watched(call.path, call.streams, status, type, length)) return null;
  const source = /** @type {ReadableStream<Uint8Array>} */ (response.body);
  const record = mayResume(call, policy);
  const peek = policy.stream === 'peek';
  const watcher = new StreamWatcher({ path: call.path, limit: policy.maxHeld, record }, replay, core);
  const stream = new Stream(source, watcher, {
    ...timing, signal: call.signal, idle: policy.streamIdleTimeout, peek, openReader: call.openReader,
  });
  await stream.start();
  if (watcher.started || watcher.out.length > 0) return { response, plain: true, stream };
  stream.cancel();
  return { response, broken: { ...watcher.failure, events: 0 } };
}

/**
 * Whether a call's stream is resumed if it breaks.
 * @param {Call} call
 * @param {Record<string, any>} policy
 */
function mayResume({ body, replayable }, { mode, stream, resume }) {
  if (mode !== 'own' || stream === 'peek' || resume === 'never' || !replayable || body === null) return false;
  if (resume === 'always' || resume === 'continue') return true;
  return deterministic(typeof body === 'string' ? body : decode(body));
}

/**
 * Whether a request asks for the same answer each time. Deterministic in internal/core has
 * the same rule.
 * @param {string} body
 */
export const deterministic = (body) => /"temperature"\s*:\s*0(\.0*)?\s*[,}]|"seed"\s*:\s*[-\d]/.test(body);

export class Stream {
  /** When the chunk being read must have arrived (performance.now()); Infinity if none is being read. */
  #deadline = Infinity;
  /** When the timer fires. */
  #timerAt = Infinity;
  /** @type {any} */
  #timer;
  /** A read that was started and not yet used. @type {Promise<{value?: Uint8Array, how: string}> | null} */
  #pending = null;
  #hasBytes = false;
  /** When the last event other than a ping arrived; counts once the answer is finished. */
  #lastEventAt = 0;
  #lastEvents = -1; // the number of events then; -1 while the answer is not finished

  #source;
  #reader;
  #options;

  /**
   * @param {ReadableStream<Uint8Array>} source
   * @param {StreamWatcher} watcher
   * @param {Timing & Pick<Call, 'signal' | 'openReader'> & {idle: number, peek: boolean}} options idle: ms between
   *   two chunks; peek: after the start the rest is passed on unwatched
   */
  constructor(source, watcher, options) {
    this.#source = source;
    this.#reader = (!options.peek && options.openReader?.(source)) || source.getReader();
    this.watcher = watcher;
    this.#options = options;
    // Not every runtime ends a body when the signal of its request aborts.
    options.aborted.addEventListener('abort', () => {
      clearTimeout(this.#timer);
      this.#reader.cancel().catch(() => {}).finally(() => this.#reader.releaseLock());
    });
  }

  /** Read until the answer has started or failed, or until pings are released. */
  async start() {
    const { watcher } = this;
    /** @type {Promise<undefined> | undefined} */
    let expired;
    /** @type {any} */
    let timer;
    while (!watcher.failure && !watcher.done && !watcher.started && watcher.out.length === 0) {
      if (watcher.holding) expired ??= new Promise((resolve) => (timer = setTimeout(resolve, holdTime)));
      this.#pending ??= this.#read();
      this.#pending.catch(() => {}); // advance() awaits it again and reports the error
      // expired resolves with undefined, a read never does.
      if (expired && !(await Promise.race([this.#pending, expired]))) await watcher.release();
      else await this.#advance();
    }
    clearTimeout(timer);
  }

  /** Feed the next chunk, or the end, to the watcher. */
  async #advance() {
    const reading = this.#pending ?? this.#read();
    this.#pending = null;
    const { value, how } = await reading;
    if (value) await this.watcher.feed(value);
    else await this.watcher.end(how);
  }

  /** @returns {Promise<{value?: Uint8Array, how: string}>} a chunk, or how the source ended: ended, cut or stalled */
  async #read() {
    const { aborted, signal, stopTimer } = this.#options;
    this.#setDeadline();
    let how = 'ended';
    try {
      const { value } = await this.#reader.read();
      if (!this.#hasBytes) stopTimer();
      this.#hasBytes = true;
      if (value) return { value, how };
    } catch {
      how = 'cut';
    } finally {
      this.#deadline = Infinity;
    }
    clearTimeout(this.#timer); // which would hold this stream in memory until it fires
    signal?.throwIfAborted();
    return { how: aborted.aborted ? 'stalled' : how };
  }

  /** Set the deadline of the next chunk. The first chunk has the timeout of the attempt. */
  #setDeadline() {
    if (!this.#hasBytes) return;
    const { idle } = this.#options;
    const { finished, events } = this.watcher;
    const now = performance.now();
    if (!finished || events !== this.#lastEvents) {
      this.#lastEventAt = now;
      this.#lastEvents = finished ? events : -1;
    }
    this.#startTimer(finished ? Math.max(0, this.#lastEventAt + Math.min(idle, finishIdle) - now) : idle);
  }

  /**
   * Give up if no chunk arrives in time. One timer serves all reads, because on workerd a
   * timer for each costs as much as watching the bytes.
   * @param {number} ms
   */
  #startTimer(ms) {
    this.#deadline = performance.now() + ms;
    if (this.#timerAt <= this.#deadline) return; // when it fires, it reads the new deadline
    clearTimeout(this.#timer);
    this.#timerAt = this.#deadline;
    this.#timer = setTimeout(() => {
      this.#timerAt = Infinity;
      const left = this.#deadline - performance.now();
      if (left <= 0) this.cancel();
      else if (left < Infinity) this.#startTimer(left);
    }, ms);
    this.#timer.unref?.();
  }

  /**
   * The answer with this stream as its body.
   * @param {Delivery} delivery
   * @param {GetLoop} getLoop
   */
  response(delivery, getLoop) {
    const { answer } = delivery;
    const body = (this.#options.peek && this.#unwatchedBody()) || this.#body(delivery, getLoop);
    const response = new Answer(body, answer, answer);
    for (const name of ['content-length', 'content-encoding', 'etag']) response.headers.delete(name);
    return response;
  }

  /**
   * @param {Delivery} delivery
   * @param {GetLoop} getLoop decides what follows when a stream has failed
   * @returns {ReadableStream<Uint8Array>}
   */
  #body({ answer, report }, getLoop) {
    /** @type {Stream} */
    let stream = this;
    /** @param {ReadableStreamDefaultController<Uint8Array>} controller */
    const pull = async (controller) => {
      for (;;) {
        const { out, done, failure } = stream.watcher;
        const bytes = out.shift();
        if (bytes) return controller.enqueue(bytes);
        if (done) {
          report?.();
          return controller.close();
        }
        if (!failure) {
          await stream.#advance();
          continue;
        }
        stream.cancel();
        const next = await (await getLoop()).resume(stream, answer);
        report = next.report;
        if (next.stream) stream = next.stream;
        else {
          const error = new Uint8Array(await next.answer.arrayBuffer());
          out.push(await stream.watcher.errorEvent(next.answer.status, error));
          stream.watcher.done = true; // this event is the last one
        }
      }
    };
    return new ReadableStream({ pull, cancel: () => stream.cancel() }, { highWaterMark: 0 });
  }

  /** A body that passes the rest on unwatched; null if the watcher is still needed. */
  #unwatchedBody() {
    const { started, out, partial, done, failure } = this.watcher;
    if (!started || !partial || done || failure || this.#pending) return null;
    const { readable, writable } = new (/** @type {any} */ (globalThis).IdentityTransformStream ?? TransformStream)();
    const copy = async () => {
      const writer = writable.getWriter();
      await writer.write(join([...out, partial]));
      writer.releaseLock();
      this.#reader.releaseLock();
      await this.#source.pipeTo(writable);
    };
    copy().catch(() => {}); // pipeTo has passed the error on to both ends
    return readable;
  }

  cancel() {
    this.#options.giveUp();
  }
}
