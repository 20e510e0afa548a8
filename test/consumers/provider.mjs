// A provider that only fails, beside the files of a page under test.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

const types = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };
const failure = JSON.stringify({
  error: {
    message: 'You exceeded your current quota, please check your plan and billing details.',
    type: 'insufficient_quota',
    param: null,
    code: 'insufficient_quota',
  },
});

/** What every consumer has to find out about it. */
export const verdict = '402 billing code-no-balance retry=false fault=account';

/**
 * @param {{folder?: string, cors?: boolean, policy?: string, before?: (path: string) => any}} [options] the files'
 *   folder; whether other origins may read the answers; the pages' Content-Security-Policy; awaited before an answer
 * @returns {Promise<{url: string, asked: string[], stop: () => Promise<void>}>} asked: the paths, in order
 */
export async function startProvider({ folder, cors = true, policy, before } = {}) {
  /** @type {string[]} */
  const asked = [];
  const server = createServer(async (request, response) => {
    const path = new URL(/** @type {string} */ (request.url), 'http://x').pathname;
    asked.push(path);
    await before?.(path);
    if (cors)
      for (const name of ['origin', 'headers', 'methods']) response.setHeader(`access-control-allow-${name}`, '*');
    if (request.method === 'OPTIONS') return response.writeHead(204).end();
    if (path.startsWith('/v1/')) return response.writeHead(429, { 'content-type': 'application/json' }).end(failure);
    const content = folder && (await readFile(join(folder, path)).catch(() => undefined));
    if (policy) response.setHeader('content-security-policy', policy);
    response.writeHead(content ? 200 : 404, { 'content-type': types[extname(path)] ?? 'text/plain' }).end(content);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  return {
    url: `http://127.0.0.1:${/** @type {any} */ (server.address()).port}`,
    asked,
    stop: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}
