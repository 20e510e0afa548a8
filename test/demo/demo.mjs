// The misbehaving provider as a process, for tests in JavaScript.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * As in internal/demo/sites.go:
 * @typedef {{url: string, second: string, refused: string, halfOpen: string, tls: string, plain: string}} Sites
 * @returns {Promise<Sites & {stop: () => Promise<void>}>}
 */
export async function startDemo() {
  const { line, stop } = await startGo(['./test/demo']);
  return { ...JSON.parse(line), stop };
}

/**
 * Run a Go program of this repository whose first line bears its URL.
 * @param {string[]} args of `go run`
 * @param {Record<string, string>} [environ]
 * @returns {Promise<{url: string, line: string, lines: string[], stop: () => Promise<void>}>}
 *   lines: those that it printed so far
 */
export async function startGo(args, environ = {}) {
  // Its own process group: `go run` does not hand signals to what it runs.
  const child = spawn('go', ['run', ...args], {
    cwd: root,
    env: { ...process.env, ...environ },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  /** @type {string[]} */
  const lines = [];
  const [line, url] = await new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        const found = /https?:\/\/127\.0\.0\.1:\d+/.exec(line);
        if (found) resolve([line, found[0]]);
      });
    }
    ended.then(() => reject(new Error(`go run ${args.join(' ')} ended: ${lines.join('\n')}`)));
  });
  return {
    url,
    line,
    lines,
    async stop() {
      process.kill(-(/** @type {number} */ (child.pid)), 'SIGTERM');
      await ended;
    },
  };
}
