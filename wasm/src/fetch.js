// createFetch: a drop-in fetch whose failures are retried where that helps and
// answered in the contract's format.

import { after, drive } from './driver.js';
import { attempt, check, take } from './request.js';
import { defaults } from './tables.js';

/**
 * @typedef {import('./tables.js').Policy} Policy
 * @typedef {import('./verdict.js').Verdict} Verdict
 * @typedef {import('./driver.js').Settings} Settings
 *
 * @typedef {string | {model: string, upstream?: string, key?: string, larger?: boolean}} Fallback a model, or one at another upstream (its base URL, with /v1); larger: false is one whose window is smaller, which is not asked when a prompt is too long
 *
 * @typedef {object} FetchOptions
 * @property {'auto' | 'advise' | 'own'} [mode] who retries: ukemi (own), the SDK above (advise), or advise where the request comes from an SDK that retries (auto, the default)
 * @property {Policy} [policy]
 * @property {Record<string, Fallback | Fallback[]>} [fallbacks] for each model those to switch to, in order; '*' is every model not named
 * @property {Record<string, string>} [keys] of other upstreams, by the names that fallbacks call them
 * @property {'watch' | 'peek'} [stream] how closely streams are looked at: every event (the default), or up to the first content
 * @property {'deterministic' | 'always' | 'never'} [resume] which broken streams another attempt takes up; by default those with temperature 0 or a seed
 * @property {typeof globalThis.fetch} [fetch] the fetch to use; the global one
 * @property {import('./load.js').CoreSource} [core] where the core comes from; by default beside this package
 * @property {boolean} [details] add error.upstream, what the provider said, to error bodies
 * @property {string} [helpURL] where a playground is, for the link header
 * @property {(verdict: Verdict) => void} [onVerdict] is told what it means when a call has failed for good; for toasts
 * @property {Settings['onAttempt']} [onAttempt] is told of every attempt that failed, and of one that succeeded after others
 * @property {Settings['onCall']} [onCall] is told of every call that failed or needed a retry; for logs and metrics
 */

/**
 * @param {FetchOptions} [options]
 * @returns {typeof globalThis.fetch}
 * @throws {TypeError} when an option is none
 */
export function createFetch(options = {}) {
  checkAll(options, examples, 'option ');
  const { mode = 'auto', policy, fallbacks, keys = {}, stream, resume, fetch = globalThis.fetch, core, details, helpURL } = options;
  checkAll(policy ?? {}, defaults, 'policy.');
  /** @type {Record<string, any>} */
  const numbers = { ...defaults };
  // A timer that is set for longer than it can be rings at once.
  for (const [name, value] of Object.entries(policy ?? {})) if (value !== undefined) numbers[name] = Math.min(value, 2 ** 31 - 1);
  const health = { value: null };
  const { onVerdict, onAttempt, onCall } = options;
  /** Origins that this page may read: a failure there is not CORS's. @type {Set<string>} */
  const readable = new Set();
  /** @type {import('./core.js').CallCore | undefined} */
  let known;
  // A method, to be named and counted as fetch is.
  const own = {
    async fetch(/** @type {RequestInfo | URL} */ input, /** @type {RequestInit | undefined} */ init = undefined) {
      if (init instanceof Request) {
        // Nothing of it could be copied: all that it says is its prototype's.
        input = new Request(input, init);
        init = undefined;
      }
      const valid = check(input, init);
      if (!valid) return fetch(input, init);
      const call = await take(valid, input, init);
      const { url, method, headers, body, replayable, streams, signal } = call;
      const retriesItself = headers.some(([name]) => name === 'x-stainless-retry-count');
      return drive(
        {
          method, path: url.pathname, query: url.search.slice(1), upstream: url.origin, body, given: call.init.body, replayable, streams, signal, refuses: valid,
          // Who says own knows that the AI SDK, which only its User-Agent betrays, does not retry.
          headers: mode === 'own' ? headers.filter(([name]) => name !== 'user-agent') : headers,
          async send(signal, detour) {
            let [target, all] = detour ? (await after()).around(input, call, signal, detour, keys) : attempt(input, call, signal);
            if (options.fetch && target instanceof Request && target.bodyUsed) {
              // The caller's own may read it.
              target = new Request(target, all);
              all = { ...all, body: undefined, headers: undefined };
            }
            try {
              const response = await fetch(target, all);
              readable.add(url.origin);
              return response;
            } catch (/** @type {any} */ error) {
              // What a page is not told, it is told here.
              if (globalThis.navigator?.onLine === false) error.cause ??= new Error('the browser is offline');
              else if (globalThis.location && !signal.aborted && !readable.has(url.origin)) await after().then(({ blame }) => blame(error, url, headers, { signal }, fetch)).catch(() => {});
              throw error;
            }
          },
        },
        {
          policy: { ...numbers, fallbacks, stream, resume, mode: mode === 'auto' ? (retriesItself ? 'advise' : 'own') : mode },
          caller: { details, helpURL }, health, onVerdict, onAttempt, onCall,
          core: async () => (known ??= await (await after()).loadInTime(core, signal)),
        },
      );
    },
  };
  // Some look for more at a fetch: fetch.Response, Bun's fetch.preconnect.
  const { name, length, prototype, ...more } = Object.getOwnPropertyDescriptors(fetch);
  return Object.defineProperties(own.fetch, more);
}

/** What each option is like, one of, or (null) anything. */
const examples = {
  mode: ['auto', 'advise', 'own'], stream: ['watch', 'peek'], resume: ['deterministic', 'always', 'never'],
  policy: {}, fallbacks: {}, keys: {}, core: null, details: true, helpURL: '',
  fetch, onVerdict: fetch, onAttempt: fetch, onCall: fetch,
};

/**
 * @param {Record<string, any>} given
 * @param {Record<string, any>} examples
 * @param {string} what they are
 */
function checkAll(given, examples, what) {
  for (const [name, value] of Object.entries(given)) {
    const example = examples[name];
    if (value === undefined || example === null) continue;
    if (example === undefined) throw new TypeError(`ukemi: there is no ${what}${name}`);
    const kind = example.join ? example : [typeof example];
    const known = kind.includes(example.join ? value : typeof value);
    const fits = known && value !== null && !(value < 0) && !Number.isNaN(value);
    if (!fits) throw new TypeError(`ukemi: ${what}${name} must be ${kind}`);
  }
}
