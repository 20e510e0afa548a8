// make screenshots: five views at three widths in both themes, into
// web/screenshots/. Each view is brought about once, then turned to each theme
// and width. Flat colors, so a palette holds them. The pictures in the
// repository were taken where the page's typeface Inter is installed (Debian:
// fonts-inter).

import { mkdir, writeFile } from 'node:fs/promises';
import sharp from 'sharp';

import { startBrowser } from './browser.mjs';
import { places } from './places.mjs';
import { views } from './views.mjs';

const sizes = { 1440: 900, 768: 1024, 360: 780 };
const themes = /** @type {const} */ (['light', 'dark']);
const folder = new URL('../../web/screenshots/', import.meta.url);

await mkdir(folder, { recursive: true });
const place = await places['the native edge']();
const browser = await startBrowser();
try {
  for (const [name, { hash, show, frame }] of Object.entries(views)) {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
      serviceWorkers: 'block',
    });
    const page = await context.newPage();
    await page.goto(place.url + place.path + hash);
    await show(page);
    for (const colorScheme of themes) {
      for (const [width, height] of Object.entries(sizes)) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width: Number(width), height });
        await page.evaluate(
          () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
        ); // drawings follow the width
        await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());
        await page.evaluate(frame ?? (() => scrollTo(0, 0)));
        const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' });
        const file = `${name}-${width}-${colorScheme}.png`;
        await writeFile(
          new URL(file, folder),
          await sharp(picture).png({ palette: true, colors: 128, effort: 10, dither: 0 }).toBuffer(),
        );
        console.log(file);
      }
    }
    await context.close();
  }
} finally {
  await browser.close();
  await place.stop();
}
