// The playground's files, in place of Cloudflare's binding ASSETS.

import { readFile } from 'node:fs/promises';

const types = {
  css: 'text/css; charset=utf-8', html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8',
  json: 'application/json', md: 'text/markdown; charset=utf-8', png: 'image/png', svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8', wasm: 'application/wasm', webmanifest: 'application/manifest+json',
  xml: 'application/xml',
};

/**
 * @param {URL} folder
 * @returns {{fetch: (request: Request) => Promise<Response>}}
 */
export const createFiles = (folder) => ({
  async fetch(request) {
    const { pathname } = new URL(request.url); // the parser has resolved dot segments
    const path = pathname.endsWith('/') ? pathname + 'index.html' : pathname;
    const type = types[path.slice(path.lastIndexOf('.') + 1)];
    const bytes = type && !path.includes('%') ? await readFile(new URL('.' + path, folder)).catch(() => null) : null;
    if (!bytes) return new Response(null, { status: 404 });
    const caching = path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    return new Response(bytes, {
      headers: { 'content-type': type, 'cache-control': caching, 'x-content-type-options': 'nosniff' },
    });
  },
});
