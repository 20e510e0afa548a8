// Where the built page is tried: as each edge serves it, in front of the
// misbehaving provider, and as a static site.

import { after, before } from 'node:test';

import { startGo, startDemo } from '../demo/demo.mjs';
import { startWorker } from '../workerd/workerd.mjs';
import { startBrowser } from './browser.mjs';
import { serveFolder } from './static.mjs';

export const places = {
  'a static site': async () => ({ ...(await serveFolder('web/dist')), path: '/' }),
  'the native edge': async () => ({
    ...(await startGo(['./cmd/edge'], { UKEMI_LISTEN: '127.0.0.1:0' })),
    path: '/_ukemi/',
  }),
  'the Worker': async () => {
    const demo = await startDemo();
    const worker = await startWorker({ UKEMI_UPSTREAM: demo.url });
    return { url: worker.url, path: '/_ukemi/', stop: () => Promise.all([worker.stop(), demo.stop()]) };
  },
};

/**
 * A place and a browser for the tests of one file; every test opens pages of
 * its own, in a context of its own.
 * @param {() => Promise<any>} start
 */
export function usePlace(start) {
  const t = {
    place: /** @type {any} */ (null), browser: /** @type {any} */ (null),
    /** @param {string} [hash] @param {object} [options] of the browser's context */
    async open(hash = '', options = {}) {
      const context = await t.browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'], ...options });
      const page = await context.newPage();
      page.wrong = [];
      page.on('console', (message) => message.type() === 'error' && page.wrong.push(message.text()));
      page.on('pageerror', (error) => page.wrong.push(String(error)));
      page.on(
        'request',
        (request) =>
          /^(blob|data):/.test(request.url()) ||
          new URL(request.url()).origin === t.place.url ||
          page.wrong.push(`request to ${request.url()}`),
      );
      await page.goto(t.place.url + t.place.path + hash);
      return page;
    },
  };
  before(async () => {
    t.place = await start();
    t.browser = await startBrowser();
  });
  after(async () => {
    await t.browser?.close();
    await t.place?.stop();
  });
  return t;
}
