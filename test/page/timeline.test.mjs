// The retry timeline: drawn, as a table, moved by sliders, taken along.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { copied } from './browser.mjs';
import { places, usePlace } from './places.mjs';

describe('the retry timeline', () => {
  const t = usePlace(places['a static site']);
  const opened = async () => {
    const page = await t.open();
    await page.locator('retry-timeline .said', { hasText: 'One attempt.' }).waitFor(); // waiting does not help
    for (const summary of await page.locator('retry-timeline summary').all()) await summary.click();
    return page;
  };

  test('a script is played: drawing and table agree', async () => {
    const page = await opened();
    await page.locator('#script').fill('503, 503, 200');
    await page.locator('retry-timeline .said', { hasText: '3 attempts' }).waitFor();
    assert.equal(await page.locator('.chart .bar').count(), 3);
    assert.equal(await page.locator('.chart .band').count(), 2);
    const rows = await page.locator('retry-timeline tbody tr').allInnerTexts();
    assert.equal(rows.length, 3);
    assert.match(rows[0], /503 unavailable\s+retry\s+250 ms – 500 ms \(backoff\)/);
    assert.match(rows[2], /200\s+delivered/);
  });

  test('a stated wait, and one that is too long', async () => {
    const page = await opened();
    await page.locator('#script').fill('429@20s, 200');
    await page.locator('retry-timeline tbody', { hasText: '20 s – 21 s (retry-after)' }).waitFor();
    await page.locator('#script').fill('429@90s, 200');
    await page.locator('retry-timeline .said', { hasText: 'a wait longer than 60 s' }).waitFor();
  });

  test('a script that is none is explained', async () => {
    const page = await opened();
    await page.locator('#script').fill('503, fish');
    await page.locator('retry-timeline .warning', { hasText: '"fish" is no fault' }).waitFor();
    await page.locator('#script').fill('reset, 200');
    await page.locator('retry-timeline .said:not(.warning)', { hasText: '2 attempts' }).waitFor();
  });

  test('sliders and the other model change it, and it can be taken along', async () => {
    const page = await opened();
    await page.locator('#script').fill('503');
    await page.locator('#maxAttempts').focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.locator('retry-timeline .said', { hasText: '2 attempts' }).waitFor();
    await page.getByLabel('Use another model as fallback').check();
    await page.locator('retry-timeline tbody', { hasText: 'another-model' }).waitFor();
    const codes = await page.locator('.codes pre').allInnerTexts();
    assert.equal(codes[0], '[vars]\nUKEMI_MAX_ATTEMPTS = "2"\nUKEMI_FALLBACKS = \'{"*": ["another-model"]}\'');
    assert.match(
      codes[1],
      /createFetch\(\{\n {2}policy: \{ maxAttempts: 2 \},\n {2}fallbacks: \{ '\*': 'another-model' \},\n\}\)/,
    );
    assert.match(codes[2], /policy\.MaxAttempts = 2\npolicy\.Fallbacks = /);
    assert.equal(await copied(page, page.locator('.codes figcaption button').first()), codes[0]);
    await page.getByRole('button', { name: 'Defaults' }).click();
    await page.locator('retry-timeline .said', { hasText: 'One attempt.' }).waitFor();
  });
});
