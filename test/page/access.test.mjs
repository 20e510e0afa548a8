// For everyone: no view has an accessibility fault that axe-core knows, in
// either theme; none scrolls sideways on a small phone; forced colors and
// reduced motion are heeded.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';

import { places, usePlace } from './places.mjs';
import { moreViews, views } from './views.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

describe('for everyone', () => {
  const t = usePlace(places['the native edge']);

  for (const [name, { hash, show }] of Object.entries({ ...views, ...moreViews })) {
    test(`${name}: no violation in light and dark, no sideways scrolling at 320 px`, async () => {
      const page = await t.open(hash, { reducedMotion: 'reduce' });
      await show(page);
      await page.evaluate(axe);
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        const { violations } = await page.evaluate(
          (tags) => /** @type {any} */ (window).axe.run({ runOnly: tags }),
          tags,
        );
        assert.deepEqual(
          violations.map(
            ({ id, nodes }) =>
              `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join('; ')}`,
          ),
          [],
          colorScheme,
        );
      }
      await page.setViewportSize({ width: 320, height: 640 });
      assert.deepEqual(
        await page.evaluate(() =>
          [document.documentElement, ...document.querySelectorAll('dialog')]
            .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
            .map(({ tagName }) => tagName),
        ),
        [],
        'fits 320 px',
      );
    });
  }

  test('reduced motion: nothing moves; forced colors: what is marked stays marked', async () => {
    const page = await t.open('', { reducedMotion: 'reduce', forcedColors: 'active' });
    await page.locator('mark').first().waitFor();
    const style = (selector, property) =>
      page
        .locator(selector)
        .first()
        .evaluate((element, property) => getComputedStyle(element).getPropertyValue(property), property);
    assert.equal(await style('button.quiet', 'transition-duration'), '0s');
    assert.notEqual(await style('mark', 'border-top-style'), 'none');
  });
});
