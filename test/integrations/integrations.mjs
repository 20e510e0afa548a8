// make integrations: what a failure costs with each client and framework, with
// and without ukemi: calls at the provider, seconds, and what the user sees. It
// needs the npm registry, and writes the table into docs/integrations.md.

import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { cleanUp, call as callGo } from '../clients/clients.mjs';
import { seenOf } from '../clients/edges.mjs';
import { root } from '../consumers/install.mjs';
import { startDemo, startGo } from '../demo/demo.mjs';
import { clients, packages, programs } from './clients.mjs';
import { page, program, recipe } from './recipes.mjs';

const run = promisify(execFile);

/** @typedef {{fault: string, model: string, stream?: boolean, limit?: number, about: string}} Case @type {Case[]} */
export const cases = [
  { fault: '503', model: 'demo-503', about: 'a permanent 503' },
  {
    fault: '429',
    model: 'demo-429-retry-after-2',
    about: 'a 429 with `Retry-After: 2`, then an answer',
  },
  { fault: 'empty account', model: 'demo-402-as-429', about: 'an empty account that the provider calls a 429' },
  {
    fault: 'cut stream',
    model: 'demo-stream-cut-once',
    stream: true,
    about: 'a stream cut after 40 of 60 words, whole when it is asked for again',
  },
  { fault: '`max_tokens`', model: 'demo-no-max-tokens', limit: 99, about: 'a model that refuses `max_tokens`' },
];

/**
 * @typedef {{client: string, way: string, fault: string, calls: number, seconds: number, text: string,
 *   name?: string, status?: number, message?: string}} Row
 */

/**
 * Install packages in a folder of their own, ukemi as it stands in this repository.
 * @param {Record<string, string>} wanted
 */
export async function installed(wanted) {
  const folder = await mkdtemp(join(tmpdir(), 'ukemi-integrations-'));
  await writeFile(join(folder, 'package.json'), '{"private": true, "type": "module"}');
  const specs = Object.entries(wanted).map(([name, version]) => `${name}@${version}`);
  const flags = ['--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts'];
  await run('npm', ['install', ...flags, ...specs], { cwd: folder, timeout: 300_000 });
  await symlink(join(root, 'wasm'), join(folder, 'node_modules/ukemi'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Whether the npm registry answers. */
export const registry = () => run('npm', ['ping'], { timeout: 20_000 }).then(() => true, () => false);

/**
 * The calls of a client of clients.mjs, one after the other.
 * @param {string} folder
 * @param {{url: string}} demo
 * @param {import('./clients.mjs').Client} client
 * @param {string} way
 * @param {Case[]} [some]
 * @returns {Promise<Row[]>}
 */
export async function measure(folder, demo, client, way, some = cases) {
  const keyOf = (/** @type {Case} */ { fault }) => `${client.recipe} ${way} ${fault}`.replace(/[^a-z0-9]+/gi, '-');
  const mine = some.filter(({ limit }) => !limit || client.max !== false);
  const file = join(folder, `${client.recipe}-${way}.mjs`);
  await writeFile(file, program(client, way === 'direct'));
  const child = spawn('node', ['--preserve-symlinks', file,
    JSON.stringify(mine.map((one) => ({ ...one, key: keyOf(one) })))], {
    cwd: folder,
    env: {
      ...process.env,
      OPENAI_BASE_URL: `${demo.url}/v1`,
      ANTHROPIC_BASE_URL: demo.url,
      OPENAI_AGENTS_DISABLE_TRACING: '1',
      MASTRA_TELEMETRY_DISABLED: '1',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  /** @type {Row[]} */
  const rows = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{')) continue;
    const row = JSON.parse(line);
    const one = /** @type {Case} */ (mine.find(({ fault }) => fault === row.fault));
    rows.push({ ...row, client: client.name, way, calls: (await seenOf(demo, keyOf(one))).length });
  }
  return rows;
}

const edgeSettings = { UKEMI_LISTEN: '127.0.0.1:0', UKEMI_CURE: 'mend' };

/** One edge for each case, because breaker and budget would add the cases up. */
async function withEdge(demo, way, use) {
  if (way === 'direct') return use(demo.url);
  const edge = await startGo(['./cmd/edge'], { ...edgeSettings, UKEMI_UPSTREAM: demo.url });
  try {
    return await use(edge.url);
  } finally {
    await edge.stop();
  }
}

/** Run a program to its end, whatever its exit code; with no other variables than these. */
function runProgram(file, args, home, environ) {
  const options = { cwd: home, env: { PATH: process.env.PATH, HOME: home, ...environ }, timeout: 400_000 };
  return new Promise((resolve) => {
    const child = execFile(file, args, options, (error, stdout, stderr) =>
      resolve({ code: error ? error.code ?? 1 : 0, stdout, stderr }));
    child.stdin?.end();
  });
}

const commandLines = {
  async 'Claude Code'(folder, url, key, model, way) {
    const home = await mkdtemp(join(folder, 'home-'));
    const { code, stdout, stderr } = await runProgram(
      join(folder, 'node_modules/.bin/claude'), ['--bare', '-p', 'hi', '--model', model], home, {
        ANTHROPIC_BASE_URL: url,
        ANTHROPIC_AUTH_TOKEN: key,
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
        ...(way !== 'direct' && { CLAUDE_CODE_MAX_RETRIES: '0' }),
      },
    );
    return code ? { text: '', message: (stdout || stderr).trim() } : { text: stdout };
  },
  async Codex(folder, url, key, model, way) {
    const home = await mkdtemp(join(folder, 'home-'));
    const config = recipe('codex').replace('http://127.0.0.1:8787', url) +
      `http_headers = { "x-demo-session" = "Bearer ${key}" }\n`; // it sends an x-client-request-id of each call
    await writeFile(join(home, 'config.toml'), way === 'direct' ? config.replace(/^.*_max_retries.*\n/gm, '') : config);
    const { code, stdout, stderr } = await runProgram(
      join(folder, 'node_modules/.bin/codex'),
      ['exec', '--skip-git-repo-check', '--sandbox', 'read-only', '--model', model, 'hi'],
      home,
      { CODEX_HOME: home, OPENAI_API_KEY: key },
    );
    const last = stderr.split('\n').filter((line) => /error/i.test(line)).at(-1) ?? stderr;
    return code ? { text: '', message: last } : { text: stdout };
  },
};

export async function measureGo(demo, way) {
  await callGo('openai-go', { url: demo.url, key: 'first', model: 'demo-ok' }); // builds the program
  const rows = [];
  for (const { fault, model, stream, limit } of cases) {
    if (limit) continue; // the program of test/clients/go sends none
    const key = `go-${way}-${model}`;
    rows.push(await withEdge(demo, way, async (url) => {
      const began = performance.now();
      const got = await callGo('openai-go', { url, key, model, stream });
      const seconds = (performance.now() - began) / 1000;
      return { client: 'openai-go', way, fault, text: '', ...got, seconds, calls: (await seenOf(demo, key)).length };
    }));
  }
  return rows;
}

export async function measureProgram(folder, demo, client, way) {
  const rows = [];
  for (const { fault, model, limit } of cases) {
    if (limit) continue; // a parameter that these do not send, or must
    const key = `${client}-${way}-${model}`.replace(' ', '-');
    rows.push(await withEdge(demo, way, async (url) => {
      const began = performance.now();
      const got = await commandLines[client](folder, url, key, model, way);
      const seconds = (performance.now() - began) / 1000;
      return { client, way, fault, ...got, seconds, calls: (await seenOf(demo, key)).length };
    }));
    console.error(JSON.stringify(rows.at(-1)));
  }
  return rows;
}

/** What the user sees, in a cell. @param {Row} row */
function seen({ text, message, name, status }) {
  const words = (text.match(/[^\s.]+/g) ?? []).length;
  if (!message && text.trim().endsWith('lie down.')) return 'the answer';
  if (!message) return `${words} words, and no error`;
  const plain = message.replace(/\x1b\[[0-9;]*m/g, '').replace(/\s+/g, ' ').replace(/\|/g, '\\|')
    .replace(/127\.0\.0\.1:\d+/g, '…');
  const short = plain.length > 110 ? plain.slice(0, 108) + '…' : plain;
  return `${words ? `${words} words, then ` : ''}${name ? `${name}${status ? ` ${status}` : ''}: ` : ''}“${short}”`;
}

/** @param {Row[]} rows */
export function table(rows) {
  const lines = [
    '| client | fault | calls, direct | seconds | user sees | calls, ukemi | seconds | user sees |',
    '|---|---|--:|--:|---|--:|--:|---|',
  ];
  const versions = { ...packages, ...programs };
  const packageOf = { 'Claude Code': '@anthropic-ai/claude-code', Codex: '@openai/codex' };
  for (const name of new Set(rows.map(({ client }) => client))) {
    const version = versions[packageOf[name] ?? clients.find((client) => client.name === name)?.package];
    for (const { fault } of cases) {
      const cells = ['direct', 'ukemi'].map((way) => {
        const row = rows.find((row) => row.client === name && row.way === way && row.fault === fault);
        return row ? `${row.calls} | ${row.seconds.toFixed(1)} | ${seen(row)}` : '– | – | –';
      });
      if (cells.some((cell) => !cell.startsWith('–')))
        lines.push(`| ${name}${version ? ` (${version})` : ''} | ${fault} | ${cells.join(' | ')} |`);
    }
  }
  return lines.join('\n');
}

async function main() {
  if (!(await registry())) return console.log('skipped: the npm registry, which this needs, does not answer');
  const ONLY = process.env.ONLY;
  const chosen = (/** @type {string} */ name) => !ONLY || name.includes(ONLY);
  const opened = [];
  try {
    const demo = await startDemo();
    opened.push({ remove: demo.stop });
    const apps = await installed(packages);
    opened.push(apps);
    const lines = Object.keys(commandLines).filter(chosen);
    const own = lines.length > 0 ? await installed(programs) : undefined;
    if (own) {
      opened.push(own);
      // The one script of a package that is needed: it puts the program in place.
      await run('node', ['install.cjs'], { cwd: join(own.folder, 'node_modules/@anthropic-ai/claude-code') });
    }
    const rows = [];
    // Some at once: most of the time is the clients' own backoff.
    const jobs = [
      ...['direct', 'ukemi'].flatMap((way) =>
        clients.filter(({ name }) => chosen(name)).map((client) => () => measure(apps.folder, demo, client, way))),
      ...['direct', 'ukemi'].map((way) => () => (chosen('openai-go') ? measureGo(demo, way) : [])),
      ...lines.flatMap((name) => ['direct', 'ukemi'].map((way) => () => measureProgram(own?.folder, demo, name, way))),
    ].reverse(); // the slowest first
    const worker = async () => {
      for (let job; (job = jobs.shift()); ) rows.push(...(await job()));
    };
    await Promise.all(Array.from({ length: 5 }, worker));
    const names = [...clients.map(({ name }) => name), 'openai-go', ...Object.keys(commandLines)];
    rows.sort((a, b) => names.indexOf(a.client) - names.indexOf(b.client));
    const made = table(rows);
    console.log(made);
    if (process.env.JSON) await writeFile(process.env.JSON, JSON.stringify(rows, null, 1));
    if (!ONLY) await writePage(made);
  } finally {
    await cleanUp();
    for (const one of opened) await one.remove();
  }
}

/** @param {string} made */
export async function writePage(made) {
  const text = await readFile(page, 'utf8');
  const [before] = text.split('<!-- made by:');
  const [, after = ''] = text.split('<!-- end -->\n');
  const date = new Date().toISOString().slice(0, 10);
  await writeFile(page, `${before}<!-- made by: make integrations -->\nMeasured ${date} with Node ` +
    `${process.version} on a busy machine.\n\n${made}\n<!-- end -->\n${after}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
