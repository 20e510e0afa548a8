// The package in pages of Chromium where not everything is allowed or there:
// behind a Content-Security-Policy, offline, kept out by CORS.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { build } from 'vite';
import { startBrowser } from '../page/browser.mjs';
import { install } from './install.mjs';
import { startProvider, verdict } from './provider.mjs';

let apps, api, browser, out;
before(async () => {
  [apps, api, browser] = await Promise.all([install(), startProvider(), startBrowser()]);
  out = join(apps.folder, 'out');
  const input = ['lab.html', 'lab-inline.html'].map((name) => join(apps.folder, name));
  await build({
    root: apps.folder,
    base: './',
    logLevel: 'silent',
    build: { outDir: out, target: 'es2023', modulePreload: { polyfill: false }, rolldownOptions: { input } },
  });
});
after(async () => {
  await browser?.close();
  await api?.stop();
  await apps?.remove();
});

/** The rest of a policy that runs WebAssembly and nothing else. */
const scripts = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src ";

/**
 * Open a page, and do something there.
 * @param {string} name lab or lab-inline
 * @param {string | undefined} policy
 * @param {(page: import('playwright-core').Page, site: {asked: string[]}) => Promise<void>} there
 * @param {(path: string) => any} [before] awaited before the site answers
 */
async function visit(name, policy, there, before) {
  const site = await startProvider({ folder: out, policy, before });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(() => {
    const { Instance } = WebAssembly;
    WebAssembly.Instance = class extends Instance {
      constructor(...args) {
        super(...args);
        Object.assign(globalThis, { memory: this.exports.memory });
      }
    };
  });
  try {
    await page.goto(`${site.url}/${name}.html`);
    await page.waitForFunction(() => 'ukemi' in globalThis);
    await there(page, site);
  } finally {
    await context.close();
    await site.stop();
  }
}

const call = (page, options = {}, url = api.url) =>
  page.evaluate(([url, options]) => call(ukemi.createFetch, url, options), [url, options]);

test('a policy that allows the API and the page itself', () =>
  visit('lab', `${scripts} 'self' ${api.url}`, async (page) => {
    assert.equal(await call(page), verdict);
  }));

test('the core is asked for on the first error, together with the code that uses it', () => {
  let coreWasAsked = () => {};
  const asked = new Promise((resolve) => (coreWasAsked = () => resolve('in time')));
  const late = new Promise((resolve) => setTimeout(resolve, 10_000, 'too late').unref());
  let coreCame;
  return visit('lab', undefined, async (page, site) => {
    assert.ok(!site.asked.some((path) => /\.wasm$|on-error/.test(path)), site.asked.join());
    assert.equal(await call(page), verdict);
    assert.equal(coreCame, 'in time');
    assert.equal(site.asked.filter((path) => path.endsWith('.wasm')).length, 1);
  }, async (path) => {
    if (path.endsWith('.wasm')) coreWasAsked();
    if (path.includes('on-error')) coreCame = await Promise.race([asked, late]);
  });
});

test('a policy that allows the API alone: the failure arrives as it came, for want of a core', () =>
  visit('lab', scripts + api.url, async (page) => {
    const answer = await page.evaluate(async (url) => {
      const response = await ukemi.createFetch()(url + '/v1/chat/completions', { method: 'POST', body: '{}' });
      return [
        response.status,
        (await response.json()).error.code,
        await ukemi.preload(),
        await ukemi.isRetryable({ status: 503 }),
      ];
    }, api.url);
    assert.deepEqual(answer, [429, 'insufficient_quota', false, true]);
  }));

test('the same policy, with the core inline', () => visit('lab-inline', scripts + api.url, async (page) => {
  assert.equal(await call(page), verdict);
}));

test('a policy that allows no connection at all, with the core inline', () =>
  visit('lab-inline', `${scripts} 'none'`, async (page) => {
    const [title, known] = await page.evaluate(async () => {
      const explanation = await ukemi.explain(
        "openai.AuthenticationError: Error code: 401 - {'error': {'code': 'invalid_api_key'}}",
      );
      return [explanation.title, ukemi.classifySync('HTTP/1.1 503 Service Unavailable').class];
    });
    assert.ok(title);
    assert.equal(known, 'unavailable');
  }));

test('offline: returned as an error with the core inline, thrown as fetch does without a core', async () => {
  const fetchOffline = async (page) => {
    await page.context().setOffline(true);
    return page.evaluate(async (url) => {
      const fetch = ukemi.createFetch({ mode: 'advise' });
      return fetch(url + '/v1/models').then(
        async (response) => [response.status, (await response.json()).error.message],
        (error) => [error.name, error.cause?.message],
      );
    }, api.url);
  };
  await visit('lab-inline', undefined, async (page) => {
    const [status, message] = await fetchOffline(page);
    assert.equal(status, 502);
    assert.match(message, /the browser is offline/);
  });
  await visit('lab', undefined, async (page) =>
    assert.deepEqual(await fetchOffline(page), ['TypeError', 'the browser is offline']),
  );
});

test('an answer that CORS keeps from the page is explained as that, and not retried', async () => {
  const closed = await startProvider({ cors: false });
  await visit('lab', undefined, async (page) => {
    assert.equal(await call(page, {}, closed.url), '502 connection failure-cors retry=false fault=network');
    const explained = await page.evaluate(
      (url) =>
        ukemi
          .createFetch()(url + '/v1/models')
          .then((response) => ukemi.explain(response)),
      closed.url,
    );
    assert.match(explained.title + explained.summary, /CORS/);
    assert.equal(closed.asked.filter((path) => path === '/v1/models').length, 3, 'the call, and two probes');
  });
  await closed.stop();
});

test('a thousand classifications leave the memory as it is', () =>
  visit('lab', undefined, async (page) => {
    const devtools = await page.context().newCDPSession(page);
    const run = async (from) => {
      const core = await page.evaluate(async (from) => {
        for (let n = from; n < from + 1000; n++)
          await ukemi.explain({
            status: 429,
            headers: { 'retry-after': String(n) },
            body: `{"error":{"message":"Limit ${n} reached","code":"rate_limit_exceeded"}}`,
          });
        return globalThis.memory.buffer.byteLength;
      }, from);
      await devtools.send('HeapProfiler.collectGarbage');
      return core + (await devtools.send('Runtime.getHeapUsage')).usedSize;
    };
    const before = await run(0);
    const grown = (await run(1000)) - before;
    assert.ok(grown < 1 << 20, `${grown} bytes more`);
  }));

test('a Request with a body', () =>
  visit('lab', undefined, async (page) => {
    const answer = await page.evaluate(async (url) => {
      const request = new Request(url + '/v1/chat/completions', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"model":"m"}',
      });
      const response = await ukemi.createFetch({ mode: 'own' })(request);
      return [response.status, (await response.json()).error.code];
    }, api.url);
    assert.deepEqual(answer, [402, 'insufficient_quota']);
  }));

test("fetch's own errors stay its own", () =>
  visit('lab', undefined, async (page) => {
    const wrong = await page.evaluate(async () => {
      const inputs = [
        ['http://[', {}],
        ['/x', { method: 'GET', body: 'x' }],
        ['/x', { headers: { 'a b': 'c' } }],
        ['/x', { method: 'TRACE' }],
        ['ftp://example.invalid/', {}],
      ];
      const outcomeOf = (fetch, [input, init]) =>
        fetch(input, init).then(
          () => 'nothing',
          (error) => `${error.name}: ${error.message}`,
        );
      const ours = ukemi.createFetch({ mode: 'own' });
      return Promise.all(inputs.map(async (input) => [await outcomeOf(ours, input), await outcomeOf(fetch, input)]));
    });
    for (const [ours, its] of wrong) assert.equal(ours, its);
  }));
