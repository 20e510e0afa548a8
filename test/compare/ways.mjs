// The ways to a provider that are compared, each set up as its own documentation
// advises for the same wish: try a failing call up to three times more, heed the
// provider's waits, give a silent provider up after five seconds, and have one
// other model to fall back to.

import { execFile, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';

import { createFetch } from 'ukemi';

import { startGo } from '../demo/demo.mjs';
import { startWorker } from '../workerd/workerd.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const portkey = '1.15.2';
export const fallback = 'demo-ok+fallback';
const silenceLimit = 5000; // ms

/**
 * @typedef {object} Way
 * @property {string} [url] without /v1; the provider's own where it is absent
 * @property {(key: string) => Record<string, string>} [headers]
 * @property {number} [timeout] of the SDK's, in ms
 * @property {number} [maxRetries] of the SDK's
 * @property {typeof globalThis.fetch} [fetch]
 * @property {number} [deadline] ms after which nothing more is waited for
 * @property {() => Promise<Way>} [each] starts the way for one case alone
 * @property {number} [pid]
 * @property {() => Promise<void>} [stop]
 *
 * @type {Record<string, (upstream: string) => Promise<Way>>}
 */
export const ways = {
  // Retries twice on connection errors, 408, 409, 429 and 5xx. It has no fallback.
  'openai SDK': async () => ({ timeout: silenceLimit }),
  [`Portkey ${portkey}`]: startPortkey,
  'ukemi native': (upstream) => startGo(['./cmd/edge'], { ...settings(upstream), UKEMI_LISTEN: '127.0.0.1:0' }),
  // Nothing is set but the fallback, and each case has an edge of its own. A silent
  // provider is given up after a minute.
  'ukemi, defaults': async (upstream) => ({
    deadline: 100_000,
    each: () =>
      startGo(['./cmd/edge'], {
        UKEMI_UPSTREAM: upstream,
        UKEMI_FALLBACKS: JSON.stringify({ '*': fallback }),
        UKEMI_LISTEN: '127.0.0.1:0',
      }),
  }),
  'ukemi Worker': (upstream) => startWorker(settings(upstream)),
  'ukemi createFetch': async () => ({
    maxRetries: 0,
    fetch: createFetch({
      mode: 'own',
      cure: 'mend',
      fallbacks: { '*': [{ model: fallback, larger: true }] },
      policy: {
        retryBudget: 0,
        firstEventTimeout: silenceLimit,
        responseTimeout: silenceLimit,
        streamIdleTimeout: silenceLimit,
      },
    }),
  }),
};

const settings = (upstream) => ({
  UKEMI_UPSTREAM: upstream,
  UKEMI_RETRY_BUDGET: '0', // all cases at once are an outage, in which it would rightly spare the provider
  UKEMI_FALLBACKS: JSON.stringify({ '*': [{ model: fallback, larger: true }] }),
  UKEMI_CURE: 'mend',
  UKEMI_FIRST_EVENT_TIMEOUT: `${silenceLimit}ms`,
  UKEMI_RESPONSE_TIMEOUT: `${silenceLimit}ms`,
  UKEMI_STREAM_IDLE_TIMEOUT: `${silenceLimit}ms`,
});

/**
 * Portkey's gateway in Node, https://portkey.ai/docs/product/ai-gateway. Its
 * streams need the server library pinned: with the newest that its own range
 * allows (1.19.19), each ends in a 500 (“TypeError: immutable”, 2026-11-25).
 * @param {string} upstream
 * @returns {Promise<Way>}
 */
async function startPortkey(upstream) {
  const folder = join(root, 'build/compare');
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ dependencies: { '@portkey-ai/gateway': portkey }, overrides: { '@hono/node-server': '1.3.3' } }),
  );
  await promisify(execFile)('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts']);
  const port = await freePort();
  const child = spawn(
    'node',
    [join(folder, 'node_modules/@portkey-ai/gateway/build/start-server.js'), `--port=${port}`, '--headless'],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await new Promise((resolve, reject) => {
    child.stdout.on('data', (printed) => String(printed).includes('Ready for connections') && resolve(undefined));
    ended.then(() => reject(new Error('Portkey ended')));
  });
  const config = (key) => {
    const target = {
      provider: 'openai',
      custom_host: `${upstream}/v1`,
      api_key: key,
      retry: { attempts: 3, use_retry_after_header: true },
      request_timeout: silenceLimit,
    };
    return { strategy: { mode: 'fallback' }, targets: [target, { ...target, override_params: { model: fallback } }] };
  };
  return {
    url: `http://127.0.0.1:${port}`,
    headers: (key) => ({ 'x-portkey-config': JSON.stringify(config(key)) }),
    pid: child.pid,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

/** @returns {Promise<number>} */
const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    server.close(() => resolve(port));
  });
});
