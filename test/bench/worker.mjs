// Requests through Workers on workerd, side by side in one run: the designs
// take turns, so that whatever else the machine does hits them alike. The usual
// design, a Go instance per request, stands beside them.

import { join } from 'node:path';

import { startWorker, startWorkerd } from '../workerd/workerd.mjs';
import { ask, build, median, root, run, startLoad } from './load.mjs';

/** What is asked of each: a model of load's, and what at least the ratio is to be. */
const asked = [
  { name: 'a success', model: 'ok', aim: '≥ 0.85' },
  { name: 'a 400, normalized', model: '400', aim: '≥ 0.60' },
];

/**
 * @param {{rounds: number, seconds: number}} options
 * @returns {Promise<{rows: import('./bench.mjs').Row[], raw: object}>} requests per second of eight clients
 */
export async function measure({ rounds, seconds }) {
  const upstream = await startLoad('serve');
  const workers = {
    'passed through': await startWorkerd({
      modules: { 'worker.mjs': join(root, 'test/bench/pass-through.mjs') },
      environ: { UPSTREAM: upstream.url },
    }),
    ukemi: await startWorker({ UKEMI_UPSTREAM: upstream.url, UKEMI_BREAKER_FAILURES: '0' }),
    'a Go instance for each': await startWorkerd({ modules: await perRequest(), environ: { UPSTREAM: upstream.url } }),
  };
  const raw = [];
  try {
    for (let round = -1; round < rounds; round++) {
      for (const { name, model } of asked) {
        for (const [design, worker] of Object.entries(workers)) {
          if (design === 'a Go instance for each' && model !== 'ok') continue;
          for (const clients of round < 0 ? [1] : [1, 8]) { // the first round warms
            const result = await ask(worker, model, clients, round < 0 ? 0.5 : seconds);
            if (round >= 0) raw.push({ name, design, clients, ...result });
          }
        }
      }
    }
  } finally {
    for (const worker of Object.values(workers)) await worker.stop();
    await upstream.stop();
  }
  return { rows: asked.flatMap(({ name, aim }) => rowsOf(raw.filter((round) => round.name === name), aim)), raw };
}

/** Rows of what was asked: each design's requests per second and its CPU. */
function rowsOf(raw, aim) {
  const designs = [...new Set(raw.map(({ design }) => design))];
  const of = (design, clients, field) =>
    median(raw.filter((r) => r.design === design && r.clients === clients).map((r) => r[field]));
  const [passed] = designs;
  return designs.flatMap((design) => {
    const compared = (clients, field) =>
      design === passed ? {} : { ratio: of(design, clients, field) / of(passed, clients, field) };
    return [
      {
        what: `${raw[0].name}, ${design}: eight clients`,
        value: of(design, 8, 'rps'),
        unit: '/s',
        ...compared(8, 'rps'),
        ...(design === 'ukemi' && { aim }),
      },
      {
        what: `${raw[0].name}, ${design}: CPU of each`,
        value: of(design, 8, 'cpu_ms'),
        unit: 'ms',
        ...compared(8, 'cpu_ms'),
      },
      {
        what: `${raw[0].name}, ${design}: one client, p50`,
        value: of(design, 1, 'p50_ms'),
        unit: 'ms',
        ...compared(1, 'p50_ms'),
      },
    ];
  });
}

/** The modules of a Worker built as github.com/syumai/workers has it. */
async function perRequest() {
  await run('go', ['tool', 'workers-assets-gen', '-mode', 'go', '-o', join(build, 'syumai')], { cwd: root });
  await run(
    'go',
    ['build', '-trimpath', '-ldflags=-s -w', '-o', join(build, 'syumai/app.wasm'), './test/bench/syumai'],
    { cwd: root, env: { ...process.env, GOOS: 'js', GOARCH: 'wasm' } },
  );
  const generated = ['worker.mjs', 'wasm_exec.js', 'runtime.mjs', 'app.wasm'].map((name) => [
    './' + name,
    join(build, 'syumai', name),
  ]);
  return { 'entry.mjs': join(root, 'test/bench/syumai/entry.mjs'), ...Object.fromEntries(generated) };
}
