// make screenshots: five views at three widths in both themes, into
// web/screenshots/.

import { mkdir } from 'node:fs/promises';

import { startBrowser } from './browser.mjs';
import { places } from './places.mjs';
import { views } from './views.mjs';

const sizes = { 1440: 900, 768: 1024, 360: 780 };
const folder = new URL('../../web/screenshots/', import.meta.url).pathname;

await mkdir(folder, { recursive: true });
const place = await places['the native edge']();
const browser = await startBrowser();
try {
  for (const [name, { hash, show }] of Object.entries(views)) {
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      for (const [width, height] of Object.entries(sizes)) {
        const page = await browser.newPage({ viewport: { width: Number(width), height }, colorScheme, reducedMotion: 'reduce' });
        await page.goto(place.url + place.path + hash);
        await show(page);
        await page.screenshot({ path: `${folder}${name}-${width}-${colorScheme}.png`, animations: 'disabled', caret: 'hide' });
        await page.close();
      }
    }
  }
} finally {
  await browser.close();
  await place.stop();
}
