// From the keystroke to the verdict on the page, in Chromium: the median and
// the worst of many keystrokes into a typical paste.

import { startBrowser } from '../page/browser.mjs';
import { serveFolder } from '../page/static.mjs';

async function measure() {
  const place = await serveFolder('web/dist');
  const browser = await startBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(place.url);
    const times = await page.evaluate(typeMuch);
    return { figures: [{ what: 'from the keystroke to the verdict, of 60', values: times, unit: 'ms', atMost: 50 }] };
  } finally {
    await browser.close();
    await place.stop();
  }
}

/** In the page: how long each verdict took, sorted. */
async function typeMuch() {
  const area = /** @type {HTMLTextAreaElement} */ (document.getElementById('paste'));
  const answer = /** @type {Element} */ (document.querySelector('.answer'));
  /** @returns {Promise<number>} */
  const type = (text) => new Promise((resolve) => {
    new MutationObserver((_, observer) => {
      observer.disconnect();
      resolve(performance.now() - began);
    }).observe(answer, { childList: true });
    area.value = text;
    const began = performance.now();
    area.dispatchEvent(new Event('input'));
  });
  const idle = () => new Promise((resolve) => setTimeout(resolve, 60)); // as somebody types
  await type('HTTP/1.1 503'); // loads the core
  const times = [];
  for (let i = 0; i < 60; i++) {
    await idle();
    times.push(
      await type(
        `HTTP/1.1 429 Too Many Requests\nretry-after: ${i}\n\n{"error":{"message":"Rate limit reached for gpt-4o ` +
        'in organization org-x on tokens per min (TPM): Limit 30000, Used 29000, Requested 4000.","type":"tokens",' +
        '"param":null,"code":"rate_limit_exceeded"}}',
      ),
    );
  }
  return times.sort((a, b) => a - b);
}

export const rows = { page: { title: 'the playground', measure } };
