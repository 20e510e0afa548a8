// Serves a folder of this repository to a browser under test, as hosts of
// static sites do: compressed, files with a hash in their name for ever.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css' };

/**
 * @param {string} folder relative to the repository
 * @returns {Promise<{url: string, stop: () => Promise<void>}>}
 */
export async function serveFolder(folder) {
  const root = fileURLToPath(new URL('../../' + folder, import.meta.url));
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://x');
    const name = pathname.endsWith('/') ? pathname + 'index.html' : pathname;
    const read = (path) => readFile(join(root, path)).catch(() => null);
    const file = await read(name);
    const content = file ?? (await read(name + '.html'));
    if (!content) return response.writeHead(404).end();
    response.writeHead(200, {
      'content-type': types[file ? extname(name) : '.html'] ?? 'application/octet-stream', 'content-encoding': 'gzip',
      'cache-control': name.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
    response.end(gzipSync(content));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  return {
    url: `http://127.0.0.1:${/** @type {any} */ (server.address()).port}`,
    stop: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}
