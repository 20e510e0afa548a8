// Serves a folder of this repository to a browser under test.

import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const types = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm', '.css': 'text/css', '.svg': 'image/svg+xml' };

/**
 * @param {string} folder relative to the repository
 * @returns {Promise<{url: string, stop: () => Promise<void>}>}
 */
export async function serveFolder(folder) {
  const root = fileURLToPath(new URL('../../' + folder, import.meta.url));
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://x').pathname;
    const file = join(root, path.endsWith('/') ? path + 'index.html' : path);
    const stream = createReadStream(file);
    stream.once('error', () => response.writeHead(path === '/' ? 200 : 404, { 'content-type': 'text/html' }).end());
    stream.once('open', () => {
      response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
      stream.pipe(response);
    });
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
