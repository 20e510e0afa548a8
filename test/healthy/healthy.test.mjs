// Exchanges that are right and odd, each asked directly and through every driver
// in JavaScript's reach: nothing may differ. pkg/edge/healthy_test.go asks the Go
// drivers.

import { after, before, describe, test } from 'node:test';

import { drivers } from '../scenarios/drivers.mjs';
import { askFetch, askRaw } from './ask.mjs';
import { readExchanges } from './exchanges.mjs';
import { sameAnswer, sameRequest } from './same.mjs';
import { Run, startUpstream } from './upstream.mjs';

// As they come, but for what makes one failure another one's.
const settings = { UKEMI_RETRY_BUDGET: '0', UKEMI_BREAKER_FAILURES: '0', UKEMI_INITIAL_BACKOFF: '1ms', UKEMI_MAX_BACKOFF: '2ms' };

const exchanges = await readExchanges();
/** @type {Awaited<ReturnType<typeof startUpstream>>} */
let upstream;
/** @type {Record<string, import('../scenarios/drivers.mjs').Driver>} */
const started = {};

before(async () => {
  upstream = await startUpstream();
  await Promise.all(Object.entries(drivers).map(async ([name, start]) => (started[name] = await start({ ...settings, UKEMI_UPSTREAM: upstream.url }))));
});
after(async () => {
  await Promise.all(Object.values(started).map((driver) => driver.stop()));
  upstream?.stop();
});

/**
 * Ask an exchange once.
 * @param {import('./exchanges.mjs').Exchange} exchange
 * @param {string} by
 * @param {(run: Run, id: string) => ReturnType<typeof askRaw>} ask
 */
async function asked(exchange, by, ask) {
  const id = encodeURIComponent(`${exchange.file}: ${exchange.name}: ${by}`);
  const run = new Run(exchange);
  upstream.runs.set(id, run);
  try {
    return { answer: await ask(run, id), requests: run.asked };
  } catch (error) {
    throw new Error(`${by}: ${error.cause?.message ?? error.message}, asked ${run.asked.length} times`);
  } finally {
    upstream.runs.delete(id);
  }
}

/** The direct way, once for each kind of caller. @type {Map<string, ReturnType<typeof asked>>} */
const direct = new Map();
function directly(exchange, kind) {
  const key = `${exchange.file}: ${exchange.name}: ${kind}`;
  const ask = kind === 'fetch' ? (run, id) => askFetch(upstream.url, run, id, fetch) : (run, id) => askRaw(upstream.url, run, id);
  if (!direct.has(key)) direct.set(key, asked(exchange, `directly by ${kind}`, ask));
  return /** @type {ReturnType<typeof asked>} */ (direct.get(key));
}

describe('healthy', { concurrency: 8 }, () => {
  for (const driver of Object.keys(drivers)) {
    const kind = driver === 'createFetch' ? 'fetch' : 'HTTP';
    for (const exchange of exchanges) {
      test(`${driver}: ${exchange.file}: ${exchange.name}`, async () => {
        const want = await directly(exchange, kind);
        const got = await asked(exchange, driver, (run, id) => {
          const { url, fetch } = started[driver];
          return kind === 'fetch' ? askFetch(url, run, id, fetch) : askRaw(url, run, id);
        });
        sameAnswer(got.answer, want.answer, exchange.streams);
        if (driver === 'native') trailersToo(got.answer, want.answer);
        sameRequest(got.requests, want.requests);
      });
    }
  }
});

/** fetch, and so the Worker, knows no trailers. */
function trailersToo(got, want) {
  if (JSON.stringify(got.trailers) !== JSON.stringify(want.trailers)) throw new Error(`trailers ${JSON.stringify(got.trailers)}, not ${JSON.stringify(want.trailers)}`);
}
