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

    test('attempts are shown one by one, while the call is under way', async () => {
      const page = await t.open('live/');
      const observed = page.evaluate(() => new Promise((resolve) => {
        const seen = [];
        new MutationObserver(() => {
          const under = document.querySelector('.state')?.className === 'state';
          const n = document.querySelectorAll('.attempts li').length;
          if (under && n > (seen.at(-1) ?? 0)) seen.push(n);
          if (document.querySelector('.state.act')) resolve(seen);
        }).observe(document.querySelector('live-view'), { childList: true, subtree: true, attributes: true });
      }));
      await page.locator('.models b', { hasText: /^demo-503$/ }).click();
      assert.deepEqual((await observed).slice(0, 3), [1, 2, 3]);
      const link = /link: <([^>]+)>; rel="help"/.exec(await page.locator('.rest').innerText())?.[1];
      await page.goto(t.place.url + link);
      await page.locator('.crumb code', { hasText: 'unavailable' }).waitFor();
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
  test('names the missing part', async () => {
    const page = await t.open('live/');
    await page.locator('.empty', { hasText: 'not served by an edge' }).waitFor();
    const first = await t.open();
    assert.equal(await first.locator('#live').isVisible(), false);
  });
});
