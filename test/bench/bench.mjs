// make bench: everything about speed in one table. Each row compares designs side by side,
// taking turns, and takes at most three minutes; a figure is the median of its rounds with
// the least and the greatest, `missed` stands where the median misses the aim.
//
//   node test/bench/bench.mjs [--only worker-success,react] [--rounds 5] [--seconds 2] [--json FILE] [--list]
//
// Without --only, the table and the raw rounds are kept in bench/results.

import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { median, root, run } from './load.mjs';

/** @typedef {import('./rounds.mjs').Figure} Figure */

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    json: { type: 'string' },
    list: { type: 'boolean' },
  },
});

/** In the order of the table. */
const files = ['calls', 'streams', 'fetch', 'core', 'chunks', 'sizes', 'page'];
/** @type {Record<string, {title: string, measure: (options: any) => Promise<{figures: Figure[], raw?: any}>}>} */
const rows = {};
for (const file of files) Object.assign(rows, (await import(`./${file}.mjs`)).rows);

const named = options.only ? options.only.split(',') : Object.keys(rows);
const unknown = named.filter((id) => !rows[id]);
if (options.list || unknown.length) {
  for (const [id, { title }] of Object.entries(rows)) console.log(`${id.padEnd(16)} ${title}`);
  process.exit(unknown.length ? 1 : 0);
}

/** @type {string[]} */
const lines = [];
/** @param {string} line */
const print = (line) => {
  console.log(line.trimEnd());
  lines.push(line.trimEnd());
};

const { stdout: goVersion } = await run('go', ['env', 'GOVERSION']);
const started = new Date().toISOString();
print(`${os.cpus().length} cores of ${os.cpus()[0].model.trim()}, ${os.type()} ${os.release()}, load ` +
  `${os.loadavg()[0].toFixed(1)}; ${goVersion.trim()}, Node ${process.version}; ${started.slice(0, 16)}; ` +
  `rounds: ${options.rounds} of ${options.seconds} s`);
print('');
print(`${''.padEnd(52)}   median         least – greatest      aim`);

/** @type {Record<string, any>} */
const results = {};
for (const id of named) {
  const { title, measure } = rows[id];
  print(`${title} (${id})`);
  try {
    const { figures, raw } = await measure({ rounds: Number(options.rounds), seconds: Number(options.seconds) });
    results[id] = { title, figures: figures.map((figure) => ({ median: median([...figure.values]), ...figure })), raw };
    for (const figure of results[id].figures) print(written(figure));
  } catch (error) {
    results[id] = { title, error: String(error) };
    print(`  not measured: ${String(error).split('\n')[0]}`);
  }
}
await keep();

/** @param {Figure & {median: number}} figure */
function written({ what, values, median, unit, atMost, atLeast }) {
  const spread = values.length > 1 ? `${digits(Math.min(...values))} – ${digits(Math.max(...values))}` : '';
  const aim = atMost === undefined ? atLeast === undefined ? '' : `≥ ${atLeast}` : `≤ ${atMost}`;
  const isMissed = median > (atMost ?? Infinity) || median < (atLeast ?? -Infinity);
  return `  ${what.padEnd(50)}${digits(median).padStart(9)} ${unit.padEnd(4)}${spread.padStart(22)}   ` +
    `${aim.padStart(6)}${isMissed ? '   missed' : ''}`;
}

/** @param {number} value */
function digits(value) {
  const size = Math.abs(value);
  return value.toFixed(Number.isInteger(value) || size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

async function keep() {
  const raw = JSON.stringify({ started, machine: lines[0], results }, null, 1);
  if (options.json) await writeFile(options.json, raw);
  if (options.only) return;
  const folder = join(root, 'bench/results');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${started.slice(0, 10)}-bench.json`), raw);
  await writeFile(join(folder, `${started.slice(0, 10)}-bench.txt`), lines.join('\n') + '\n');
}
