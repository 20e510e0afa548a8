// The drivers in JavaScript's reach, each started with a file's settings. What
// a driver gives is the base URL and the fetch that a caller uses.

import { createFetch } from 'ukemi';
import { startGo } from '../demo/demo.mjs';
import { startNpx } from '../command/npx.mjs';
import { startWorker } from '../workerd/workerd.mjs';

/**
 * @typedef {Record<string, string>} Settings UKEMI_…
 * @typedef {{url: string, fetch: typeof globalThis.fetch, stop: () => unknown}} Driver
 */

/** @type {Record<string, (settings: Settings) => Promise<Driver>>} */
export const drivers = {
  native: async (settings) => ({
    ...(await startGo(['./cmd/edge'], { ...settings, UKEMI_LISTEN: '127.0.0.1:0' })),
    fetch,
  }),
  Worker: async (settings) => ({ ...(await startWorker(settings)), fetch }),
  'Worker, bound': async (settings) => ({ ...(await startWorker(settings, 0, 'ignore', boundTo(settings))), fetch }),
  npx: async (settings) => ({ ...(await startNpx(settings)), fetch }),
  createFetch: async (settings) => ({
    url: settings.UKEMI_UPSTREAM,
    fetch: createFetch(optionsOf(settings)),
    stop() {},
  }),
};

/**
 * The binding HEALTH, and, where the upstream is reached without TLS, the binding UPSTREAM.
 * @param {Settings} settings
 * @returns {import('../workerd/workerd.mjs').Bound}
 */
function boundTo({ UKEMI_UPSTREAM }) {
  const { protocol, host } = new URL(UKEMI_UPSTREAM);
  return { health: true, upstream: protocol === 'http:' ? host : undefined };
}

/**
 * A file's settings, with {url}, {second}, {refused} … replaced by the demo provider's.
 * @param {Settings} settings
 * @param {import('../demo/demo.mjs').Sites} demo
 * @returns {Settings}
 */
export function settingsFor(settings, demo) {
  const fill = (/** @type {string} */ value) =>
    value.replace(/\{(\w+)\}/g, (found, site) => /** @type {any} */ (demo)[site] ?? found);
  return Object.fromEntries(
    Object.entries({ UKEMI_UPSTREAM: '{url}', ...settings }).map(([name, value]) => [name, fill(value)]),
  );
}

/** Settings that are options of createFetch under their own names. */
const options = {
  MODE: (value) => ({ mode: value }),
  DETAILS: (value) => ({ details: value === 'body' }),
  FALLBACKS: (value) => ({ fallbacks: JSON.parse(value) }),
  STREAM: (value) => ({ stream: value }),
  RESUME: (value) => ({ resume: value }),
  CURE: (value) => ({ cure: value }),
};

/** Settings that are the business of an edge alone. */
const edgeOnly = new Set(['UPSTREAM', 'MAX_BODY', 'CORS_ORIGINS', 'PACE']);

/**
 * The settings as createFetch's options: UKEMI_MAX_BACKOFF=8ms is
 * policy.maxBackoff: 8. The mode is what an edge has by default.
 * @param {Settings} settings
 */
function optionsOf(settings) {
  const all = { mode: 'own', policy: {}, keys: {} };
  for (const [name, value] of Object.entries(settings)) {
    const short = name.slice('UKEMI_'.length);
    if (short in options) Object.assign(all, options[short](value));
    else if (short.startsWith('KEY_')) all.keys[name] = value;
    else if (!edgeOnly.has(short)) all.policy[camel(short)] = number(value);
  }
  return all;
}

const camel = (name) => name.toLowerCase().replace(/_(.)/g, (_, letter) => letter.toUpperCase());

/** @param {string} value a number, or a duration in ms */
function number(value) {
  const [, n, unit] = /^([\d.]+)(ms|s|m)?$/.exec(value) ?? [];
  return Number(n) * { ms: 1, s: 1000, m: 60_000 }[unit ?? 'ms'];
}
