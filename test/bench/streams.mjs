// Streams through both edges, beside what only passes on, side by side in one
// run: the designs take turns. The first token's delay, the CPU of 1,000 chunks
// of an event each, and the memory of an open stream, of 100.

import { join } from 'node:path';

import { startWorker, startWorkerd } from '../workerd/workerd.mjs';
import { ask, build, median, perStream, root, run, start, startLoad } from './load.mjs';

const edge = join(build, 'edge');
await run('go', ['build', '-o', edge, './cmd/edge'], { cwd: root });
const upstream = await startLoad('serve');
const settings = (stream) => ({ UKEMI_UPSTREAM: upstream.url, UKEMI_BREAKER_FAILURES: '0', UKEMI_STREAM: stream });

/** @type {Record<string, Record<string, () => Promise<{pid: number, url: string, stop: () => Promise<unknown>}>>>} */
const designs = {
  Worker: {
    'pass-through': () =>
      startWorkerd({
        modules: { 'worker.mjs': join(root, 'test/bench/pass-through.mjs') },
        environ: { UPSTREAM: upstream.url },
      }),
    watch: () => startWorker(settings('watch')),
    peek: () => startWorker(settings('peek')),
  },
  native: {
    'pass-through': () => startLoad('proxy', '-url', upstream.url),
    watch: () => start(edge, [], { ...settings('watch'), UKEMI_LISTEN: '127.0.0.1:0' }),
    peek: () => start(edge, [], { ...settings('peek'), UKEMI_LISTEN: '127.0.0.1:0' }),
  },
};

/**
 * @param {{rounds: number, seconds: number}} options
 * @returns {Promise<{rows: import('./bench.mjs').Row[], raw: object}>}
 */
export async function measure(options) {
  const rows = [], raw = {};
  for (const [name, ways] of Object.entries(designs)) {
    const taken = (raw[name] = await takeTurns(ways, options));
    const of = (way, field) => median(taken[way].map((round) => round[field]));
    const passed = of('pass-through', 'cpu_ms');
    rows.push({ what: `${name}, passed through: 1,000 chunks`, value: passed, unit: 'ms' });
    for (const way of ['peek', 'watch'])
      rows.push({
        what: `${name}, ${way}: 1,000 chunks`,
        value: of(way, 'cpu_ms'),
        unit: 'ms',
        ratio: of(way, 'cpu_ms') / passed,
      });
    // Paired: what a round adds to the pass-through of the same round.
    for (const way of ['peek', 'watch'])
      rows.push({
        what: `${name}, ${way}: first token later by`,
        value: median(taken[way].map(({ first_ms }, round) => first_ms - taken['pass-through'][round].first_ms)),
        unit: 'ms',
        aim: '1',
      });
    let held;
    for (const [way, begin] of Object.entries(ways)) {
      const value = await perStream(await begin()); // anew: garbage of the rounds would hide it
      rows.push({
        what: `${name}, ${way}: an open stream, of 100`,
        value,
        unit: 'KiB',
        ...(held && { ratio: value / held }),
      });
      held ??= value;
    }
  }
  await upstream.stop();
  return { rows, raw };
}

async function takeTurns(ways, { rounds, seconds }) {
  const running = Object.fromEntries(
    await Promise.all(Object.entries(ways).map(async ([way, begin]) => [way, await begin()])),
  );
  const take = async (way, seconds) => {
    const { first_ms, failed } = await ask(running[way], 'first', 1, seconds);
    const { cpu_ms, ...whole } = await ask(running[way], 'tokens', 1, seconds);
    return { first_ms, cpu_ms, failed: failed + whole.failed };
  };
  const taken = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
  for (const way of Object.keys(ways)) await take(way, 0.5); // warm
  for (let round = 0; round < rounds; round++)
    for (const way of Object.keys(ways)) taken[way].push(await take(way, seconds));
  for (const process of Object.values(running)) await process.stop();
  return taken;
}
