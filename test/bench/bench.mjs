// make bench: everything about speed in one run and one table. Each part brings
// rows; what is compared was measured side by side, taking turns. The machine is
// noisy: believe ratios.
//
//   node test/bench/bench.mjs [--only core,page] [--rounds 5] [--seconds 2] [--json FILE]

import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import { parseArgs } from 'node:util';

/**
 * @typedef {object} Row
 * @property {string} what
 * @property {number} value
 * @property {string} unit
 * @property {number} [ratio] to what it is compared with, which stands above it
 * @property {string} [aim] at most; ≥ is of the ratio
 */

const parts = {
  core: './core.mjs',
  chunks: './chunks.mjs',
  streams: './streams.mjs',
  worker: './worker.mjs',
  page: './page.mjs',
};
const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(parts).join() },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    json: { type: 'string' },
  },
});

const machine = `${os.cpus().length} cores of ${os.cpus()[0].model.trim()}, ${os.type()} ${os.release()}, load ` +
  `${os.loadavg()[0].toFixed(1)}; ${execFileSync('go', ['env', 'GOVERSION']).toString().trim()}, Node ` +
  `${process.version}; ${new Date().toISOString().slice(0, 16)}`;
console.log(`${machine}\n\n${''.padEnd(62)}      figure   ratio   aim`);
const results = {};
for (const part of options.only.split(',')) {
  const { measure } = await import(parts[part]);
  const { rows, raw } = asResult(await measure({ rounds: Number(options.rounds), seconds: Number(options.seconds) }));
  results[part] = { rows, raw };
  console.log(part);
  for (const { what, value, unit, ratio, aim } of rows) {
    const times = (ratio === undefined ? '' : '× ' + ratio.toFixed(2)).padStart(6);
    const figure = `${digits(value).padStart(9)} ${unit.padEnd(4)}`;
    console.log(`  ${what.padEnd(60)}${figure}${times}   ${aim ?? ''}`.trimEnd());
  }
}
if (options.json) await writeFile(options.json, JSON.stringify({ machine, ...results }, null, 1));

/** A part brings rows, or rows with the raw rounds behind them. */
function asResult(measured) {
  return Array.isArray(measured) ? { rows: measured, raw: undefined } : measured;
}

function digits(value) {
  return Number.isInteger(value) || value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
