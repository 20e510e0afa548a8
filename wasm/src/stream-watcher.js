// Watches the bytes of a stream: which may be delivered, and whether the answer has
// started, finished or failed. Ordinary events are read here (stream-events.js). From the
// first other event on, the core reads the stream. No I/O.

import { decode, join } from './body.js';
import { isFinished, noProgress, readOrdinaryEvents } from './stream-events.js';

/** @typedef {import('./core.js').CallCore} CallCore */

const maxHistory = 64 << 10; // bytes already delivered that the core may need to read
const maxResumable = 2 << 20; // the same, if the stream may have to be resumed
/** @type {Uint8Array} */
const nothing = new Uint8Array();

export class StreamWatcher {
  /** @type {Uint8Array[]} bytes to deliver */
  out = [];
  /** The answer has started: its first bytes were or may be delivered. */
  started = false;
  /** Bytes are held. */
  holding = false;
  /** The answer is finished; events may still follow. */
  finished = false;
  /** Events that arrived, apart from pings. */
  events = 0;
  /** The upstream has ended the stream, and the answer is complete. */
  done = false;
  /** Why the stream failed. @type {any} */
  failure = null;
  /** Another stream can resume this one. */
  resumable = false;
  #path;
  #limit;
  #record;
  #getCore;
  /** Held pings were released; the next ones are delivered at once. */
  #released = false;
  #progress = noProgress();
  /** The bytes of an event that is not yet complete. */
  #partial = nothing;
  /** @type {Uint8Array[]} for the core: the bytes delivered last; before the start, all bytes */
  #history = [];
  #historySize = 0; // bytes
  /** The core's state; empty as long as the core was not needed. @type {Uint8Array} */
  #state;
  #pending = 0; // bytes of an incomplete event in the core's state
  #contents = 0; // events with content that the core counts
  #contentsBefore = 0; // events with content that the core never got

  /**
   * @param {object} stream
   * @param {string} stream.path of the request
   * @param {number} stream.limit bytes that are held at most
   * @param {boolean} stream.record whether the stream may have to be resumed
   * @param {Uint8Array | null} replay the content that this stream must repeat
   * @param {() => Promise<CallCore>} core
   */
  constructor({ path, limit, record }, replay, core) {
    this.#path = path;
    this.#limit = limit;
    this.#record = record;
    this.#state = replay ?? nothing;
    // The replacement cannot read the core's state, so the first choice is kept.
    /** @type {Promise<CallCore> | undefined} */
    let chosen;
    this.#getCore = () => (chosen ??= core().catch(() => passThroughCore));
  }

  /** Events with content that were delivered. */
  get contents() {
    return this.#usesCore ? this.#contents + this.#contentsBefore : this.#progress.contents;
  }

  /** The bytes of an event that is not yet complete; null if the core may hold some of them. */
  get partial() {
    return this.#usesCore ? null : this.#partial;
  }

  get #usesCore() {
    return this.#state.length > 0;
  }

  /** @param {Uint8Array} chunk */
  async feed(chunk) {
    if (this.#usesCore || !this.#feedOrdinary(chunk)) await this.#feedCore(chunk);
  }

  /** @param {string} how the stream came to its end: ended, cut or stalled */
  async end(how) {
    const { terminated, finished } = this.#progress;
    const isComplete = !this.#usesCore && this.#partial.length === 0 && (terminated || finished);
    if (how === 'ended' && isComplete) this.done = true;
    else await this.#feedCore(nothing, how);
  }

  /** Deliver what has been held for long. Pings alone do not start the answer. */
  async release() {
    const core = this.#usesCore && (await this.#getCore());
    if (core) this.#deliver(() => this.#callCore(core, nothing, { do: 'release' }));
    else {
      this.out.push(...this.#history);
      this.started = this.events > 0;
      this.#released = !this.started;
      if (this.#released) this.#history = [];
    }
    this.holding = false;
  }

  /**
   * The error event that ends a broken stream.
   * @param {number} status of the answer in the error format
   * @param {Uint8Array} body of that answer
   */
  async errorEvent(status, body) {
    return this.#callCore(await this.#getCore(), body, { do: 'error', status });
  }

  /** The content that another stream of the same request must repeat to resume this one. */
  async replay() {
    const core = await this.#getCore();
    return core('stream', { ...this.#args(), do: 'replay' }, this.#state).body;
  }

  #args() {
    return {
      path: this.#path, limit: this.#limit, record: this.#record, released: this.#released, state: this.#state.length,
    };
  }

  /**
   * Read a chunk of ordinary events.
   * @param {Uint8Array} chunk
   * @returns {boolean} false, and nothing is changed, if an event is not ordinary
   */
  #feedOrdinary(chunk) {
    const bytes = join([this.#partial, chunk]);
    const end = endOfWholeEvents(bytes);
    const events = bytes.subarray(0, end);
    const progress = { ...this.#progress };
    if (end === 0) {
      if (bytes.length > this.#limit || !beginsEvent(bytes[0])) return false;
    } else if (!readOrdinaryEvents(decode(events), progress)) return false;
    this.#partial = bytes.subarray(end);
    if (end > 0) this.#passOn(events, progress);
    return true;
  }

  /**
   * @param {Uint8Array} bytes whole events
   * @param {import('./stream-events.js').Progress} progress after them
   */
  #passOn(bytes, progress) {
    const onlyPings = progress.events === this.events;
    this.#progress = progress;
    this.events = progress.events;
    this.finished = isFinished(progress);
    if (this.#released && !this.started && onlyPings && !this.holding) {
      this.out.push(bytes);
      return;
    }
    this.#history.push(bytes);
    this.#historySize += bytes.length;
    if (this.started) this.out.push(bytes);
    else if (progress.contents > 0 || this.finished || this.#historySize > this.#limit) {
      this.started = true;
      this.out.push(...this.#history);
    }
    this.holding = !this.started;
    while (this.started && this.#historySize > (this.#record ? maxResumable : maxHistory) && this.#history.length > 1) {
      this.#historySize -= /** @type {Uint8Array} */ (this.#history.shift()).length;
      this.#record = false; // without its beginning the stream cannot be resumed
    }
  }

  /**
   * @param {Uint8Array} chunk
   * @param {string} [how] the stream came to its end
   */
  async #feedCore(chunk, how) {
    const core = await this.#getCore();
    if (!this.#usesCore && this.#history.length > 0) this.#feedHistory(core);
    const bytes = join([this.#partial, chunk]);
    // The state, with the incomplete event in it, is copied in each call. So more of a long
    // event is passed on only if it may be complete or its length has doubled.
    if (!how && bytes.length < this.#pending && !bytes.includes(10) && !bytes.includes(13)) {
      this.#partial = bytes;
      return;
    }
    this.#partial = nothing;
    if (bytes.length > 0) this.#deliver(() => this.#callCore(core, bytes, { do: 'feed' }));
    if (how) this.#deliver(() => this.#callCore(core, nothing, { do: 'end', how }));
  }

  /**
   * Give the core the bytes that were read without it.
   * @param {CallCore} core
   */
  #feedHistory(core) {
    const { started } = this;
    const { contents } = this.#progress;
    const held = this.#callCore(core, join(this.#history), { do: 'feed' });
    if (!started) this.#deliver(() => held);
    this.#contentsBefore = contents - this.#contents;
    this.#history = [];
  }

  /** @param {() => Uint8Array} next calls the core for bytes to deliver */
  #deliver(next) {
    if (this.done || this.failure) return;
    const bytes = next();
    if (bytes.length > 0) this.out.push(bytes);
  }

  /**
   * @param {CallCore} core
   * @param {Uint8Array} bytes
   * @param {object} args
   * @returns {Uint8Array} bytes to deliver
   */
  #callCore(core, bytes, args) {
    const input = join([this.#state, bytes]);
    const { result, body } = core('stream', { ...this.#args(), begun: this.started, ...args }, input);
    this.#state = body.subarray(0, result.state);
    ({
      contents: this.#contents, pending: this.#pending, started: this.started, holding: this.holding,
      finished: this.finished, signs: this.events, done: this.done, fault: this.failure, resumable: this.resumable,
    } = result);
    return body.subarray(result.state);
  }
}

/**
 * Whether a first byte is a letter or a colon: the beginning of a field name or a comment.
 * A line of NDJSON is not followed by an empty line, so the core reads it at once.
 * @param {number} byte
 */
const beginsEvent = (byte) => byte === 58 || (byte >= 97 && byte <= 122);

/**
 * A replacement for the core while it is not available: it passes bytes on unread, and
 * throws where a stream is cut, so that a cut answer does not appear complete. Its state is
 * one byte.
 * @type {CallCore}
 */
function passThroughCore(_op, args, body) {
  const { state, how } = /** @type {{state: number, how?: string}} */ (args);
  if (how && how !== 'ended') throw new TypeError('terminated');
  const bytes = /** @type {Uint8Array<ArrayBuffer>} */ (body);
  return {
    result: { state: 1, started: true, done: Boolean(how) },
    body: state ? bytes : join([new Uint8Array(1), bytes]),
  };
}

/**
 * @param {Uint8Array} bytes
 * @returns {number} the end of the last whole event, 0 if there is none
 */
function endOfWholeEvents(bytes) {
  for (let i = bytes.lastIndexOf(10); i > 0; i = bytes.lastIndexOf(10, i - 1)) {
    if (bytes[i - 1] === 10 || (bytes[i - 1] === 13 && bytes[i - 2] === 10)) return i + 1;
  }
  return 0;
}
