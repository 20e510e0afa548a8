// Isolates that share their health through real Durable Objects, on a real workerd.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { startWorker } from './workerd.mjs';

let seen = 0;
/** Questions of isolates, as counting-objects.mjs reports them. */
let asked = 0;
/** Fails where the request asks for it. */
const upstream = createServer((request, response) => {
  if (request.url === '/asked') {
    asked++;
    request.resume().on('end', () => response.end());
    return;
  }
  seen++;
  const fails = request.headers['x-fail'];
  request.resume().on('end', () => {
    response.writeHead(fails ? 503 : 200, { 'content-type': 'application/json' });
    response.end(fails ? '{"error":{"message":"down"}}' : '{"choices":[{"message":{"content":"ok"}}]}');
  });
});
let environ;
before(async () => {
  await new Promise((resolve) => upstream.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (upstream.address());
  environ = {
    UKEMI_UPSTREAM: `http://127.0.0.1:${port}/v1`, UKEMI_INITIAL_BACKOFF: '1ms', UKEMI_MAX_BACKOFF: '1ms',
    UKEMI_MODE: 'own',
  };
});
after(() => upstream.close());

async function call(url, headers = {}) {
  const response = await fetch(url + '/v1/chat/completions', {
    method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: '{"model":"m","messages":[]}',
  });
  await response.text();
  const { status } = response;
  return { status, reason: response.headers.get('x-ukemi-reason'), trail: response.headers.get('x-ukemi-attempts') };
}

const fails = { 'x-fail': '1' };
/** The budget alone ends the retries. */
const noBreaker = (budget = '400') => ({ ...environ, UKEMI_BREAKER_FAILURES: '0', UKEMI_RETRY_BUDGET: budget });
const failsTwice = { ...fails, 'x-ukemi-max-attempts': '2' };
const failsOnce = { ...fails, 'x-ukemi-max-attempts': '1' };

/**
 * Repeat until a condition holds; false if it does not within some seconds.
 * @param {() => Promise<boolean>} step
 */
async function until(step, ms = 20_000) {
  const end = Date.now() + ms;
  while (Date.now() < end) if (await step()) return true;
  return false;
}

test('retries of one isolate count against the budget of another', async () => {
  const worker = await startWorker(noBreaker(), 0, 'ignore', { isolates: 3, health: true });
  try {
    const [, spender, other] = worker.urls;
    assert.ok(await until(async () => (await call(spender, fails)).reason === 'retry-budget'));
    await call(other, failsTwice); // now it knows of a failure, and asks
    assert.ok(await until(async () => {
      await call(spender, fails); // time brings tokens back
      const { reason, trail } = await call(other, fails);
      return reason === 'retry-budget' && trail === '503';
    }));
  } finally {
    await worker.stop();
  }
});

test('a model that others see fail is given up after one failure', async () => {
  const worker = await startWorker(environ, 0, 'ignore', { isolates: 3, health: true });
  try {
    const [, failing, other] = worker.urls;
    assert.ok(await until(async () => {
      for (let i = 0; i < 10; i++) await call(failing, failsOnce);
      for (let i = 0; i < 2; i++) assert.equal((await call(other)).status, 200);
      const { reason, trail } = await call(other, fails);
      return reason === 'breaker-open' && trail === '503';
    }));
    // And one success of its own closes the breaker.
    assert.equal((await call(other)).status, 200);
  } finally {
    await worker.stop();
  }
});

/** With waits that are long enough for a question. */
const waits = { UKEMI_INITIAL_BACKOFF: '800ms', UKEMI_MAX_BACKOFF: '800ms' };

test('the first call of an isolate that fails is not retried where others have spent the budget', async () => {
  const worker = await startWorker({ ...noBreaker('40'), ...waits }, 0, 'ignore', { isolates: 9, health: true });
  try {
    const others = worker.urls.slice(1);
    let spared = 0;
    for (const url of others) {
      const began = performance.now();
      const { reason, trail } = await call(url, fails);
      // Those that came first have spent it.
      if (reason === 'retry-budget' && trail === '503') {
        spared++;
        assert.ok(performance.now() - began < 700, 'and its caller need not wait');
      }
    }
    assert.ok(spared >= 2, `${spared} of ${others.length} isolates`);
  } finally {
    await worker.stop();
  }
});

test('the first call of an isolate that fails asks without a budget, too', async () => {
  const withoutBudget = { ...environ, ...waits, UKEMI_RETRY_BUDGET: '0' };
  const worker = await startWorker(withoutBudget, 0, 'ignore', { isolates: 2, health: true });
  try {
    const [failing, other] = worker.urls;
    for (let i = 0; i < 3; i++) { // over two windows of time
      for (let n = 0; n < 10; n++) await call(failing, failsOnce);
      await new Promise((resolve) => setTimeout(resolve, 2_100));
    }
    await call(failing, failsOnce); // what it counted is sent
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { reason, trail } = await call(other, fails);
    assert.equal(`${reason}: ${trail}`, 'breaker-open: 503');
  } finally {
    await worker.stop();
  }
});

test('no object is asked while all is well, and at most twice by the first call that fails', async () => {
  const health = fileURLToPath(new URL('counting-objects.mjs', import.meta.url));
  const worker = await startWorker({ ...noBreaker('100000'), ...waits }, 0, 'ignore', { health });
  try {
    asked = 0;
    for (let i = 0; i < 20; i++) assert.equal((await call(worker.url)).status, 200);
    assert.equal(asked, 0);
    await call(worker.url, failsOnce);
    assert.equal(asked, 0, 'a call that is not retried');
    await new Promise((resolve) => setTimeout(resolve, 100));
    await call(worker.url, fails);
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.ok(asked >= 1 && asked <= 2, `${asked} questions`);
  } finally {
    await worker.stop();
  }
});

test('isolates that share nothing know nothing of each other', async () => {
  const worker = await startWorker(noBreaker(), 0, 'ignore', { isolates: 2 });
  try {
    const [spender, other] = worker.urls;
    assert.ok(await until(async () => (await call(spender, fails)).reason === 'retry-budget'));
    await call(other, failsTwice);
    assert.equal((await call(other, fails)).reason, 'max-attempts');
  } finally {
    await worker.stop();
  }
});

test('objects that fail, hang or answer nonsense change nothing', async () => {
  const health = fileURLToPath(new URL('broken-objects.mjs', import.meta.url));
  const worker = await startWorker({ ...noBreaker('100000'), ...waits }, 0, 'ignore', { health });
  try {
    const end = Date.now() + 7_000; // four questions
    for (let i = 0; Date.now() < end; i++) {
      const began = performance.now();
      const { trail } = await call(worker.url, failsTwice);
      const took = performance.now() - began;
      const wait = Number(/^503;wait=(\d+);src=backoff, 503$/.exec(trail)?.[1]);
      // An object that hangs is given up after 2 s. The first call meets a cold core.
      assert.ok(i === 0 || took - wait < 700, `${trail}: took ${took} ms`);
      assert.equal((await call(worker.url)).status, 200);
      assert.equal((await call(worker.url)).status, 200);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    await worker.stop();
  }
});

test('the binding UPSTREAM is asked instead of the network, and a variable of that name is refused', async () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (upstream.address());
  const worker = await startWorker(
    { ...environ, UKEMI_UPSTREAM: 'https://nowhere.invalid/v1' }, 0, 'ignore', { upstream: `127.0.0.1:${port}` },
  );
  const wrong = await startWorker({ ...environ, UPSTREAM: 'https://api.example' });
  try {
    const before = seen;
    assert.equal((await call(worker.url)).status, 200);
    assert.equal((await call(worker.url, fails)).status, 503);
    assert.equal(seen - before, 5);
    const response = await fetch(wrong.url + '/v1/models');
    assert.equal(response.status, 500);
    assert.match(await response.text(), /misconfigured: UPSTREAM/);
  } finally {
    await worker.stop();
    await wrong.stop();
  }
});
