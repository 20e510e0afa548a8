// A streamed answer on its way: looked at before its first byte goes out and
// after, a chunk at a time, so that a slow reader slows the upstream down. What
// is odd is judged by the core, which a stream that goes well never enters.

import { glance, isWhole, nothingSeen } from './glance.js';
import { silent } from './stream-request.js';

/** @typedef {import('./core.js').CallCore} CallCore */

const maxHeld = 64 << 10; // bytes before the first content; beyond it they flow
const maxKept = 64 << 10; // delivered bytes that the core may need to see
const maxRecord = 2 << 20; // the same, where the answer may have to be taken up
const finishGrace = 2000; // ms that a whole answer is waited upon for its terminator
const drainTime = 1000; // ms that a complete stream may take to end
/** @type {Uint8Array} */
const nothing = new Uint8Array();
const decoder = new TextDecoder();

/**
 * @typedef {object} Source
 * @property {string} path
 * @property {Record<string, any>} policy
 * @property {boolean} record whether the answer may have to be taken up
 * @property {Uint8Array} replay state that an earlier stream left to be repeated; empty when this is the first
 * @property {() => CallCore | Promise<CallCore>} core
 * @property {AbortController} patience of the attempt
 * @property {() => void} opened is called when the attempt's own timer is no longer needed
 * @property {AbortSignal | null} [signal] of the caller
 */

export class Stream {
  /** @type {Uint8Array[]} to be delivered */
  out = [];
  /** @type {any} */
  fault = null;
  begun = false;
  done = false;
  resumable = false;
  replaying = false;
  #seen = nothingSeen();
  #events = 0; // with content that the core has not seen
  #contents = 0; // with content that it has
  /** Bytes that are no whole event yet. */
  #carry = nothing;
  /** @type {Uint8Array[]} before the first content */
  #held = [];
  /** @type {Uint8Array[]} delivered, for the core if it is needed */
  #kept = [];
  #size = 0; // of what is held or kept
  /** @type {Uint8Array | null} the core's state, once it was needed */
  #state = null;
  #pending = 0; // bytes that it holds
  #opened = false;
  #finished = false;
  #judged = false; // by the core alone
  #source;
  #reader;

  /**
   * @param {ReadableStreamDefaultReader<Uint8Array>} reader
   * @param {Source} source
   */
  constructor(reader, source) {
    this.#reader = reader;
    this.#source = source;
    this.#judged = source.replay.length > 0;
  }

  /** Events with content that went downstream. */
  get events() {
    return this.#contents + this.#events;
  }

  /** The state that a later stream of the same request takes up. */
  get state() {
    return this.#state ?? nothing;
  }

  /** Read until the answer has begun, or has failed. */
  async begin() {
    while (!this.fault && !this.done && !this.begun) await this.#advance();
  }

  async #advance() {
    const { done, value, how } = await this.#read();
    if (how === 'canceled') throw this.#source.signal?.reason;
    if (done) return this.#ended(how);
    if (this.#judged || !this.#quick(value)) await this.#judge(value);
  }

  /** @returns {Promise<{done: boolean, value: Uint8Array, how: string}>} */
  async #read() {
    const { policy, patience, opened, signal } = this.#source;
    let timer;
    if (this.begun || this.#opened) {
      opened();
      const ms = this.#finished ? Math.min(policy.streamIdleTimeout, finishGrace) : policy.streamIdleTimeout;
      timer = setTimeout(() => patience.abort(silent), ms);
    }
    // Not every runtime ends a body with its request's signal.
    const stop = () => this.#reader.cancel(silent).catch(() => {});
    patience.signal.addEventListener('abort', stop);
    let how = 'ended';
    try {
      const { done, value } = await this.#reader.read();
      if (!done) return { done, value, how };
    } catch {
      how = 'cut';
    } finally {
      clearTimeout(timer);
      patience.signal.removeEventListener('abort', stop);
    }
    if (patience.signal.aborted) how = 'stalled';
    if (signal?.aborted) how = 'canceled';
    return { done: true, value: nothing, how };
  }

  /**
   * Take a chunk of ordinary events without the core.
   * @param {Uint8Array} chunk
   * @returns {boolean} false when it is not that
   */
  #quick(chunk) {
    const bytes = join([this.#carry, chunk]);
    const end = wholeEvents(bytes);
    const whole = bytes.subarray(0, end);
    const seen = { ...this.#seen };
    if ((end === 0 && bytes.length > maxHeld) || (end > 0 && !glance(decoder.decode(whole), seen))) return false;
    this.#carry = bytes.subarray(end);
    if (end === 0) return true;
    this.#events += seen.contents - this.#seen.contents;
    this.#seen = seen;
    this.#opened = seen.opened !== 0;
    this.#finished = isWhole(seen);
    this.done = seen.end;
    if (this.begun) this.out.push(whole);
    else this.#hold(whole);
    this.#keep(whole);
    return true;
  }

  /** @param {Uint8Array} whole */
  #hold(whole) {
    this.#held.push(whole);
    if (this.#events === 0 && !this.#finished && this.#size + whole.length <= maxHeld) return;
    this.begun = true;
    this.out.push(...this.#held);
    this.#held = [];
  }

  /** @param {Uint8Array} whole */
  #keep(whole) {
    this.#kept.push(whole);
    this.#size += whole.length;
    while (this.#size > (this.#source.record ? maxRecord : maxKept) && this.#kept.length > 1) {
      this.#size -= /** @type {Uint8Array} */ (this.#kept.shift()).length;
      this.#source.record = false;
    }
  }

  /** @param {string} how */
  async #ended(how) {
    const whole = how === 'ended' && !this.#judged && this.#carry.length === 0 && this.#seen.bare && this.#finished;
    if (whole) this.done = true;
    else await this.#judge(nothing, how);
  }

  /**
   * Ask the core, which first sees what it has missed.
   * @param {Uint8Array} chunk
   * @param {string} [how] the stream ended
   */
  async #judge(chunk, how) {
    const core = await this.#source.core();
    if (!this.#state) this.#catchUp(core);
    const bytes = join([this.#carry, chunk]);
    // A long event is handed over when its end may be there, or when there is
    // as much more of it again: else each chunk would cost all of it.
    if (!how && bytes.length < this.#pending && !bytes.includes(10) && !bytes.includes(13)) {
      this.#carry = bytes;
      return;
    }
    this.#carry = nothing;
    if (bytes.length > 0 && !this.done && !this.fault) this.out.push(this.#ask(core, 'feed', bytes));
    if (how && !this.done && !this.fault) this.out.push(this.#ask(core, 'end', nothing, { how }));
    this.out = this.out.filter(({ length }) => length > 0);
  }

  /**
   * Show the core what has passed so far: what was delivered, and what is held.
   * @param {CallCore} core
   */
  #catchUp(core) {
    this.#judged = true;
    this.#state = this.#source.replay;
    if (this.#kept.length === 0) return;
    const { begun } = this;
    const held = this.#ask(core, 'feed', join(this.#kept), { begun });
    if (!begun) this.out.push(held);
    this.#events -= this.#contents;
    this.#kept = this.#held = [];
  }

  /**
   * @param {CallCore} core
   * @param {string} what
   * @param {Uint8Array} bytes
   * @param {object} [more]
   * @returns {Uint8Array} to deliver
   */
  #ask(core, what, bytes, more) {
    const state = this.state;
    const { path, record } = this.#source;
    const { result, body } = core('stream', { do: what, path, record, state: state.length, ...more }, join([state, bytes]));
    this.#state = body.subarray(0, result.state);
    this.#contents = result.contents;
    this.#pending = result.pending;
    this.#opened = result.opened;
    this.#finished = result.finished;
    this.begun = result.started;
    this.resumable = result.resumable;
    this.replaying = result.replaying;
    this.done = result.done;
    this.fault = result.fault;
    return body.subarray(result.state);
  }

  /**
   * The event that ends a broken stream.
   * @param {number} status of the contract's answer
   * @param {Uint8Array} body of it
   */
  async error(status, body) {
    return this.#ask(await this.#source.core(), 'error', body, { status });
  }

  /** The state before another stream of the same request. */
  async replay() {
    const core = await this.#source.core();
    return core('stream', { do: 'replay', state: this.state.length }, this.state).body;
  }

  /**
   * The answer's body: what may be delivered, until the end.
   * @param {(broken: Stream) => Promise<Stream | Uint8Array>} takeUp what follows on a fault: a stream that goes on in this one's place, or the last bytes
   * @param {(stream: Stream) => void} ended is called when all went well
   * @returns {ReadableStream<Uint8Array>}
   */
  body(takeUp, ended) {
    /** @type {Stream} */
    let stream = this;
    let last = false;
    return new ReadableStream({
      async pull(controller) {
        for (;;) {
          const bytes = stream.out.shift();
          if (bytes) return controller.enqueue(bytes);
          if (last || stream.done) {
            if (!last) {
              stream.#drain();
              ended(stream);
            }
            return controller.close();
          }
          if (!stream.fault) {
            await stream.#advance();
            continue;
          }
          const next = await takeUp(stream);
          if (next instanceof Stream) stream = next;
          else {
            stream.out.push(next);
            last = true;
          }
        }
      },
      cancel: (reason) => stream.cancel(reason),
    }, { highWaterMark: 0 });
  }

  /** Whether the rest can go without a look: the core holds nothing of it. */
  get simple() {
    return !this.#judged && !this.fault && !this.done;
  }

  /**
   * The rest without a look, for those who only peek.
   * @param {ReadableStream<Uint8Array>} body that is being read
   */
  rest(body) {
    const { readable, writable } = new (/** @type {any} */ (globalThis).IdentityTransformStream ?? TransformStream)();
    const reader = this.#reader;
    const first = join([...this.out, this.#carry]);
    const copy = async () => {
      const writer = writable.getWriter();
      await writer.write(first);
      writer.releaseLock();
      reader.releaseLock();
      await body.pipeTo(writable);
    };
    copy().catch(() => {}); // either end has told its own side
    return readable;
  }

  /** @param {unknown} [reason] */
  cancel(reason) {
    this.#source.patience.abort(reason);
    return this.#reader.cancel(reason).catch(() => {});
  }

  /** Let a complete stream end, so that its connection can be used again. */
  #drain() {
    const timer = setTimeout(() => this.cancel(), drainTime);
    /** @type {any} */ (timer).unref?.();
    const drain = async () => {
      while (!(await this.#reader.read()).done);
    };
    drain().catch(() => {}).finally(() => clearTimeout(timer));
  }
}


/**
 * @param {Uint8Array} bytes
 * @returns {number} where the last whole event ends, 0 when there is none
 */
function wholeEvents(bytes) {
  for (let i = bytes.lastIndexOf(10); i > 0; i = bytes.lastIndexOf(10, i - 1)) {
    if (bytes[i - 1] === 10 || (bytes[i - 1] === 13 && bytes[i - 2] === 10)) return i + 1;
  }
  return 0;
}

/**
 * @param {Uint8Array[]} parts
 * @returns {Uint8Array}
 */
function join(parts) {
  const some = parts.filter(({ length }) => length > 0);
  if (some.length < 2) return some[0] ?? nothing;
  const all = new Uint8Array(some.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of some) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
