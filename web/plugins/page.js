// Builds the HTML pages and the service worker: inserts the common parts, the texts, the icon,
// the content security policy and the list of files.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { text } from '../src/text.js';
import { firstText } from './corpus.js';

const read = (name) => readFile(new URL(`../${name}`, import.meta.url), 'utf8');

/**
 * The content security policy. It allows no connections; the live page may connect to the edge
 * that served it. Workers have blob: addresses, because the page's policy applies to those;
 * 'self' is for the service worker.
 */
const policy = (live) => [
  "default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", 'img-src data:',
  "worker-src 'self' blob:",
  `connect-src ${live ? "'self'" : "'none'"}`, "base-uri 'none'", "form-action 'none'",
].join('; ');

/** @returns {import('vite').Plugin} */
export const page = () => ({
  name: 'ukemi-page',
  transformIndexHtml: {
    order: 'pre',
    async handler(html, { filename }) {
      const icon = 'data:image/svg+xml,' + encodeURIComponent(await read('src/logo.svg'));
      const live = filename.endsWith('/live/index.html');
      const values = { policy: policy(live), root: live ? '../' : './', icon, first: escape(await firstText()) };
      const parts = { head: await read('src/head.html'), bar: await read('src/bar.html') };
      const whole = html.replace(/\{\{>(\w+)\}\}\n/g, (_, part) => parts[part]);
      return whole.replace(/\{\{(.+?)\}\}/g, (_, key) => values[key] ?? escape(text(key)));
    },
  },
  async generateBundle(_options, bundle) {
    const files = Object.keys(bundle).filter((name) => !name.endsWith('.html'));
    const version = createHash('sha256')
      .update(files.join())
      .update(await read('index.html'))
      .digest('hex')
      .slice(0, 12);
    const source = (await read('src/offline.js'))
      .replace('__VERSION__', version)
      .replace('__FILES__', files.map((file) => './' + file).join(' '));
    this.emitFile({ type: 'asset', fileName: 'sw.js', source });
  },
});

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
