// Draws the README's chart from results that were kept: what comes of failures
// on each way (make compare JSON=…), and what the Worker costs beside one that
// only passes on (make bench JSON=…).
//
//   node test/bench/chart.mjs COMPARE.json BENCH.json > bench/chart.svg

import { readFile } from 'node:fs/promises';

import { median } from './load.mjs';

const [compare, bench] = await Promise.all(
  process.argv.slice(2, 4).map(async (file) => JSON.parse(await readFile(file, 'utf8'))),
);

const width = 860, left = 150, row = 26, bar = 16;
/** One bar: its label, its parts as [class, share of the whole, words]. */
const draw = (y, label, parts) => {
  let x = left;
  const drawn = parts.map(([kind, share, words]) => {
    const length = share * (width - left - 140);
    const at = x;
    x += length;
    const [style, x0] = length > 20 ? ['in', at + length / 2] : ['about', at + length + 6];
    const label = length ? `<text class="${style}" x="${x0.toFixed(1)}" y="${y + 12}">${words}</text>` : '';
    const box = `x="${at.toFixed(1)}" y="${y}" width="${Math.max(length - 1, 0).toFixed(1)}" height="${bar}"`;
    return `<rect class="${kind}" ${box} rx="2"/>${label}`;
  });
  return `<text class="label" x="${left - 8}" y="${y + 12}">${label}</text>${drawn.join('')}`;
};
const title = (y, words, about) =>
  `<text class="title" x="0" y="${y}">${words}</text><text class="about" x="0" y="${y + 18}">${about}</text>`;

const names = Object.keys(compare.ways);
const counts = (way) => ['✓', '~', '✗'].map((mark) => compare.ways[way].filter((one) => one.mark === mark).length);
const outcomes = names.map((way, n) =>
  draw(
    52 + n * row,
    way,
    counts(way).map((count, i) => [['best', 'honest', 'wrong'][i], count / compare.cases.length, count]),
  ),
);

const costs = [
  ['passes on', 'passed on', 'plain'],
  ['ukemi', 'ukemi', 'best'],
  ['Go per request', 'a Go instance per request', 'plain'],
].map(([label, design, kind]) => [label, kind, median(bench.results.others.raw[design].map(({ rps }) => rps))]);
const most = Math.max(...costs.map(([, , rps]) => rps));
const below = 52 + names.length * row + 46;
const speed = costs.map(([label, kind, rps], n) =>
  draw(below + 32 + n * row, label, [[kind, rps / most, Math.round(rps)]]),
);

const height = below + 32 + costs.length * row + 4;
const label = names.map((way) => `${way}: ${counts(way).join(', ')}`).join('; ');
const heading = title(
  15,
  `What comes of ${compare.cases.length} failures`,
  'green: the best that could be had · yellow: honest, not the best · red: a part taken for the whole',
);

console.log(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
<style>
  text { font: 13px system-ui, sans-serif; fill: #333 }
  .title { font-weight: 600; font-size: 15px } .about { fill: #666; font-size: 12px } .label { text-anchor: end }
  .in { text-anchor: middle; fill: #fff; font-size: 11px }
  .best { fill: #1f7a5c } .honest { fill: #b98a1d } .wrong { fill: #b3392f } .plain { fill: #7d8590 }
  @media (prefers-color-scheme: dark) { text { fill: #ddd } .about { fill: #aaa } .in { fill: #fff } }
</style>
${heading}
${outcomes.join('\n')}
${title(below, 'What a success costs, as a Worker', 'requests per second of eight clients, on workerd')}
${speed.join('\n')}
</svg>`);
