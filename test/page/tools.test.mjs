// Sharing, copying, files, clipboard, history, keys.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { copied } from './browser.mjs';
import { places, usePlace } from './places.mjs';

const secret = 'sk-live-Zq8rT5vW2xY7aB3cD9eF';
const overloaded = `> api-key: 0123456789abcdef0123456789\n> authorization: Bearer ${secret}\nHTTP/1.1 529\n\n` +
  '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded – 過負荷 🤷"}}';

describe('the tools around the box', () => {
  const t = usePlace(places['a static site']);
  const verdict = (page, name) => page.locator('verdict-card .names a', { hasText: new RegExp(`^${name}$`) });
  const drop = (page, name, content) =>
    page.evaluate(
      ([name, content]) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([content], name));
        for (const type of ['dragover', 'drop'])
          document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      },
      [name, content],
    );

  test('a shared link shows the same in another browser, without the secrets', async () => {
    const page = await t.open();
    await page.locator('#paste').fill(overloaded);
    await verdict(page, 'overloaded').waitFor();
    await page.locator('retry-timeline summary', { hasText: 'Try another policy' }).click();
    await page.locator('#script').fill('this, 200');
    await page.getByRole('button', { name: 'Share' }).click();
    const removed = await page.locator('dialog .removed').innerText();
    assert.match(removed, /\[redacted value …89\]/);
    const link = await page.locator('dialog input').inputValue();
    assert.equal(await copied(page, page.getByRole('button', { name: 'Copy link' })), link);
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });

    const other = await t.open(new URL(link).hash);
    await verdict(other, 'overloaded').waitFor();
    const text = await other.locator('#paste').inputValue();
    assert.ok(!text.includes(secret) && !text.includes('0123456789abcdef'), text);
    assert.match(text, /Overloaded – 過負荷 🤷/);
    await other.locator('retry-timeline .said', { hasText: '2 attempts' }).waitFor();
    assert.equal(await other.locator('#script').inputValue(), 'this, 200');
  });

  test('a damaged link is explained', async () => {
    const page = await t.open('#/s/q1ZKzk9JVbJSiik1NUtKUdJR');
    await page.locator('.notice', { hasText: 'This link is incomplete' }).waitFor();
  });

  test('everything can be copied', async () => {
    const page = await t.open();
    await verdict(page, 'billing').waitFor();
    assert.match(
      await copied(page, page.getByRole('button', { name: 'Copy explanation' })),
      /^\*\*No money left\*\* – top up\n[^]*\n\d\. Top up[^]*`billing`/,
    );
    assert.match(await copied(page, page.locator('contract-form button')), /^HTTP\/1\.1 402/);
    await page.evaluate(() => navigator.clipboard.writeText('connect ECONNREFUSED 127.0.0.1:11434'));
    await page.getByRole('button', { name: 'Paste', exact: true }).click();
    await verdict(page, 'connection').waitFor();
  });

  test('a closed clipboard is explained', async () => {
    const page = await t.open('', { permissions: [] });
    await page.evaluate(() => (navigator.clipboard.readText = () => Promise.reject(new Error('denied'))));
    await page.getByRole('button', { name: 'Paste', exact: true }).click();
    await page.locator('paste-box .note', { hasText: 'does not allow access to the clipboard' }).waitFor();
  });

  test('files are dropped or opened: text, a recording with one failure, with several, none', async () => {
    const page = await t.open();
    await drop(
      page,
      'error.json',
      '{"error":{"code":"insufficient_quota","message":"You exceeded your current quota"}}',
    );
    await verdict(page, 'billing').waitFor();
    const entry = (status, text) => ({
      request: { method: 'POST', url: 'https://api.example.com/v1/x' },
      response: { status, statusText: '', headers: [{ name: 'x-request-id', value: 'r1' }], content: { text } },
    });
    const har = (...entries) => JSON.stringify({ log: { version: '1.2', entries } });
    await drop(page, 'one.har', har(entry(200, '{"ok":1}'), entry(401, '{"error":{"code":"invalid_api_key"}}')));
    await verdict(page, 'authentication').waitFor();
    await drop(page, 'none.har', har(entry(200, '{"ok":1}')));
    await page.locator('.notice', { hasText: 'none.har contains no failed call' }).waitFor();
    await drop(page, 'archive.bin', 'PK\0\0');
    await page.locator('.notice', { hasText: 'is not a text file' }).waitFor();
    assert.equal(await page.locator('.notice, .trouble').count(), 1, 'the last notice only, and no talk of trouble');
    await page
      .locator('#paste')
      .fill(har(entry(200, '{"ok":1}'), entry(529, '{"error":{"type":"overloaded_error","message":"Overloaded"}}')));
    await verdict(page, 'overloaded').waitFor();
    assert.match(
      await page.locator('#paste').inputValue(),
      /^HTTP\/1\.1 529/,
      'a recording that is pasted is unpacked, too',
    );
    assert.equal(await page.locator('.notice').count(), 0);
    await drop(page, 'more.har', har(entry(401, '{"error":{"code":"invalid_api_key"}}'), entry(503, '')));
    await page.locator('sortable-table tbody tr').nth(1).waitFor();
    await page.locator('.home').click();
    await drop(
      page,
      'app.log',
      Array.from({ length: 5 }, (_, i) => `ERROR ${i} Error code: 503 - Service Unavailable`).join('\n'),
    );
    await page.locator('sortable-table td', { hasText: /^5$/ }).waitFor();
    await page.locator('.home').click();
    await page
      .locator('#file')
      .setInputFiles({ name: 'a.log', mimeType: 'text/plain', buffer: Buffer.from('Error: socket hang up') });
    await verdict(page, 'connection').waitFor();
  });

  test('history: kept without secrets, opened again, cleared, switched off', async () => {
    const page = await t.open();
    await page.locator('#paste').fill(overloaded);
    await page.locator('history-list .count', { hasText: '1' }).waitFor();
    await page.reload();
    await page.locator('history-list summary').click();
    const entry = page.locator('history-list .entry');
    assert.equal(await entry.count(), 1);
    assert.ok(!(await page.evaluate(() => JSON.stringify(localStorage))).includes(secret));
    await page.locator('#paste').fill('');
    await entry.click();
    await verdict(page, 'overloaded').waitFor();
    await page.locator('history-list').getByRole('button', { name: 'Clear' }).click();
    assert.equal(await entry.count(), 0);
    await page.getByLabel('Keep a history').uncheck();
    await page.locator('history-list', { hasText: 'The history is off.' }).waitFor();
    assert.equal(await page.evaluate(() => localStorage.getItem('ukemi.history')), null);
  });

  test('by keyboard alone: keys, help, facts', async () => {
    const page = await t.open('#/examples');
    await page.locator('#page h1').waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Help' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    await page.locator('#paste:focus').waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Error code: 429 / why?');
    assert.equal(await page.locator('#paste').inputValue(), 'Error code: 429 / why?', 'no key is taken from who types');
    await verdict(page, 'rate_limit').waitFor();
    for (let i = 0; i < 60 && !(await page.evaluate(() => document.activeElement.matches('.fact'))); i++)
      await page.keyboard.press('Tab');
    await page.locator('mark.lit').first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator('#paste:focus').waitFor();
  });

  test('colors: as the system has them, light, dark; kept', async () => {
    const page = await t.open('', { colorScheme: 'dark' });
    const scheme = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
    const button = page.locator('#theme');
    for (const [label, wanted] of [['system', 'light dark'], ['light', 'light'], ['dark', 'dark']]) {
      assert.equal(await button.getAttribute('aria-label'), `Colors: ${label}`);
      assert.equal(await scheme(), wanted);
      if (label !== 'dark') await button.click();
    }
    await page.reload();
    assert.equal(await scheme(), 'dark');
  });

  test('on a phone the verdict comes into view when a text is brought', async () => {
    const page = await t.open('', { viewport: { width: 360, height: 640 }, reducedMotion: 'reduce' });
    await page.evaluate(() => navigator.clipboard.writeText('connect ECONNREFUSED 127.0.0.1:11434\n'.repeat(30)));
    await page.getByRole('button', { name: 'Paste', exact: true }).click();
    await page.locator('verdict-card h2', { hasText: 'Nothing listens there' }).waitFor();
    await page.waitForFunction(
      () => document.querySelector('verdict-card .summary').getBoundingClientRect().bottom <= innerHeight,
    );
  });

  test('keys can be turned off', async () => {
    const page = await t.open();
    await page.locator('#help').click();
    await page.getByLabel('use / and ? as shortcuts').uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    assert.equal(await page.locator('dialog').count(), 0);
  });

  test('neither the first answer nor an example waits for the core; without it the page says what is ' +
    'wrong', async () => {
    const page = await t.open('', { serviceWorkers: 'block' });
    await page.route('**/core-script-*.js', (route) => route.abort());
    await page.reload();
    await verdict(page, 'billing').waitFor();
    await page.evaluate(() => (location.hash = '#/examples/billing'));
    await page.locator('#page .examples .card').first().waitFor();
    await page.evaluate(() => (location.hash = '#/'));
    await page.locator('#paste').fill('HTTP 503');
    await page.locator('.answer .trouble', { hasText: 'could not be loaded' }).waitFor();
  });

  test('while the core is loading, no answer of another text stands', async () => {
    const page = await t.open('', { serviceWorkers: 'block' });
    const { promise: released, resolve: release } = /** @type {any} */ (Promise).withResolvers();
    await page.route('**/core-script-*.js', async (route) => {
      await released;
      await route.continue();
    });
    await verdict(page, 'billing').waitFor();
    await page.locator('#paste').fill('HTTP 503');
    await page.locator('.answer .empty', { hasText: 'Reading' }).waitFor();
    release();
    await verdict(page, 'unavailable').waitFor();
  });

  test('the page’s own errors are explained, never blank', async () => {
    const page = await t.open('', { serviceWorkers: 'block' });
    await page.route('**/bulk-view-*.js', (route) => route.abort());
    await page.locator('nav a', { hasText: 'Bulk' }).click();
    await page.locator('.trouble', { hasText: 'could not be loaded' }).waitFor();
    await page.getByRole('button', { name: 'Reload' }).waitFor();
  });
});
