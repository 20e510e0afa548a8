// Streams, on the Worker and natively, beside what only passes on: 1,000 chunks at once,
// 50 streams side by side with a token each 20 ms, the first token's delay, and the memory
// of an open stream.

import { native, passThrough, reverseProxy, worker } from './designs.mjs';
import { perStream, startLoad } from './load.mjs';
import { asking, more, plain, ratio, takeTurns } from './rounds.mjs';

/** @typedef {import('./rounds.mjs').Options} Options */

const onWorkerd = (url) => ({
  'passed on': passThrough(url),
  watch: worker(url, { UKEMI_STREAM: 'watch' }),
  peek: worker(url, { UKEMI_STREAM: 'peek' }),
});
const inGo = (url) => ({
  ReverseProxy: reverseProxy(url),
  watch: native(url, { UKEMI_STREAM: 'watch' }),
  peek: native(url, { UKEMI_STREAM: 'peek' }),
});

/**
 * @template T
 * @param {(url: string) => Promise<T>} use
 */
async function withUpstream(use) {
  const upstream = await startLoad('serve');
  return use(upstream.url).finally(upstream.stop);
}

/** 1,000 chunks at once, one client. */
const burst = (designs, aims) => (/** @type {Options} */ options) => withUpstream(async (url) => {
  const taken = await takeTurns(designs(url), asking('tokens', 1), options);
  const [first, ...others] = Object.keys(taken);
  const figures = others.flatMap((name) => [
    { what: `${name}: CPU`, values: ratio(taken, name, 'cpu_ms'), unit: '×', atMost: aims[name]?.cpu },
    { what: `${name}: streams`, values: ratio(taken, name, 'rps'), unit: '×', atLeast: aims[name]?.rps },
  ]);
  const passed = { what: `${first}: CPU`, values: plain(taken, first, 'cpu_ms'), unit: 'ms' };
  return { figures: [passed, ...figures], raw: taken };
});

/** 50 streams of 100 tokens, one each 20 ms. late: how long a token was under way. */
const paced = (designs, aims) => (/** @type {Options} */ options) => withUpstream(async (url) => {
  // Whole streams, which take 2 s.
  const seconds = Math.max(options.seconds, 3);
  const taken = await takeTurns(designs(url), asking('paced', 50), { ...options, seconds });
  const [first, ...others] = Object.keys(taken);
  const figures = others.flatMap((name) => [
    { what: `${name}: CPU`, values: ratio(taken, name, 'cpu_ms'), unit: '×', atMost: aims[name]?.cpu },
    { what: `${name}: a token later by, median`, values: more(taken, name, 'late_ms'), unit: 'ms' },
    { what: `${name}: 99 of 100 tokens later by at most`, values: more(taken, name, 'late_p99_ms'), unit: 'ms' },
    {
      what: `${name}: the latest token later by`, values: more(taken, name, 'latest_ms'), unit: 'ms',
      atMost: aims[name]?.late,
    },
  ]);
  return {
    figures: [
      { what: `${first}: CPU of 100 tokens`, values: plain(taken, first, 'cpu_ms'), unit: 'ms' },
      { what: `${first}: the latest token`, values: plain(taken, first, 'latest_ms'), unit: 'ms' },
      ...figures,
    ],
    raw: taken,
  };
});

/** The first token, and the memory of an open stream, of 100. */
const open = (designs) => (/** @type {Options} */ options) => withUpstream(async (url) => {
  const ways = designs(url);
  const taken = await takeTurns(ways, asking('first', 1), options);
  const figures = Object.keys(taken).slice(1).map((name) => (
    { what: `${name}: the first token later by`, values: more(taken, name, 'first_ms'), unit: 'ms', atMost: 1 }
  ));
  for (const [name, begin] of Object.entries(ways)) {
    // Anew: garbage of the rounds would hide it.
    figures.push({ what: `${name}: an open stream`, values: [await perStream(await begin())], unit: 'KiB' });
  }
  return { figures, raw: taken };
});

export const rows = {
  'worker-burst': {
    title: 'Worker, a stream of 1,000 chunks at once',
    measure: burst(onWorkerd, { watch: { cpu: 1 } }),
  },
  'worker-paced': {
    title: 'Worker, 50 streams side by side, a token each 20 ms',
    measure: paced(onWorkerd, { watch: { cpu: 2, late: 10 } }),
  },
  'worker-open': { title: 'Worker, an open stream', measure: open(onWorkerd) },
  'native-burst': {
    title: 'native edge, a stream of 1,000 chunks at once',
    measure: burst(inGo, { watch: { rps: 0.95 } }),
  },
  'native-paced': {
    title: 'native edge, 50 streams side by side, a token each 20 ms',
    measure: paced(inGo, { watch: { late: 10 } }),
  },
  'native-open': { title: 'native edge, an open stream', measure: open(inGo) },
};
