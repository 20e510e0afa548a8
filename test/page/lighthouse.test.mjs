// Lighthouse over the page as a static site: each category at least 0.98. And
// the bytes that come before the core.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import lighthouse, { desktopConfig } from 'lighthouse';

import { startBrowser } from './browser.mjs';
import { serveFolder } from './static.mjs';

const port = 9339;

for (const [device, config] of [['a desktop', desktopConfig], ['a phone', undefined]]) {
  test(`Lighthouse on ${device}: 0.98 and above`, { timeout: 240_000 }, async () => {
    const place = await serveFolder('web/dist');
    const browser = await startBrowser([`--remote-debugging-port=${port}`]);
    try {
      const { lhr } = await lighthouse(place.url + '/', { port, output: 'json', logLevel: 'error' }, /** @type {any} */ (config));
      const scores = Object.fromEntries(Object.values(lhr.categories).map(({ id, score }) => [id, score]));
      console.log(device, scores);
      const lost = Object.values(lhr.audits).filter(({ score }) => score !== null && score < 0.9).map(({ id, score, displayValue }) => `${id} ${score} ${displayValue ?? ''}`);
      for (const category of ['performance', 'accessibility', 'best-practices', 'seo']) assert.ok(scores[category] >= 0.98, `${category} ${scores[category]}: ${lost.join(', ')}`);
    } finally {
      await browser.close();
      await place.stop();
    }
  });
}

test('the shell: at most 40 KB gzip before the core', async () => {
  const dist = new URL('../../web/dist/', import.meta.url);
  const html = await readFile(new URL('index.html', dist), 'utf8');
  const first = new Set(['index.html', ...[...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, file]) => file)]);
  const names = (await readdir(new URL('assets/', dist))).map((name) => 'assets/' + name);
  for (const file of first) { // what the first scripts import at once
    const content = await readFile(new URL(file, dist), 'utf8');
    for (const [, name] of content.matchAll(/(?:from|import)\s*["']\.\/([^"']+)["']/g)) if (names.includes('assets/' + name)) first.add('assets/' + name);
  }
  let bytes = 0;
  for (const file of first) bytes += gzipSync(await readFile(new URL(file, dist)), { level: 9 }).length;
  console.log(`the shell: ${bytes} bytes gzip in ${first.size} files`);
  assert.ok(bytes <= 40_000, `${bytes} bytes`);
});
