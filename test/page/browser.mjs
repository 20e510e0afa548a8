// Chromium for tests: the machine's own, found by make, driven by Playwright.

import { chromium } from 'playwright-core';

/** @param {string[]} [more] arguments of the browser */
export function startBrowser(more = []) {
  const executablePath = process.env.CHROMIUM;
  if (!executablePath) throw new Error('CHROMIUM names no browser; `make test` finds or installs one');
  return chromium.launch({
    executablePath,
    // As root there is no sandbox; the rest keeps the browser off the network.
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', ...more],
  });
}
