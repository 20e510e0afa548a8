// explain with `audience: 'user'`: an error as the user of an application reads it. It is
// loaded on the first use; each language but English is a module of its own. The same in
// Go is pkg/explain/user.go, from which the texts are made; test/wasm compares the two.

import { languages, rows, texts as english } from './user-texts.js';

/**
 * @typedef {object} UserExplanation an error in two sentences, without provider, billing, key or parameter
 * @property {string} text both sentences
 * @property {string} happened the first one
 * @property {string} advice the second one: what the user can do
 * @property {string} retryLabel for a button that tries again
 * @property {boolean} canRetry whether trying again may succeed: at `retryAt`, or now if that is null
 * @property {Date | null} retryAt the end of the wait that the server states
 * @property {string} language of the text: en, zh, ja, es, de or fr
 *
 * @typedef {object} UserOptions
 * @property {'user'} audience
 * @property {string} [language] BCP 47, such as `de-AT` or `navigator.language`; default and replacement: English
 * @property {number | Date} [now] when the error came; default: now
 */

/**
 * @param {typeof import('./query.js').query} query
 * @param {unknown} input
 * @param {UserOptions} options
 */
export const forUser = async (query, input, options) =>
  describe((await query('classify', input)).result, options);

/**
 * @param {import('./verdict.js').Verdict} verdict
 * @param {{language?: string, now?: number | Date}} options
 * @returns {Promise<UserExplanation>}
 */
export async function describe(verdict, { language = 'en', now = Date.now() }) {
  const key = language.toLowerCase().split(/[-_]/)[0];
  const { texts } = Object.hasOwn(languages, key) ? await languages[key]() : { texts: english };
  const { class: kind, rule, retry, after_ms: wait, exhausted, status } = verdict;
  let [, happened, again, otherwise] = rows.find(([of]) => of === rule || of === kind) ?? rows[rows.length - 1];
  if (happened === 'setup' && retry) happened = 'unknown'; // nothing is wrong with the settings then
  const waits = wait !== null && (retry || kind === 'quota_exhausted');
  const name = waits ? 'wait' : exhausted ? 'minutes' : retry ? again : otherwise;
  const sentence = (/** @type {string} */ name) => /** @type {Record<string, string>} */ (texts.sentences)[name];
  const advice = sentence(name).replace('{wait}', duration(wait ?? 0, texts.units));
  return {
    text: sentence(happened) + texts.space + advice,
    happened: sentence(happened),
    advice,
    retryLabel: sentence('button'),
    canRetry: retry || waits || name === 'wanted' || name === 'minutes'
      // Nobody knows, and a person may try.
      || (kind === 'unknown' && (status ?? 0) < 400 && happened !== 'none'),
    retryAt: waits ? new Date(Number(now) + wait) : null,
    language: texts.language,
  };
}

/** The units of time in ms, and below which wait each is used. */
const lengths = [[1000, 6e4], [6e4, 36e5], [36e5, 1728e5], [864e5, Infinity]];

/**
 * A wait in words, rounded up.
 * @param {number} ms
 * @param {string[][]} units
 */
function duration(ms, units) {
  const i = lengths.findIndex(([length, limit]) => Math.ceil(ms / length) * length < limit);
  const n = Math.max(1, Math.ceil(ms / lengths[i][0]));
  return units[i][n === 1 ? 0 : 1].replace('{n}', String(n));
}
