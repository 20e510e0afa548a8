// What clients are pointed at: the edges, each in front of a provider that
// misbehaves, and the tests that go through both.

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { after, before, describe } from 'node:test';

import { startGo, startDemo } from '../demo/demo.mjs';
import { startWorker } from '../workerd/workerd.mjs';

// Every test brings its own failures; budget and breaker would add them up.
const settings = {
  UKEMI_RETRY_BUDGET: '0',
  UKEMI_BREAKER_FAILURES: '0',
  UKEMI_INITIAL_BACKOFF: '2ms',
  UKEMI_MAX_BACKOFF: '8ms',
};

/** @typedef {{url: string, pid?: number, stop: () => Promise<void>}} Started */
/** @type {Record<string, (upstream: string, more?: Record<string, string>) => Promise<Started>>} */
export const edges = {
  'native edge': (upstream, more) =>
    startGo(['./cmd/edge'], { ...settings, ...more, UKEMI_UPSTREAM: upstream, UKEMI_LISTEN: '127.0.0.1:0' }),
  Worker: (upstream, more) => startWorker({ ...settings, ...more, UKEMI_UPSTREAM: upstream }),
};

/**
 * @typedef {{name: string, url: string, pid?: number, demo: Awaited<ReturnType<typeof startDemo>>}} Edge
 *   pid: of a Worker's process
 */

/**
 * Tests that go through each edge.
 * @param {string} what goes through it
 * @param {(edge: Edge) => void} tests are defined by it; only they may use the edge's url and demo
 * @param {{more?: Record<string, string>, concurrency?: number}} [options] more: settings of the edge
 */
export function throughEdges(what, tests, { more, ...options } = {}) {
  for (const [name, start] of Object.entries(edges)) {
    describe(`${what} through the ${name}`, options, () => {
      const edge = /** @type {Edge} */ ({ name });
      const running = [];
      before(async () => {
        running.unshift((edge.demo = await startDemo()));
        const started = await start(edge.demo.url, more);
        running.unshift(started);
        Object.assign(edge, { url: started.url, pid: started.pid });
      });
      after(async () => {
        for (const one of running) await one.stop();
      });
      tests(edge);
    });
  }
}

/**
 * A stream of a model, whose socket is read only when its reader asks.
 * @param {Edge} edge
 * @param {string} model
 * @param {string} key
 * @param {Record<string, string>} [headers]
 * @returns {Promise<import('node:http').IncomingMessage>}
 */
export async function openStream({ url }, model, key, headers) {
  const sent = request(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, ...headers },
  });
  sent.end(JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: 'hi' }] }));
  const [response] = await once(sent, 'response');
  return response;
}

/** What the demo provider received with a key. */
export const seenOf = async (demo, key) =>
  (await fetch(`${demo.url}/_demo/log?session=${encodeURIComponent(`Bearer ${key}`)}`)).json();

/** Ask again until it is so; the runner's own timeout bounds it. */
export async function until(so) {
  while (!(await so()));
}

/** The memory of an edge's process in MB: a Worker's as Linux reports it, the native one's by its own metrics. */
export async function residentMB({ url, pid }) {
  if (pid) return (1024 * Number(/VmRSS:\s*(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1])) / 1e6;
  const metrics = await (await fetch(`${url}/_ukemi/metrics`)).text();
  return Number(/^process_resident_memory_bytes (.+)$/m.exec(metrics)?.[1]) / 1e6;
}
