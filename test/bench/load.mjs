// What the benchmarks of running processes share: the load (load/main.go), and
// how to look at a process from outside.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
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
  const outputs = [child.stdout, child.stderr];
  const lines = outputs.map((input) => createInterface({ input }));
  const url = await new Promise((resolve) =>
    lines.forEach((line) => line.on('line', (text) => resolve(/http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0]))),
  );
  lines.forEach((line) => line.close());
  outputs.forEach((output) => output.resume()); // a log is not read line by line: that would be a part of the load
  return { url, pid: /** @type {number} */ (child.pid), stop: async () => (child.kill(), await once(child, 'exit')) };
}

/** One of load's own programs. */
export const startLoad = (...args) => start(load, args);

/**
 * Ask for a model for a while; cpu_ms is what a request cost the process asked,
 * where that is known.
 * @param {{pid?: number, url: string, headers?: (key: string) => Record<string, string>}} process
 *   headers: those that its calls need
 * @param {string} model
 * @param {number} clients
 * @param {number} seconds
 */
export async function ask({ pid, url, headers }, model, clients, seconds) {
  const before = await cpu(pid);
  const [header] = Object.entries(headers?.('key') ?? {});
  const { stdout } = await run(load, [
    'run',
    '-url',
    url,
    '-model',
    model,
    '-c',
    String(clients),
    '-for',
    `${seconds}s`,
    ...(header ? ['-header', header.join(': ')] : []),
  ]);
  const result = JSON.parse(stdout);
  return { ...result, cpu_ms: ((await cpu(pid)) - before) / result.n };
}

/**
 * CPU time of a process's threads so far, in ms. The clock ticks of /proc/PID/stat are of
 * 10 ms; the scheduler counts nanoseconds.
 * @param {number | undefined} pid
 */
async function cpu(pid) {
  if (!pid) return NaN;
  const threads = await readdir(`/proc/${pid}/task`);
  const times = threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').catch(() => '0'));
  return (await Promise.all(times)).reduce((sum, line) => sum + Number(line.split(' ')[0]) / 1e6, 0);
}

/**
 * KiB of resident memory that each of 100 open streams adds to a process, which
 * ends then. The first 50 pay for what a process needs once.
 * @param {{pid: number, url: string, stop: () => Promise<unknown>}} process
 */
export async function perStream({ pid, url, stop }) {
  const rss = async () => Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]);
  const first = await hold(url, 50);
  const before = await rss();
  const more = await hold(url, 100);
  const after = await rss();
  for (const held of [first, more]) {
    held.stdin.end();
    await once(held, 'exit');
  }
  await stop();
  return (after - before) / 100;
}

/** Streams that stay open until the standard input of what holds them ends. */
async function hold(url, streams) {
  const held = spawn(load, ['hold', '-url', url, '-n', String(streams)], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(createInterface({ input: held.stdout }), 'line');
  return held;
}

/** @param {number[]} values */
export const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
