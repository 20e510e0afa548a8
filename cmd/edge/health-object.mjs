// The Durable Object that gathers what isolates count of an upstream, and hands out the hint of
// all of it. A hint may be lost: an object that fails, is moved or starts anew costs nothing but
// what it knew.

import { DurableObject } from 'cloudflare:workers';

/** ms for which a hint is handed out before it is made again. */
const madeEvery = 250;

/** ms between two writes to the object's storage. */
const savedEvery = 10_000;

/** Questions a second that an object is to get: half of what one can answer. */
const load = 500;

/** ms between two questions of an isolate. Beyond the longest, hints would be too old. */
const askEvery = { shortest: 2_000, longest: 8_000 };

/** Bytes that an object stores; a value of its storage may have 2 MB. */
const maxStored = 1_500_000;

/**
 * @param {import('../../wasm/src/core.js').CallCore} core
 * @returns {typeof DurableObject}
 */
export const healthObject = (core) => class Health extends DurableObject {
  /** The name of its ledger in the core. */
  #object = '';
  /** Ledgers that are not merged yet. @type {object[]} */
  #sent = [];
  /** @type {{hint: object, every: number} | null} */
  #answer = null;
  #madeAt = 0;
  #savedAt = 0;
  #questions = 0;

  constructor(ctx, env) {
    super(ctx, env);
    this.#object = ctx.id.toString();
    ctx.blockConcurrencyWhile(async () => {
      const text = await ctx.storage.get('ledger');
      if (text) core('restore', { object: this.#object, ledger: JSON.parse(text), now: Date.now() });
    });
  }

  /**
   * Take what an isolate counted, and return the hint of all isolates and the ms after which the
   * isolate should ask again.
   * @param {object} ledger retry.Ledger
   * @param {number} budget of the isolate's policy
   */
  share(ledger, budget) {
    const now = Date.now();
    this.#sent.push(ledger);
    this.#questions++;
    if (!this.#answer || now - this.#madeAt >= madeEvery || this.#sent.length >= 100) this.#merge(budget, now);
    return this.#answer;
  }

  #merge(budget, now) {
    const { hint, quiet } = core('merge', { object: this.#object, sent: this.#sent, budget, now }).result;
    const seconds = Math.max(now - this.#madeAt, madeEvery) / 1000;
    // As many isolates as now ask with the present interval, so it grows with their number.
    const every = (this.#answer?.every ?? askEvery.shortest) * (this.#questions / seconds / load);
    this.#answer = { hint, every: Math.min(Math.max(every, askEvery.shortest), askEvery.longest) };
    this.#sent = [];
    this.#questions = 0;
    this.#madeAt = now;
    if (!quiet && now - this.#savedAt >= savedEvery) this.#save(now);
  }

  #save(now) {
    this.#savedAt = now;
    const text = JSON.stringify(core('saved', { object: this.#object }).result.ledger);
    if (text.length <= maxStored) this.ctx.storage.put('ledger', text).catch(() => {});
  }
};
