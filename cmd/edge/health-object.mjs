// The Durable Object that gathers what isolates count of an upstream, and hands out the hint of
// all of it. A hint may be lost: an object that fails, is moved or starts anew costs nothing but
// what it knew.

import { DurableObject } from 'cloudflare:workers';

/** ms for which a hint is handed out before it is made again. */
const madeEvery = 250;

/** ms between two writes to the object's storage. */
const savedEvery = 10_000;

/** Ledgers that wait to be merged; with more, the merge comes early. */
const maxSent = 1_000;

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
  /** @type {{hint: object, quiet: boolean} | null} */
  #answer = null;
  #madeAt = 0;
  #savedAt = 0;
  /** The one isolate that counted anything of late, if it is one. */
  #only = '';
  /** ms after which an isolate is to ask again. */
  #every = askEvery.shortest;
  #questions = 0;
  #countedSince = 0;

  constructor(ctx, env) {
    super(ctx, env);
    this.#object = ctx.id.toString();
    ctx.blockConcurrencyWhile(async () => {
      try {
        const text = await ctx.storage.get('ledger');
        if (text) core('restore', { object: this.#object, ledger: JSON.parse(text), now: Date.now() });
      } catch { // it begins anew
        ctx.storage.delete('ledger').catch(() => {});
      }
    });
  }

  /**
   * Take what an isolate counted, and return the hint of all isolates, whether it is quiet, and the
   * ms after which the isolate should ask again.
   * @param {object} ledger retry.Ledger
   * @param {number} budget of the isolate's policy
   * @param {string} origin of the isolate
   */
  share(ledger, budget, origin) {
    const now = Date.now();
    this.#sent.push(ledger);
    this.#countQuestion(now);
    if (!this.#answer || now - this.#madeAt >= madeEvery || this.#sent.length >= maxSent) this.#merge(budget, now);
    const every = this.#every;
    // An isolate that is alone needs no hint of its own counts.
    if (this.#only === origin) return { hint: { at: now }, quiet: true, every };
    return { ...this.#answer, every };
  }

  /** As many isolates as now ask with the present interval, so it grows with their number. */
  #countQuestion(now) {
    this.#questions++;
    const seconds = (now - this.#countedSince) / 1000;
    if (seconds < 1) return;
    if (this.#countedSince) {
      const every = this.#every * (this.#questions / seconds / load);
      this.#every = Math.min(Math.max(every, askEvery.shortest), askEvery.longest);
    }
    this.#questions = 0;
    this.#countedSince = now;
  }

  #merge(budget, now) {
    const sent = this.#sent;
    this.#sent = []; // should they be what the core fails on, they are not sent again
    this.#madeAt = now;
    const { hint, quiet, only } = core('merge', { object: this.#object, sent, budget, now }).result;
    if (!hint) return;
    this.#answer = { hint, quiet };
    this.#only = only;
    if (!quiet && now - this.#savedAt >= savedEvery) this.#save(now);
  }

  #save(now) {
    this.#savedAt = now;
    const text = JSON.stringify(core('saved', { object: this.#object }).result.ledger);
    if (text.length <= maxStored) this.ctx.storage.put('ledger', text).catch(() => {});
  }
};
