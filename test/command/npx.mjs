// The npm package's command (`make npm` must have run) as a process.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const commandFile = fileURLToPath(new URL('../../wasm/edge/command.js', import.meta.url));

/**
 * `npx ukemi serve`, on a free port.
 * @param {Record<string, string>} settings
 * @param {string} [file] the command
 * @returns {Promise<{url: string, pid: number, lines: string[], stop: () => Promise<number | null>}>}
 *   stop resolves with the exit code
 */
export async function startNpx(settings, file = commandFile) {
  const child = spawn('node', [file, 'serve'], {
    env: { ...process.env, ...settings, UKEMI_LISTEN: '127.0.0.1:0' }, stdio: ['ignore', 'inherit', 'pipe'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  /** @type {string[]} */
  const lines = [];
  const url = await new Promise((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line);
      const found = /^ukemi listens on (http:\S+)/.exec(line);
      if (found) resolve(found[1]);
    });
    ended.then((code) => reject(new Error(`ended with code ${code}: ${lines.join('\n')}`)));
  });
  return {
    url, lines, pid: /** @type {number} */ (child.pid),
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 2000);
      const code = await ended;
      clearTimeout(timer);
      return code;
    },
  };
}
