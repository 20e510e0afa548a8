// createFetch: a drop-in fetch whose failures are retried where that helps and
// answered in the contract's format.

import { drive } from './driver.js';
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
  const { mode = 'auto', policy, fallbacks, keys = {}, stream, resume, fetch = globalThis.fetch, core, details, helpURL } = options;
  if (!['auto', 'advise', 'own'].includes(mode)) throw new TypeError(`ukemi: there is no mode ${mode}`);
  const numbers = checked(policy);
  const health = { value: null };
  const { onVerdict, onAttempt, onCall } = options;
  /** Origins that this page may read: a failure there is not CORS's. @type {Set<string>} */
  const readable = new Set();
  /** @type {import('./core.js').CallCore | undefined} */
  let known;
  const after = () => import('./after.js');
  return async (input, init) => {
    const valid = check(input, init);
    if (!valid) return fetch(input, init);
    const call = await take(valid, input, init);
    const { url, method, headers, body, replayable, streams, signal } = call;
    const retriesItself = headers.some(([name]) => name === 'x-stainless-retry-count');
    return drive(
      {
        method, path: url.pathname, query: url.search.slice(1), upstream: url.origin, body, given: call.init.body, replayable, streams, signal,
        // Who says own knows that the AI SDK, which only its User-Agent betrays, does not retry.
        headers: mode === 'own' ? headers.filter(([name]) => name !== 'user-agent') : headers,
        async send(signal, detour) {
          const [target, all] = detour ? (await after()).around(input, call, signal, detour, keys) : attempt(input, call, signal);
          try {
            const response = await fetch(target, all);
            readable.add(url.origin);
            return response;
          } catch (/** @type {any} */ error) {
            // What a page is not told, it is told here.
            if (globalThis.navigator?.onLine === false) error.cause = new Error('the browser is offline');
            else if (globalThis.location && !signal.aborted && !readable.has(url.origin)) await after().then(({ blame }) => blame(error, url, headers, { signal }, fetch)).catch(() => {});
            throw error;
          }
        },
      },
      {
        policy: { ...numbers, fallbacks, stream, resume, mode: mode === 'auto' ? (retriesItself ? 'advise' : 'own') : mode },
        caller: { details, helpURL }, health,
        onCall: (record) => tell(onCall, record),
        onAttempt(made) {
          tell(onAttempt, made);
          if (made.verdict && made.action === 'deliver') tell(onVerdict, made.verdict);
        },
        core: async () => (known ??= await (await after()).loadInTime(core, signal)),
      },
    );
  };
}

/**
 * @param {Policy} [policy]
 * @returns {Required<Policy>}
 */
function checked(policy) {
  const numbers = { ...defaults, ...policy };
  for (const [name, value] of Object.entries(numbers)) {
    if (!(name in defaults)) throw new TypeError(`ukemi: there is no policy.${name}`);
    if (typeof value !== 'number' || !(value >= 0)) throw new TypeError(`ukemi: policy.${name} is no number`);
  }
  return numbers;
}

/**
 * Tell a callback; its mistakes do not become the call's.
 * @template T
 * @param {((value: T) => void) | undefined} callback
 * @param {T} value
 */
function tell(callback, value) {
  try {
    callback?.(value);
  } catch (error) {
    console.error('ukemi: a callback threw', error);
  }
}
