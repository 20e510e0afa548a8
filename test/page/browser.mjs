// Chromium for tests: the machine's own, found by make, driven by Playwright.

import { chromium } from 'playwright-core';

/** @param {string[]} [more] arguments of the browser */
export function startBrowser(more = []) {
  const executablePath = process.env.CHROMIUM;
  if (!executablePath) throw new Error('CHROMIUM names no browser; `make test` finds or installs one');
  return chromium.launch({
    executablePath,
    // As root there is no sandbox; the rest keeps the browser off the network.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  });
}

/**
 * What a button copies. The page writes it in its own time, so the clipboard is
 * emptied first and then waited upon.
 * @param {import('playwright-core').Page} page
 * @param {import('playwright-core').Locator} button
 * @returns {Promise<string>}
 */
export async function copied(page, button) {
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await button.click();
  const text = await page.waitForFunction(() => navigator.clipboard.readText());
  return text.jsonValue();
}
