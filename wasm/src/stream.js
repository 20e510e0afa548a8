// A streamed answer on its way: read a chunk at a time, when its reader asks
// for more, so that a slow reader slows the upstream down. What the bytes mean
// is watch.js's. Loaded with the first streamed call.

import { Answer } from './answer.js';
import { join } from './body.js';
import { streaming } from './tables.js';
import { Watch } from './watch.js';

export { beats, withHeartbeat } from './heartbeat.js';

/** ms that something is held before the first content. Then it goes out, so that the caller sees that the stream is alive. */
const holdTime = 2000;
/** ms that a finished answer may be silent, pings aside, before its stream is taken for a forgotten one. */
const finishIdle = 60_000;

/**
 * @typedef {import('./driver.js').Call} Call
 *
 * @typedef {object} Patience with the attempt that a stream is the answer of
 * @property {AbortSignal} patience is aborted when the attempt is given up
 * @property {() => void} giveUp aborts it
 * @property {() => void} opened ends the attempt's own timer
 */

const eventStream = /^(text\/event-stream|application\/x-ndjson)\s*(;|$)/i;
const inItsPlace = /^(application\/jsonl?|text\/(plain|html)|)\s*(;|$)/i;

/**
 * Whether an answer to a POST is a stream to be watched: an event stream of a
 * dialect that is known, or anything else that may stand in its place where a
 * stream was asked for. The rule of Watched in internal/core.
 * @param {string} path of the request
 * @param {boolean} streams whether a streamed answer is asked for
 * @param {number} status
 * @param {string} type of the content
 * @param {number} length −1 when it is not stated
 */
export function watched(path, streams, status, type, length) {
  return status === 200 && streaming.test(path) && !path.includes('/threads/') && (eventStream.test(type) || (streams && length < 0 && inItsPlace.test(type)));
}

/**
 * Read a stream until it has begun, or has failed like an answer with an
 * error's status; null where the answer is none.
 * @param {Response} response
 * @param {Call} call
 * @param {Record<string, any>} policy
 * @param {Patience} patience
 * @param {Uint8Array | null} replay what it must repeat
 * @param {import('./driver.js').Settings['core']} core
 * @returns {Promise<import('./attempt.js').Attempt | null>}
 */
export async function begin(response, call, policy, patience, replay, core) {
  const { status, headers } = response;
  if (call.method !== 'POST' || !watched(call.path, call.streams, status, headers.get('content-type') ?? '', Number(headers.get('content-length') ?? -1))) return null;
  const source = /** @type {ReadableStream<Uint8Array>} */ (response.body);
  const watch = new Watch({ path: call.path, limit: policy.maxHeld, record: records(call, policy) }, replay, core);
  const stream = new Stream(source, watch, { ...patience, signal: call.signal, idle: policy.streamIdleTimeout, peek: policy.stream === 'peek' });
  await stream.begin();
  if (watch.begun || watch.out.length > 0) return { response, plain: true, stream };
  stream.cancel();
  return { response, broken: { ...watch.fault, events: 0 } };
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
 * Whether a request asks for the same answer each time. The rule of
 * Deterministic in internal/core.
 * @param {string} body
 */
export const deterministic = (body) => /"temperature"\s*:\s*0(\.0*)?\s*[,}]|"seed"\s*:\s*[-\d]/.test(body);

export class Stream {
  /** When what is read now must have come; nothing is read at Infinity. */
  #until = Infinity;
  /** When the timer looks at that. */
  #due = Infinity;
  /** @type {any} */
  #timer;
  /** A read that is under way. @type {Promise<{value?: Uint8Array, how: string}> | null} */
  #ahead = null;
  #alive = false; // bytes came
  /** When the last event came that was more than a sign of life, once the answer is finished. */
  #finishedAt = 0;
  #signs = -1; // how many those were

  /**
   * @param {ReadableStream<Uint8Array>} source
   * @param {Watch} watch
   * @param {Patience & {idle: number, peek: boolean, signal?: AbortSignal | null}} attempt idle: ms that may pass between two chunks; peek: the rest goes without a look, if that can be
   */
  constructor(source, watch, attempt) {
    this.source = source;
    this.reader = source.getReader();
    this.watch = watch;
    this.attempt = attempt;
    // Not every runtime ends a body with its request's signal.
    attempt.patience.addEventListener('abort', () => this.reader.cancel().catch(() => {}).finally(() => this.reader.releaseLock()));
  }

  /** Read until the answer has begun or has failed, or something of it goes out because it has been held for long. */
  async begin() {
    const { watch } = this;
    /** @type {Promise<unknown> | undefined} */
    let late;
    /** @type {any} */
    let timer;
    while (!watch.fault && !watch.done && !watch.begun && watch.out.length === 0) {
      if (watch.holding) late ??= new Promise((resolve) => (timer = setTimeout(resolve, holdTime, 'late')));
      this.#ahead ??= this.read();
      this.#ahead.catch(() => {}); // whoever awaits it is told
      if (late && (await Promise.race([this.#ahead, late])) === 'late') await watch.release();
      else await this.advance();
    }
    clearTimeout(timer);
  }

  async advance() {
    const reading = this.#ahead ?? this.read();
    this.#ahead = null;
    const { value, how } = await reading;
    if (value) await this.watch.feed(value);
    else await this.watch.end(how);
  }

  /** @returns {Promise<{value?: Uint8Array, how: string}>} a chunk, or how the source ended */
  async read() {
    const { patience, signal } = this.attempt;
    this.#await();
    let how = 'ended';
    try {
      const { value } = await this.reader.read();
      this.#alive = true;
      if (value) return { value, how };
    } catch {
      how = 'cut';
    } finally {
      this.#until = Infinity;
    }
    if (signal?.aborted) throw signal.reason;
    return { how: patience.aborted ? 'stalled' : how };
  }

  /** Set the timer for the next chunk. Until the first one the attempt's own runs on. */
  #await() {
    if (!this.#alive) return;
    const { idle, opened } = this.attempt;
    const { finished, signs } = this.watch;
    opened();
    const now = performance.now();
    if (!finished || signs !== this.#signs) {
      this.#finishedAt = now;
      this.#signs = finished ? signs : -1;
    }
    this.#expect(finished ? Math.max(0, this.#finishedAt + Math.min(idle, finishIdle) - now) : idle);
  }

  /**
   * Give up when nothing comes for so long. One timer watches over all reads: a
   * new one for each would cost as much on workerd as the look at the bytes.
   * @param {number} ms
   */
  #expect(ms) {
    this.#until = performance.now() + ms;
    if (this.#due <= this.#until) return; // it looks again then
    clearTimeout(this.#timer);
    this.#due = this.#until;
    this.#timer = setTimeout(() => {
      this.#due = Infinity;
      ms = this.#until - performance.now();
      if (ms <= 0) this.cancel();
      else if (ms < Infinity) this.#expect(ms);
    }, ms);
    this.#timer.unref?.();
  }

  /**
   * The answer with this stream as its body.
   * @param {Response} answer
   * @param {Parameters<Stream['body']>[0]} takeUp
   * @param {Parameters<Stream['body']>[1]} ended
   */
  response(answer, takeUp, ended) {
    const { status, statusText } = answer;
    const headers = new Headers(answer.headers);
    for (const name of ['content-length', 'content-encoding', 'etag']) headers.delete(name);
    const body = (this.attempt.peek && this.plain()) || this.body(takeUp, ended);
    return new Answer(body, { status, statusText, headers }, answer);
  }

  /**
   * What may be delivered, until the end.
   * @param {(broken: Stream) => Promise<Stream | Uint8Array>} takeUp what follows on a fault: a stream that goes on in this one's place, or the last bytes
   * @param {() => void} ended is called when all went well
   * @returns {ReadableStream<Uint8Array>}
   */
  body(takeUp, ended) {
    /** @type {Stream} */
    let stream = this;
    let last = false;
    /** @param {ReadableStreamDefaultController<Uint8Array>} controller */
    const pull = async (controller) => {
      for (;;) {
        const { out, done, fault } = stream.watch;
        const bytes = out.shift();
        if (bytes) return controller.enqueue(bytes);
        if (last) return controller.close();
        if (done) {
          ended();
          return controller.close();
        }
        if (fault) stream.cancel();
        const next = fault ? await takeUp(stream) : await stream.advance();
        if (next instanceof Stream) stream = next;
        else if (next) last = out.push(next) > 0;
      }
    };
    return new ReadableStream({ pull, cancel: () => stream.cancel() }, { highWaterMark: 0 });
  }

  /** The rest without a look, for those who only peek; null where that cannot be. */
  plain() {
    const { begun, out, rest, done, fault } = this.watch;
    if (!begun || !rest || done || fault || this.#ahead) return null;
    const { readable, writable } = new (/** @type {any} */ (globalThis).IdentityTransformStream ?? TransformStream)();
    const copy = async () => {
      const writer = writable.getWriter();
      await writer.write(join([...out, rest]));
      writer.releaseLock();
      this.reader.releaseLock();
      await this.source.pipeTo(writable);
    };
    copy().catch(() => {}); // either end has told its own side
    return readable;
  }

  cancel() {
    this.attempt.giveUp();
  }
}
