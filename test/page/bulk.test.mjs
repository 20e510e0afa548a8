// Bulk mode: a log becomes a table.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';

import { places, usePlace } from './places.mjs';

const log = [
  '2026-01-01 INFO all is well',
  "ERROR openai.RateLimitError: Error code: 429 - {'error': {'message': 'You exceeded your current quota', 'code': " +
  "'insufficient_quota'}}",
  'Traceback (most recent call last):',
  '  File "app.py", line 3, in <module>',
  '    main()',
  'openai.AuthenticationError: Error code: 401 - Incorrect API key provided',
  'INFO request took 429 ms',
  ...Array(3).fill('ERROR Error code: 429 - Rate limit reached for gpt-4o. Please try again in 6s.'),
].join('\n');

describe('bulk mode', () => {
  const t = usePlace(places['a static site']);
  const opened = async (content) => {
    const page = await t.open('#/bulk');
    await page.locator('bulk-view textarea').fill(content);
    await page.locator('.result [role=status]', { hasText: /Errors:|No errors/ }).waitFor();
    return page;
  };
  const column = (page, n) => page.locator(`sortable-table tbody td:nth-child(${n})`).allInnerTexts();

  test('counts classes, sorts by any column, by keyboard', async () => {
    const page = await opened(log);
    assert.match(
      await page.locator('.result [role=status]').innerText(),
      /^Errors: 5\. Records without an error: 2\.$/,
    );
    assert.deepEqual(await column(page, 3), ['3', '1', '1'], 'the most first');
    await page.locator('[data-key=class]').focus();
    await page.keyboard.press('Enter');
    assert.deepEqual(await column(page, 1), ['authentication', 'billing', 'rate_limit']);
    assert.equal(await page.locator('th[aria-sort]').getAttribute('aria-sort'), 'ascending');
    await page.keyboard.press('Enter');
    assert.deepEqual(await column(page, 1), ['rate_limit', 'billing', 'authentication']);
    await page.locator('.example', { hasText: 'Incorrect API key' }).click();
    await page.locator('verdict-card .names a', { hasText: 'authentication' }).waitFor();
    assert.deepEqual(page.wrong, []);
  });

  test('exports the table and every failure', async () => {
    const page = await opened(log);
    const save = async (name) => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
      return (await readFile(await download.path(), 'utf8')).split('\r\n');
    };
    const table = await save('Table as CSV');
    assert.equal(table[0], 'class,provider,count,retry,first_line,first_message');
    assert.equal(table.length, 5);
    const all = await save('All errors as CSV');
    assert.equal(all[0], 'line,class,provider,status,retry,after_ms,message');
    assert.equal(all.length, 7);
    assert.match(all.join('\n'), /^8,rate_limit,[^,]*,429,true,6000,/m);
  });

  test('a long log is read with progress, and can be stopped', async () => {
    const page = await t.open('#/bulk');
    const lines = Array.from(
      { length: 60_000 },
      (_, i) => `2026-01-01 ERROR ${i} Error code: 503 - The server is temporarily unavailable.`,
    ).join('\n');
    await page.evaluate((lines) => /** @type {any} */ ((document.querySelector('bulk-view')).box.value = lines), lines);
    await page.waitForFunction(() => {
      const bar = document.querySelector('progress');
      return bar && bar.value > 0 && bar.value < 1;
    });
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.locator('.result', { hasText: 'Stopped' }).waitFor();
    assert.ok(Number((await column(page, 3))[0]) > 0, 'what was read until then');
  });

  test('a log without a failure', async () => {
    const page = await opened('INFO all is well\nINFO still');
    assert.match(await page.locator('.result [role=status]').innerText(), /No errors found/);
  });
});
