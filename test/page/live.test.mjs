// Live mode on both edges: a real call through the edge, watched by the page.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { places, usePlace } from './places.mjs';

for (const name of ['the native edge', 'the Worker']) {
  describe(`live mode on ${name}`, () => {
    const t = usePlace(places[name]);
    const send = async (model) => {
      const page = await t.open();
      await page.locator('nav a', { hasText: 'Live' }).click();
      await page.locator('.models b', { hasText: new RegExp(`^${model}$`) }).click();
      await page.locator('.state:is(.go, .act)').waitFor();
      return page;
    };

    test('a fault that passes: two attempts, one answer', async () => {
      const page = await send('demo-503-once');
      assert.match(await page.locator('.state').innerText(), /^200 after .* attempts: 2$/);
      assert.equal(await page.locator('.chart .bar').count(), 2);
      assert.match(await page.locator('.rest').innerText(), /503;wait=\d+;src=backoff, 200/);
      assert.deepEqual(page.wrong, []);
    });

    test('a fault that stays is explained by a link', async () => {
      const page = await send('demo-402-as-429');
      assert.match(await page.locator('.state').innerText(), /^402 after/);
      await page.getByRole('link', { name: 'Explain this answer' }).click();
      await page.locator('verdict-card .names a', { hasText: 'billing' }).waitFor();
    });
  });
}

describe('live mode without an edge', () => {
  const t = usePlace(places['a static site']);
  test('says what is missing', async () => {
    const page = await t.open('live/');
    await page.locator('.empty', { hasText: 'No edge answers here' }).waitFor();
    const first = await t.open();
    assert.equal(await first.locator('#live').isVisible(), false);
  });
});
