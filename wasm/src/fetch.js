// createFetch: a drop-in fetch whose failures are retried where that helps and
// answered in the contract's format.

import { drive, putBack, readUpTo } from './driver.js';
import { load } from './load.js';
import { asksForStream } from './stream-request.js';

/**
 * @typedef {object} Policy the numbers of the retry policy, all times in ms; see the README for each one's meaning
 * @property {number} [maxAttempts] 1 to 5, the first one included; 4
 * @property {number} [initialBackoff] 500
 * @property {number} [backoffMultiplier] 2
 * @property {number} [maxBackoff] 8000
 * @property {number} [jitter] 0 (none) to 1 (full); 0.5
 * @property {number} [maxRetryAfter] 60000: a longer stated wait is told at once
 * @property {number} [maxElapsed] 120000
 * @property {number} [firstEventTimeout] 30000
 * @property {number} [responseTimeout] 300000
 * @property {number} [streamIdleTimeout] 30000
 *
 * @property {number} [retryBudget] 100: tokens that bound the load of retries; 0 is no bound
 * @property {number} [breakerFailures] 5: failures in a row that open a model's breaker; 0 is no breaker
 *
 * @typedef {string | {model: string, upstream?: string, key?: string, larger?: boolean}} Fallback a model, or one at another upstream (its base URL, with /v1)
 *
 * @typedef {object} FetchOptions
 * @property {'auto' | 'advise' | 'own'} [mode] who retries: ukemi (own), the SDK above (advise), or advise where the request comes from an SDK that retries (auto, the default)
 * @property {'watch' | 'peek'} [stream] how closely streams are looked at: every event (watch, the default), or up to the first content (peek)
 * @property {'deterministic' | 'always' | 'never'} [resume] which broken streams another attempt takes up where this layer retries: those with temperature 0 or a seed (deterministic, the default), always, never
 * @property {Policy} [policy]
 * @property {Record<string, Fallback | Fallback[]>} [fallbacks] for each model those to switch to, in order; '*' is every model not named
 * @property {Record<string, string>} [keys] of other upstreams, by the names that fallbacks call them
 * @property {typeof globalThis.fetch} [fetch] the fetch to use; the global one
 * @property {boolean} [details] add error.upstream, what the provider said, to error bodies
 * @property {string} [helpURL] where a playground is, for the link header
 * @property {import('./driver.js').Settings['onCall']} [onCall] is told of every call that failed or needed a retry
 * @property {import('./driver.js').Settings['onAttempt']} [onAttempt] is told of every failed attempt and what follows
 * @property {import('./driver.js').Settings['wait']} [wait] instead of setTimeout
 * @property {import('./driver.js').Settings['random']} [random] instead of Math.random
 */

/** Bytes of a request body that are kept for a retry. */
const maxKept = 4 << 20;

/**
 * @param {FetchOptions} [options]
 * @returns {typeof globalThis.fetch}
 * @throws {TypeError} when an option is none
 */
export function createFetch(options = {}) {
  const { mode = 'auto', stream = 'watch', resume = 'deterministic', policy = {}, fallbacks = {}, keys = {}, fetch = globalThis.fetch, details = false, helpURL = '', onCall, onAttempt, wait, random } = options;
  if (!['auto', 'advise', 'own'].includes(mode)) throw new TypeError(`ukemi: mode is 'auto', 'advise' or 'own', not ${JSON.stringify(mode)}`);
  const whole = { ...defaults, ...policy };
  for (const [name, value] of Object.entries(whole)) {
    if (!(name in defaults)) throw new TypeError(`ukemi: policy has no ${JSON.stringify(name)}; it has ${Object.keys(defaults).join(', ')}`);
    if (typeof value !== 'number' || !(value >= 0)) throw new TypeError(`ukemi: policy.${name} is a number, not ${JSON.stringify(value)}`);
  }
  const health = { value: null };
  return async (input, init) => {
    const { url, method, headers, body, replayable, streams, signal, attempt } = await take(input, init, keys);
    const retriesItself = headers.some(([name]) => name === 'x-stainless-retry-count');
    return drive(
      { method, path: url.pathname, upstream: url.origin, headers, body, replayable, streams, signal, send: (signal, detour) => fetch(...attempt(signal, detour)) },
      {
        policy: { ...whole, stream, resume, fallbacks, mode: mode === 'auto' ? (retriesItself ? 'advise' : 'own') : mode },
        caller: { details, helpURL }, onCall, onAttempt, wait, random, health, core: load,
      },
    );
  };
}

/** The policy's numbers, as the contract has them; pkg/retry/policy.go is their home, a test compares. */
const defaults = {
  maxAttempts: 4, initialBackoff: 500, backoffMultiplier: 2, maxBackoff: 8000, jitter: 0.5, maxRetryAfter: 60_000, maxElapsed: 120_000,
  firstEventTimeout: 30_000, responseTimeout: 300_000, streamIdleTimeout: 30_000, retryBudget: 100, breakerFailures: 5,
};

/**
 * Take what fetch takes, so that it can be sent more than once where its body
 * allows that. A ReadableStream is sent once, as it comes.
 * @param {RequestInfo | URL} input
 * @param {RequestInit} [init]
 * @param {Record<string, string>} [keys]
 */
async function take(input, init = {}, keys = {}) {
  const request = typeof input === 'object' && 'headers' in input ? input : null;
  const url = new URL(request?.url ?? String(input), globalThis.location?.href);
  const method = (init.method ?? request?.method ?? 'GET').toUpperCase();
  const headers = [...new Headers(init.headers ?? request?.headers)];
  const signal = init.signal ?? request?.signal;
  let body = init.body;
  let replayable = !(body instanceof ReadableStream);
  if (body === undefined && request?.body) {
    const { bytes, rest } = await readUpTo(request.body, maxKept + 1);
    body = putBack(bytes, rest);
    replayable = !rest;
  }
  const streams = asksForStream(url.pathname, body);
  /** @type {(signal: AbortSignal, detour: {fallback: import('./driver.js').Fallback, body: Uint8Array} | null) => [RequestInfo | URL, RequestInit]} */
  const attempt = (signal, detour) => {
    /** @type {any} */
    const all = { ...init, signal };
    if (request) {
      // Everything but the body is the request's own.
      Object.assign(all, { method, headers, body: body ?? undefined, redirect: init.redirect ?? request.redirect, credentials: init.credentials ?? request.credentials });
    }
    if (body instanceof ReadableStream) all.duplex = 'half';
    const ours = headers.some(([name]) => name.startsWith('x-ukemi-'));
    /** @type {[string, string][]} */
    const forwarded = headers.filter(([name]) => !name.startsWith('x-ukemi-'));
    if (ours || detour) all.headers = forwarded;
    if (!detour) return [request ? url : input, all];
    all.body = detour.body;
    const { url: elsewhere, drop, key } = detour.fallback;
    if (!elsewhere) return [url, all];
    all.headers = forwarded.filter(([name]) => !drop.includes(name));
    if (keys[key]) all.headers.push(['authorization', `Bearer ${keys[key]}`]);
    return [elsewhere + url.search, all];
  };
  const kept = typeof body === 'string' || body instanceof Uint8Array ? body : null;
  return { url, method, headers, body: kept, replayable, streams, signal, attempt };
}
