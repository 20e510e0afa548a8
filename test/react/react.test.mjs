// ukemi/react in Chromium: what a user reads and can press, in light and dark, in
// several languages; and on a server, where nothing is shown. SHOTS=folder keeps screenshots.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { ErrorNotice } from 'ukemi/react';
import { build, preview } from 'vite';

import { recipe } from '../consumers/recipes.mjs';
import { startBrowser } from '../page/browser.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));
const axe = await readFile(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
let folder, site, address, browser;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ukemi-react-'));
  const id = 'virtual:recipe.jsx';
  const plugins = [
    {
      name: 'recipe',
      resolveId: (name) => (name === id ? id : null),
      load: (name) => (name === id ? recipe('notice') : null),
    },
  ];
  const options = { root, plugins, configFile: false, logLevel: 'silent', build: { outDir: folder, target: 'es2023' } };
  await build(options);
  site = await preview({ ...options, preview: { port: 0, host: '127.0.0.1' } });
  address = site.resolvedUrls.local[0];
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await site?.close();
  await rm(folder, { recursive: true, force: true });
});

/** @param {Record<string, string>} asked @param {(page: import('playwright-core').Page) => Promise<void>} look */
async function visit(asked, look) {
  const context = await browser.newContext({ viewport: { width: 640, height: 320 } });
  const page = await context.newPage();
  const problems = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  try {
    await page.goto(`${address}?${new URLSearchParams(asked)}`);
    if (asked.error !== 'recipe') await page.waitForSelector('[role=alert] p');
    await look(page);
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
}

describe('ErrorNotice', () => {
  for (const scheme of ['light', 'dark']) {
    for (const [error, language] of [['busy', 'en'], ['key', 'de'], ['down', 'ja']]) {
      test(`${error}, ${language}, ${scheme}: axe finds nothing`, () =>
        visit({ error, language, scheme, wait: '20' }, async (page) => {
          await page.evaluate(axe);
          const { violations } = await page.evaluate(() => globalThis.axe.run());
          assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`), []);
          assert.equal(await page.locator('.ukemi-notice').getAttribute('lang'), language);
          if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `${error}-${scheme}.png`) });
        }));
    }
  }

  test('the button waits as long as the server asks, then tries again', () =>
    visit({ error: 'busy', language: 'en', wait: '2' }, async (page) => {
      assert.equal(
        await page.locator('[role=alert]').innerText(),
        'The service is very busy right now.\n\nPlease try again in 2 seconds.',
      );
      const button = page.getByRole('button', { name: /^Try again/ });
      assert.match(await button.innerText(), /^Try again \(0:0[12]\)$/);
      assert.ok(await button.isDisabled());
      await page.getByRole('button', { name: 'Try again', exact: true }).click();
      assert.equal(await page.locator('output').innerText(), '1');
    }));

  test('no button where trying again cannot help, and the next error replaces the first', () =>
    visit({ error: 'down', language: 'en' }, async (page) => {
      assert.equal(await page.getByRole('button', { name: 'Try again' }).count(), 1);
      await page.getByRole('button', { name: 'Another error' }).click();
      await page.getByText('Please tell the people who run it.').waitFor();
      assert.equal(await page.getByRole('button', { name: 'Try again' }).count(), 0);
    }));

  test("the README's recipe", () =>
    visit({ error: 'recipe' }, async (page) => {
      assert.equal(await page.locator('.ukemi-notice').count(), 0);
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByText('The service is not available right now.').waitFor();
      await page.getByRole('button', { name: 'Try again' }).click();
    }));

  test('on a server nothing is shown, and without an error nothing at all', () => {
    const html = (error) => renderToString(createElement(ErrorNotice, { error }));
    assert.equal(html(new Error('x')), '<div class="ukemi-notice"><div role="alert"></div></div>');
    assert.equal(html(null), '');
  });
});
