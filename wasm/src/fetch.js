// createFetch: a replacement for fetch that retries failures where a retry helps and
// returns every other failure in ukemi's error format.

import { drive, importOnError } from './driver.js';
import { askForCore } from './place.js';
import { readRequest, validate } from './request.js';
import { parameters } from './tables.js';

/**
 * @typedef {import('./tables.js').Policy} Policy
 * @typedef {import('./verdict.js').Verdict} Verdict
 * @typedef {import('./driver.js').Settings} Settings
 *
 * @typedef {string | FallbackOptions} Fallback the name of a model, or an object with a model, an upstream or a key
 *
 * @typedef {object} FallbackOptions
 * @property {string} [model] without it, the model of the request
 * @property {string} [upstream] base URL of another upstream, including /v1
 * @property {string} [key] the name of its key in `keys`
 * @property {boolean} [larger] false: its context window is smaller, so it is not tried for prompts that are too long
 * @property {Record<string, string>} [rename] parameters of the body, or JSON Pointers, and their new names
 * @property {string[]} [drop] parameters that it does not get
 * @property {Record<string, unknown>} [set] parameters and the values that it gets
 * @property {Record<string, string | null>} [headers] headers that it gets; `$KEY` at the end of a value is the key,
 *   `null` is not sent
 * @property {'message' | 'prefix' | 'prefix-repeated' | 'partial' | 'continue_final_message'} [continue] how it
 *   continues a cut answer, with `resume: 'continue'`
 *
 * @typedef {object} FetchOptions
 * @property {'auto' | 'advise' | 'own'} [mode] which side retries. `own`: ukemi. `advise`: the SDK, which gets
 *   `x-should-retry` and `retry-after`. `auto` (default): `advise` for requests of an SDK that retries, else `own`
 * @property {Policy} [policy] numbers of the retry policy; times in ms
 * @property {Record<string, Fallback | Fallback[]>} [fallbacks] for each model the models to switch to, in this
 *   order; `'*'` stands for all other models
 * @property {Record<string, string>} [keys] API keys of fallbacks, by the names in `fallbacks`
 * @property {'watch' | 'peek'} [stream] `watch` (default): every event of a stream is checked. `peek`: only the
 *   events up to the first content
 * @property {'deterministic' | 'always' | 'continue' | 'never'} [resume] which broken streams are resumed by another
 *   attempt; default `deterministic`: those of requests with `temperature: 0` or a `seed`. `continue`: also those that
 *   a model goes on with, which documents that it does
 * @property {'tell' | 'ask' | 'mend'} [cure] what is done with the change that an error names: `tell` (default): the
 *   answer names it. `ask`: it is made for requests with `x-ukemi-cure: mend`. `mend`: it is made
 * @property {typeof globalThis.fetch} [fetch] sends the requests; default: the global fetch
 * @property {import('./place.js').CoreSource} [core] the core or its address; default: the file in this package
 * @property {boolean} [details] add `error.upstream`, the original error, to error bodies; default false
 * @property {string} [helpURL] address of a playground, for the `link` header; default: a page about the classes;
 *   '' for none
 * @property {(verdict: Verdict) => void} [onVerdict] called when a call has finally failed; for messages to users
 * @property {Settings['onAttempt']} [onAttempt] called after each attempt that failed, and after one that succeeded
 *   after others failed (`verdict: null`)
 * @property {Settings['onCall']} [onCall] called after each call that failed or was retried; for logs and metrics
 */

/**
 * Create a fetch that classifies errors, retries where a retry helps, and returns other
 * failures as a Response in ukemi's error format.
 * @param {FetchOptions} [options]
 * @returns {typeof globalThis.fetch}
 * @throws {TypeError} if an option is unknown or invalid
 */
export function createFetch(options = {}) {
  checkAll(options);
  const {
    mode = 'auto', policy = {}, fallbacks, keys = {}, stream, resume, cure, fetch = globalThis.fetch, core, details,
    helpURL, onVerdict, onAttempt, onCall,
  } = options;
  /** @type {Record<string, any>} */
  const numbers = {};
  for (const [name, [value]] of Object.entries(parameters)) numbers[name] = value;
  for (const [name, value] of Object.entries(policy)) {
    if (value === undefined) continue;
    const parameter = /** @type {Record<string, number[]>} */ (parameters)[name];
    const [, min, max] = parameter ?? refuse(`there is no policy.${name}`);
    const isRight = typeof value === 'number' && value >= min && (value <= max || value === Infinity);
    if (!isRight) refuse(`policy.${name} must be a number from ${min} to ${max}`);
    numbers[name] = Math.min(value, max);
  }
  // Objects for all calls, which cost less than one for each.
  const policyOf = (/** @type {string} */ mode) => ({ ...numbers, fallbacks, stream, resume, cure, mode });
  const usual = policyOf(mode === 'auto' ? 'own' : mode);
  const withSDK = policyOf('advise');
  const health = { value: null };
  /**
   * Origins from which this page has read an answer; CORS cannot be the cause of a failure there.
   * @type {Set<string>}
   */
  const readable = new Set();
  // A method, so that its name and length are those of fetch.
  const object = {
    async fetch(/** @type {RequestInfo | URL} */ input, /** @type {RequestInit | undefined} */ init = undefined) {
      if (init instanceof Request) {
        // The properties of a Request are its prototype's, so that {...init} would copy none.
        input = new Request(input, init);
        init = undefined;
      }
      const valid = validate(input, init);
      if (!valid) return fetch(input, init);
      const call = await readRequest(valid, input, init);
      const { url, headers, signal } = call;
      const sent = headers.filter(([name]) => !name.startsWith('x-ukemi-'));
      return drive(
        {
          ...call,
          // The core recognizes the AI SDK, which retries, by its User-Agent; with 'own' it does not retry.
          headers: mode === 'own' ? headers.filter(([name]) => name !== 'user-agent') : headers,
          async send(signal, fallback) {
            let [target, all] = fallback
              ? (await importOnError()).fallbackArgs(input, call, signal, fallback, keys)
              : [input, { ...call.init, signal, ...(sent.length < headers.length && { headers: sent }) }];
            if (options.fetch && target instanceof Request && target.bodyUsed) {
              // A custom fetch may read the Request itself and not init.
              target = new Request(target, all);
              all = { ...all, body: undefined, headers: undefined };
            }
            try {
              const response = await fetch(target, all);
              readable.add(url.origin);
              return response;
            } catch (/** @type {any} */ error) {
              if (globalThis.navigator?.onLine === false) error.cause ??= new Error('the browser is offline');
              else if (!signal.aborted && !readable.has(url.origin)) {
                await importOnError()
                  .then(({ corsCause }) => corsCause(error, url, headers, { signal }, fetch))
                  .catch(() => {});
              }
              throw error;
            }
          },
        },
        {
          policy: mode === 'auto' && valid.headers.has('x-stainless-retry-count') ? withSDK : usual,
          caller: { details, helpURL }, health, onVerdict, onAttempt, onCall,
          ask: () => askForCore(core),
          core: async () => (await importOnError()).loadInTime(core, signal),
        },
      );
    },
  };
  // Some callers read other properties of fetch: fetch.Response, Bun's fetch.preconnect.
  const { name, length, prototype, ...more } = Object.getOwnPropertyDescriptors(fetch);
  return Object.defineProperties(object.fetch, more);
}

/** For each option an example of its type, the list of its values, or null for any value. */
/** @type {Record<string, any>} */
const examples = {
  mode: ['auto', 'advise', 'own'], stream: ['watch', 'peek'], resume: ['deterministic', 'always', 'continue', 'never'],
  cure: ['tell', 'ask', 'mend'],
  policy: {}, fallbacks: {}, keys: {}, core: null, details: true, helpURL: '',
  fetch, onVerdict: fetch, onAttempt: fetch, onCall: fetch,
};

/** @param {Record<string, any>} options */
function checkAll(options) {
  for (const [name, value] of Object.entries(options)) {
    const example = examples[name];
    if (value === undefined || example === null) continue;
    if (example === undefined) refuse(`there is no option ${name}`);
    const allowed = example.join ? example : [typeof example];
    const isAllowed = allowed.includes(example.join ? value : typeof value);
    if (!isAllowed || value === null) refuse(`option ${name} must be ${allowed}`);
  }
}

/**
 * @param {string} why
 * @returns {never}
 */
function refuse(why) {
  throw new TypeError('ukemi: ' + why);
}
