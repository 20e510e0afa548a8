// Nothing leaves the page: whatever a script on it tries, from the page or from
// its worker, the browser refuses. And it works without a network.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';

import { places, usePlace } from './places.mjs';

/** Ways to send a text to an address; each ends true where it was let through. */
const ways = {
  fetch: (url) => fetch(url, { mode: 'no-cors' }).then(() => true, () => false),
  XMLHttpRequest: (url) => new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.onload = () => resolve(true);
    request.onerror = () => resolve(false);
    request.open('GET', url);
    request.send();
  }),
  WebSocket: (url) => new Promise((resolve) => {
    const socket = new WebSocket(url.replace('http', 'ws'));
    socket.onopen = () => resolve(true);
    socket.onerror = () => resolve(false);
  }),
  EventSource: (url) => new Promise((resolve) => {
    const source = new EventSource(url);
    source.onopen = () => resolve(true);
    source.onerror = () => resolve(false);
  }),
};
const pageWays = {
  ...ways,
  sendBeacon: async (url) => navigator.sendBeacon(url, 'paste') && false, // it is true before it is refused
  image: (url) =>
    new Promise((resolve) =>
      Object.assign(new Image(), { onload: () => resolve(true), onerror: () => resolve(false), src: url }),
    ),
  script: (url) =>
    new Promise((resolve) =>
      document.head.append(
        Object.assign(document.createElement('script'), {
          onload: () => resolve(true),
          onerror: () => resolve(false),
          src: url,
        }),
      ),
    ),
  style: (url) =>
    new Promise((resolve) =>
      document.head.append(
        Object.assign(document.createElement('link'), {
          rel: 'stylesheet',
          onload: () => resolve(true),
          onerror: () => resolve(false),
          href: url,
        }),
      ),
    ),
  form: (url) =>
    new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', () => resolve(false), { once: true });
      const form = Object.assign(document.createElement('form'), { action: url, method: 'post' });
      document.body.append(form);
      form.submit();
    }),
  frame: (url) =>
    new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', () => resolve(false), { once: true });
      document.body.append(Object.assign(document.createElement('iframe'), { src: url }));
    }),
};

describe('private, provably', () => {
  const t = usePlace(places['a static site']);
  let listener;
  const requested = [];
  before(async () => {
    listener = createServer((request, response) => {
      requested.push(request.url);
      response.writeHead(200, { 'access-control-allow-origin': '*' }).end('ok');
    });
    await new Promise((resolve) => listener.listen(0, '127.0.0.1', () => resolve(undefined)));
  });
  after(() => {
    listener.close();
    listener.closeAllConnections();
  });
  const elsewhere = (way) => `http://127.0.0.1:${listener.address().port}/${way}?paste`;

  for (const way of Object.keys(pageWays)) {
    test(`the page cannot send by ${way}`, async () => {
      const page = await t.open();
      await page.locator('verdict-card').waitFor();
      assert.equal(await page.evaluate(`(${pageWays[way]})(${JSON.stringify(elsewhere(way))})`), false);
      assert.deepEqual(requested, []);
    });
  }

  for (const way of Object.keys(ways)) {
    test(`its worker cannot send by ${way}`, async () => {
      const page = await t.open();
      await Promise.all([page.waitForEvent('worker'), page.mouse.move(300, 300)]); // it starts when somebody is there
      assert.equal(await page.workers()[0].evaluate(`(${ways[way]})(${JSON.stringify(elsewhere(way))})`), false);
      assert.equal(
        await page.workers()[0].evaluate(`(${ways[way]})(${JSON.stringify(t.place.url + '/?paste')})`),
        false,
        'not even to where it came from',
      );
      assert.deepEqual(requested, []);
    });
  }

  test('the policy is what it should be, no cookie is set', async () => {
    const page = await t.open();
    const policy = await page.locator('meta[http-equiv]').getAttribute('content');
    assert.match(policy, /^default-src 'none'; /);
    assert.match(policy, /; connect-src 'none'; /);
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:|\*/);
    assert.deepEqual(await page.context().cookies(), []);
  });
});

describe('offline', () => {
  const t = usePlace(places['a static site']);
  test('once loaded, the page needs no network', async () => {
    const page = await t.open();
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForFunction(
      async () =>
        (await caches.keys()).length === 1 && (await (await caches.open((await caches.keys())[0])).keys()).length > 5,
    );
    await t.place.stop();
    await page.reload();
    await page.locator('verdict-card').waitFor();
    for (const hash of ['#/bulk', '#/examples']) {
      await page.evaluate((hash) => (location.hash = hash), hash);
      await page.locator('#page h1').waitFor();
    }
    await page.evaluate(() => (location.hash = '#/reference'));
    await page.locator('h1', { hasText: 'Errors of LLM APIs' }).waitFor();
    assert.deepEqual(page.wrong.filter((line) => !/ERR_CONNECTION_REFUSED|sw\.js/.test(line)), []);
  });
});
