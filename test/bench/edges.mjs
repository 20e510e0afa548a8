// Streams through both edges, beside what only passes on, side by side in one
// run: the designs take turns. The first token's delay, the CPU of 1,000 chunks
// of an event each, and the memory of an open stream, of 100.
//
//   node test/bench/edges.mjs [ROUNDS] [SECONDS]

import { join } from 'node:path';

import { startWorker, startWorkerd } from '../workerd/workerd.mjs';
import { build, measure, median, perStream, root, run, start, startLoad } from './load.mjs';

const [rounds = 5, seconds = 2] = process.argv.slice(2).map(Number);
const edge = join(build, 'edge');
await run('go', ['build', '-o', edge, './cmd/edge'], { cwd: root });
const upstream = await startLoad('serve');
const settings = (stream) => ({ UKEMI_UPSTREAM: upstream.url, UKEMI_BREAKER_FAILURES: '0', UKEMI_STREAM: stream });

/** @type {Record<string, Record<string, () => Promise<{pid: number, url: string, stop: () => Promise<unknown>}>>>} */
const designs = {
  'Worker on workerd': {
    'pass-through': () => startWorkerd({ modules: { 'worker.mjs': join(root, 'test/bench/pass-through.mjs') }, environ: { UPSTREAM: upstream.url } }),
    watch: () => startWorker(settings('watch')),
    peek: () => startWorker(settings('peek')),
  },
  'native edge': {
    'pass-through': () => startLoad('proxy', '-url', upstream.url),
    watch: () => start(edge, [], { ...settings('watch'), UKEMI_LISTEN: '127.0.0.1:0' }),
    peek: () => start(edge, [], { ...settings('peek'), UKEMI_LISTEN: '127.0.0.1:0' }),
  },
};

console.log(`streams through the edges: medians of ${rounds} rounds of ${seconds} s, taking turns\n`);
console.log('                                 first token, ms   added | CPU ms per 1,000 chunks   ratio | KiB per open stream');
for (const [name, ways] of Object.entries(designs)) {
  const running = Object.fromEntries(await Promise.all(Object.entries(ways).map(async ([way, begin]) => [way, await begin()])));
  const taken = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
  const take = async (way, seconds) => {
    const { first_ms, failed } = await measure(running[way], 'first', 1, seconds);
    const { cpu_ms, ...whole } = await measure(running[way], 'tokens', 1, seconds);
    return { first_ms, cpu_ms, failed: failed + whole.failed };
  };
  for (const way of Object.keys(ways)) await take(way, 0.5); // warm
  for (let round = 0; round < rounds; round++) for (const way of Object.keys(ways)) taken[way].push(await take(way, seconds));
  for (const process of Object.values(running)) await process.stop();
  const of = (way, field) => median(taken[way].map((round) => round[field]));
  // Paired: what a round adds to the pass-through of the same round.
  const added = (way) => median(taken[way].map(({ first_ms }, round) => first_ms - taken['pass-through'][round].first_ms));
  for (const [way, begin] of Object.entries(ways)) {
    const failed = taken[way].reduce((sum, round) => sum + round.failed, 0);
    const memory = await perStream(await begin()); // anew: garbage of the rounds would hide it
    console.log(`${`${name}, ${way}`.padEnd(32)}${of(way, 'first_ms').toFixed(2).padStart(16)}${added(way).toFixed(2).padStart(8)} |${of(way, 'cpu_ms').toFixed(1).padStart(24)}${`× ${(of(way, 'cpu_ms') / of('pass-through', 'cpu_ms')).toFixed(2)}`.padStart(8)} |${memory.toFixed(0).padStart(20)}${failed ? `   ${failed} failed` : ''}`);
  }
}
await upstream.stop();
