// What the bytes of a stream come to: what may be delivered, whether the answer
// has begun, is complete, or has failed. Ordinary events are told at a glance;
// what is odd is for the core to judge, and all that follows on it. No I/O.

import { join } from './body.js';
import { glance, isWhole, nothingSeen } from './glance.js';

/** @typedef {import('./core.js').CallCore} CallCore */

const maxKept = 64 << 10; // delivered bytes that the core may need to see
const maxRecord = 2 << 20; // the same, where the answer may have to be taken up
/** @type {Uint8Array} */
const nothing = new Uint8Array();
const decoder = new TextDecoder();

export class Watch {
  /** @type {Uint8Array[]} to be delivered */
  out = [];
  /** Something of the answer may go, or has gone, downstream. */
  begun = false;
  /** Something came that may not go out yet. */
  holding = false;
  /** The answer is whole, though more may still come. */
  finished = false;
  /** Events that came and were more than a sign of life. */
  signs = 0;
  /** The upstream has ended the stream, and the answer is complete. */
  done = false;
  /** Why it failed. @type {any} */
  fault = null;
  /** Another stream could take it up. */
  resumable = false;
  #path;
  #limit;
  #record;
  #core;
  /** What is no more than a sign of life goes out at once. */
  #released = false;
  #seen = nothingSeen();
  /** Bytes that are no whole event yet. */
  #rest = nothing;
  /** @type {Uint8Array[]} for the core if it is needed: what was delivered, or, before the first content, all that came */
  #kept = [];
  #size = 0; // of what is kept
  /** The core's state; empty while it was not needed. @type {Uint8Array} */
  #state;
  #pending = 0; // bytes of an event that the core holds
  #contents = 0; // events with content that the core counts
  #missed = 0; // and those that it never saw

  /**
   * @param {{path: string, limit: number, record: boolean}} stream path of the request; limit: bytes that are held at most; record: whether the answer may have to be taken up
   * @param {Uint8Array | null} replay what an earlier stream left to be repeated
   * @param {() => Promise<CallCore>} core
   */
  constructor({ path, limit, record }, replay, core) {
    this.#path = path;
    this.#limit = limit;
    this.#record = record;
    this.#state = replay ?? nothing;
    this.#core = () => core().catch(() => (this.#core = async () => blind)());
  }

  /** Events with content that were delivered. */
  get contents() {
    return this.#judged ? this.#contents + this.#missed : this.#seen.contents;
  }

  /** Bytes that are no whole event yet, where the core holds none of them; else null. */
  get rest() {
    return this.#judged ? null : this.#rest;
  }

  get #judged() {
    return this.#state.length > 0;
  }

  /** @param {Uint8Array} chunk */
  async feed(chunk) {
    if (this.#judged || !this.#glance(chunk)) await this.#judge(chunk);
  }

  /** @param {string} how the stream came to its end: ended, cut or stalled */
  async end(how) {
    const { end, finished } = this.#seen;
    if (how === 'ended' && !this.#judged && this.#rest.length === 0 && (end || finished)) this.done = true;
    else await this.#judge(nothing, how);
  }

  /** Let go what has been held for long. Signs of life commit to nothing. */
  async release() {
    const core = this.#judged && (await this.#core());
    if (core) this.#deliver(() => this.#ask(core, nothing, { do: 'release' }));
    else {
      this.out.push(...this.#kept);
      this.begun = this.signs > 0;
      this.#released = !this.begun;
      if (this.#released) this.#kept = [];
    }
    this.holding = false;
  }

  /**
   * The event that ends a broken stream.
   * @param {number} status of the contract's answer
   * @param {Uint8Array} body of it
   */
  async error(status, body) {
    return this.#ask(await this.#core(), body, { do: 'error', status });
  }

  /** What another stream of the same request must repeat. */
  async replay() {
    const core = await this.#core();
    return core('stream', { path: this.#path, limit: this.#limit, record: this.#record, released: this.#released, do: 'replay', state: this.#state.length }, this.#state).body;
  }

  /**
   * Take a chunk of ordinary events; false when it is not that.
   * @param {Uint8Array} chunk
   */
  #glance(chunk) {
    const bytes = join([this.#rest, chunk]);
    const end = wholeEvents(bytes);
    const events = bytes.subarray(0, end);
    const seen = { ...this.#seen };
    if (end === 0 ? bytes.length > this.#limit || !beginsEvent(bytes[0]) : !glance(decoder.decode(events), seen)) return false;
    this.#rest = bytes.subarray(end);
    if (end > 0) this.#pass(events, seen);
    return true;
  }

  /**
   * @param {Uint8Array} events
   * @param {import('./glance.js').Seen} seen with them
   */
  #pass(events, seen) {
    const alive = seen.signs === this.signs; // and nothing more
    this.#seen = seen;
    this.signs = seen.signs;
    this.finished = isWhole(seen);
    if (this.#released && !this.begun && alive && !this.holding) {
      this.out.push(events);
      return;
    }
    this.#kept.push(events);
    this.#size += events.length;
    if (this.begun) this.out.push(events);
    else if (seen.contents > 0 || this.finished || this.#size > this.#limit) {
      this.begun = true;
      this.out.push(...this.#kept);
    }
    this.holding = !this.begun;
    while (this.begun && this.#size > (this.#record ? maxRecord : maxKept) && this.#kept.length > 1) {
      this.#size -= /** @type {Uint8Array} */ (this.#kept.shift()).length;
      this.#record = false;
    }
  }

  /**
   * Let the core judge what came.
   * @param {Uint8Array} chunk
   * @param {string} [how] the stream came to its end
   */
  async #judge(chunk, how) {
    const core = await this.#core();
    if (!this.#judged && this.#kept.length > 0) this.#catchUp(core);
    const bytes = join([this.#rest, chunk]);
    // A long event is handed over when its end may be there, or when there is
    // as much more of it again: else each chunk would cost all of it.
    if (!how && bytes.length < this.#pending && !bytes.includes(10) && !bytes.includes(13)) {
      this.#rest = bytes;
      return;
    }
    this.#rest = nothing;
    if (bytes.length > 0) this.#deliver(() => this.#ask(core, bytes, { do: 'feed' }));
    if (how) this.#deliver(() => this.#ask(core, nothing, { do: 'end', how }));
  }

  /**
   * Show the core what has passed so far.
   * @param {CallCore} core
   */
  #catchUp(core) {
    const { begun } = this;
    const { contents } = this.#seen;
    const held = this.#ask(core, join(this.#kept), { do: 'feed' });
    if (!begun) this.#deliver(() => held);
    this.#missed = contents - this.#contents;
    this.#kept = [];
  }

  /** @param {() => Uint8Array} next asks the core */
  #deliver(next) {
    if (this.done || this.fault) return;
    const bytes = next();
    if (bytes.length > 0) this.out.push(bytes);
  }

  /**
   * @param {CallCore} core
   * @param {Uint8Array} bytes
   * @param {object} args
   * @returns {Uint8Array} to deliver
   */
  #ask(core, bytes, args) {
    const { result, body } = core('stream', { path: this.#path, limit: this.#limit, record: this.#record, begun: this.begun, released: this.#released, state: this.#state.length, ...args }, join([this.#state, bytes]));
    this.#state = body.subarray(0, result.state);
    ({ contents: this.#contents, pending: this.#pending, started: this.begun, holding: this.holding, finished: this.finished, signs: this.signs, done: this.done, fault: this.fault, resumable: this.resumable } = result);
    return body.subarray(result.state);
  }
}

/** @param {number} byte the first: of a field's name, or of a comment? Lines of JSON have no empty line to wait for. */
const beginsEvent = (byte) => byte === 58 || (byte >= 97 && byte <= 122);

/**
 * What stands in for a core that cannot be had: what passes is not looked at,
 * but what breaks off must not look whole. Its state is a byte.
 * @type {CallCore}
 */
function blind(_op, args, body) {
  const { state, how } = /** @type {{state: number, how?: string}} */ (args);
  if (how && how !== 'ended') throw new TypeError('terminated');
  const bytes = /** @type {Uint8Array<ArrayBuffer>} */ (state ? body : join([new Uint8Array(1), /** @type {Uint8Array} */ (body)]));
  return { result: { state: 1, contents: 1, signs: 1, pending: 0, started: true, done: Boolean(how), fault: null }, body: bytes };
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
