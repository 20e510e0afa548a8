// The playground in real Chromium, as each edge serves it and as a static site.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { startGo } from '../wall/wall.mjs';
import { startWorker } from '../workerd/workerd.mjs';
import { startBrowser } from './browser.mjs';
import { serveFolder } from './static.mjs';

const places = {
  'the native edge': async () => {
    const edge = await startGo(['./cmd/edge'], { UKEMI_LISTEN: '127.0.0.1:0' });
    return { ...edge, path: '/_ukemi/' };
  },
  'the Worker': async () => ({ ...(await startWorker({ UKEMI_UPSTREAM: 'http://127.0.0.1:9' })), path: '/_ukemi/' }),
  'a static site': async () => ({ ...(await serveFolder('web/dist')), path: '/' }),
};

for (const [name, start] of Object.entries(places)) {
  describe(`the playground from ${name}`, () => {
    let browser, place, page;
    /** @type {string[]} */
    const wrong = [];
    before(async () => {
      place = await start();
      browser = await startBrowser();
      page = await browser.newPage();
      page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
      page.on('pageerror', (error) => wrong.push(String(error)));
      page.on('request', (request) => new URL(request.url()).origin === place.url || wrong.push(`request to ${request.url()}`));
      await page.goto(place.url + place.path);
    });
    after(async () => {
      await browser?.close();
      await place?.stop();
    });

    const classLink = (name) => page.locator('#explanation .verdict a', { hasText: new RegExp(`^${name}$`) });

    test('explains the example at once', async () => {
      await classLink('rate_limit').waitFor();
      assert.match(await page.locator('#explanation .verdict').innerText(), /wait 20 s/);
      assert.match(await page.locator('.code pre').innerText(), /HTTP 429\n[^]*"code": "rate_limit_exceeded"/);
    });

    test('explains while typing, without a button', async () => {
      await page.locator('#paste').fill("openai.AuthenticationError: Error code: 401 - {'error': {'message': 'Incorrect API key provided: sk-proj-abcdefghijklmnopqrstuvwxyz123456', 'code': 'invalid_api_key'}}");
      await classLink('authentication').waitFor();
      assert.doesNotMatch(await page.locator('#explanation').innerText(), /abcdefghijklmnopqrstuvwxyz/, 'the key is not shown again');
    });

    test('markup in a paste stays text', async () => {
      await page.locator('#paste').fill('HTTP/1.1 400 Bad Request\n\n{"error":{"message":"<img src=x onerror=alert(1)> is no model","code":"model_not_found"}}');
      await classLink('model_not_found').waitFor();
      assert.equal(await page.locator('#explanation img').count(), 0);
    });

    test('random characters and five megabytes are no trouble', async () => {
      await page.locator('#paste').fill('\u0001\ufffd{[("\\'.repeat(2000));
      await classLink('unknown').waitFor();
      await page.evaluate(() => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', 'INFO \u0001\ufffd{[("\\ all is well\n'.repeat(200_000) + 'HTTP/1.1 503 Service Unavailable');
        document.getElementById('paste').dispatchEvent(new ClipboardEvent('paste', { clipboardData, cancelable: true }));
      });
      await classLink('unavailable').waitFor();
      assert.match(await page.locator('#shown').innerText(), /^All 5\.\d MB were read/);
      await page.locator('#paste').fill('');
      await page.locator('#explanation .verdict').waitFor({ state: 'detached' });
    });

    test('every class has its reference page, where help links lead', async () => {
      const links = page.locator('#classes a');
      assert.equal(await links.count(), 19);
      for (const link of await links.all()) {
        const name = await link.innerText();
        await link.click();
        await page.locator('#reference code', { hasText: new RegExp(`^${name}$`) }).first().waitFor();
      }
      await page.locator('.home').click();
      await page.locator('#paste').waitFor();
    });

    test('every example is understood', async () => {
      const meanings = ['rate_limit', 'billing', 'overloaded', 'context_length', 'quota_exhausted', 'unavailable', 'connection'];
      const chips = await page.locator('#examples button').all();
      assert.equal(chips.length, meanings.length);
      for (const [i, chip] of chips.entries()) {
        await chip.click();
        await classLink(meanings[i]).waitFor();
      }
    });

    test('nothing went wrong, and nothing left the page', () => assert.deepEqual(wrong, []));
  });
}
