// What the benchmarks of running processes share: the load (load/main.go), and
// how to look at a process from outside.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const build = join(root, 'build/bench');
export const run = promisify(execFile);
const load = join(build, 'load');
await run('go', ['build', '-o', load, './test/bench/load'], { cwd: root });

/**
 * A program whose first line bears its URL.
 * @param {string} program
 * @param {string[]} args
 * @param {Record<string, string>} [environ]
 */
export async function start(program, args, environ = {}) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environ } });
  const lines = [child.stdout, child.stderr].map((input) => createInterface({ input }));
  const url = await new Promise((resolve) => lines.forEach((line) => line.on('line', (text) => resolve(/http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0]))));
  return { url, pid: /** @type {number} */ (child.pid), stop: async () => (child.kill(), await once(child, 'exit')) };
}

/** One of load's own programs. */
export const startLoad = (...args) => start(load, args);

/**
 * Ask for a model for a while; cpu_ms is what a request cost the process asked.
 * @param {{pid: number, url: string}} process
 * @param {string} model
 * @param {number} clients
 * @param {number} seconds
 */
export async function ask({ pid, url }, model, clients, seconds) {
  const before = await cpu(pid);
  const { stdout } = await run(load, ['run', '-url', url, '-model', model, '-c', String(clients), '-for', `${seconds}s`]);
  const result = JSON.parse(stdout);
  return { ...result, cpu_ms: ((await cpu(pid)) - before) / result.n };
}

/** CPU time of a process so far, in ms (clock ticks are 10 ms on Linux). */
async function cpu(pid) {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/**
 * KiB of resident memory that each of 100 open streams adds to a process, which
 * ends then.
 * @param {{pid: number, url: string, stop: () => Promise<unknown>}} process
 */
export async function perStream({ pid, url, stop }) {
  await run(load, ['run', '-url', url, '-model', 'tokens', '-c', '8', '-for', '1s']);
  const rss = async () => Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]);
  const before = await rss();
  const hold = spawn(load, ['hold', '-url', url, '-n', '100'], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(createInterface({ input: hold.stdout }), 'line');
  const open = await rss();
  hold.stdin.end();
  await once(hold, 'exit');
  await stop();
  return (open - before) / 100;
}

/** @param {number[]} values */
export const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
