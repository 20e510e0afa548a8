// Exchanges that are right and odd, each asked directly and through a driver:
// nothing may differ. pkg/edge/healthy_test.go asks the Go drivers in process.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { drivers } from '../scenarios/drivers.mjs';
import { askFetch, askRaw } from './ask.mjs';
import { readExchanges } from './exchanges.mjs';
import { sameAnswer, sameRequest } from './same.mjs';
import { Run, startUpstream } from './upstream.mjs';

const text = JSON.stringify;

// As they come, but for what makes one exchange's failure another one's.
const settings = {
  UKEMI_RETRY_BUDGET: '0', UKEMI_BREAKER_FAILURES: '0', UKEMI_INITIAL_BACKOFF: '1ms', UKEMI_MAX_BACKOFF: '2ms',
};

/**
 * The tests of one driver.
 * @param {keyof typeof drivers} name
 * @param {'HTTP' | 'fetch'} kind of its caller
 */
export async function throughDriver(name, kind) {
  const exchanges = await readExchanges();
  /** @type {Awaited<ReturnType<typeof startUpstream>>} */
  let upstream;
  /** @type {import('../scenarios/drivers.mjs').Driver} */
  let driver;
  /** @type {string[]} */
  const differences = [];
  before(async () => {
    upstream = await startUpstream();
    driver = await drivers[name]({ ...settings, UKEMI_UPSTREAM: upstream.url });
  });
  after(async () => {
    await driver?.stop();
    upstream?.stop();
  });
  // An exchange is mostly waiting for the next piece.
  describe(`healthy through ${name}`, { concurrency: 8 }, () => {
    for (const exchange of exchanges) {
      test(`${exchange.file}: ${exchange.name}`, async () => {
        const want = await ask(exchange, 'directly', { url: upstream.url, fetch });
        const got = await ask(exchange, `through ${name}`, driver);
        if (name !== 'native') delete want.answer.trailers; // which the form of fetch does not have
        // In Node the upstream is asked for no encoding; one that encodes all the same is decoded.
        sameAnswer(got.answer, want.answer, exchange.streams || (name === 'npx' && isEncoded(want.answer)));
        sameRequest(got.asked, want.asked);
        const [described, wanted] = [got, want].map(({ answer }) => text(answer.described));
        if (described !== wanted) differences.push(`${exchange.file}: ${exchange.name}: ${described}, not ${wanted}`);
      });
    }
  });
  // One test, because it would fail for all exchanges alike.
  if (kind !== 'fetch') return;
  test('url, statusText and redirected are those of the answer', () => assert.deepEqual(differences, []));

  async function ask(exchange, way, { url, fetch }) {
    const id = encodeURIComponent(`${exchange.file}: ${exchange.name}: ${way}`);
    const run = new Run(exchange);
    upstream.runs.set(id, run);
    try {
      const answer = await (kind === 'fetch' ? askFetch(url, run, id, fetch) : askRaw(url, run, id));
      return { answer, asked: run.asked };
    } catch (error) {
      throw new Error(`${way}: ${error.cause?.message ?? error.message}; asked ${run.asked.length} times`);
    } finally {
      upstream.runs.delete(id);
    }
  }
}

const isEncoded = ({ headers }) => headers.some(([name]) => name === 'content-encoding');
