// A success on each way that is a gateway, beside the provider itself: the ways
// take turns, so that whatever else the machine does hits them alike.
//
//   node test/compare/speed.mjs [--rounds 5] [--seconds 2]

import { parseArgs } from 'node:util';

import { ask, median, startLoad } from '../bench/load.mjs';
import { ways } from './ways.mjs';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '2' } },
});

const provider = await startLoad('serve');
const gateways = { 'the provider itself': provider };
const rounds = [];
try {
  for (const [name, start] of Object.entries(ways)) {
    const way = await start(provider.url);
    if (way.url) gateways[name] = way;
  }
  for (let round = 0; round <= Number(options.rounds); round++) {
    for (const [name, gateway] of Object.entries(gateways)) {
      for (const clients of [1, 8]) {
        const measured = await ask(gateway, 'ok', clients, Number(options.seconds));
        if (round) rounds.push({ name, clients, ...measured }); // the first warms up
      }
    }
  }
} finally {
  for (const gateway of Object.values(gateways).reverse()) await gateway.stop?.(); // the provider last
}

console.log(`a success, medians of ${options.rounds} rounds of ${options.seconds} s, taking turns\n`);
console.log(`${''.padEnd(20)}  one client: p50 ms  eight: requests/s  p99 ms  failed`);
for (const name of Object.keys(gateways)) {
  const its = rounds.filter((round) => round.name === name);
  const of = (clients, field) => median(its.filter((round) => round.clients === clients).map((round) => round[field]));
  const failed = its.reduce((sum, round) => sum + round.failed, 0);
  console.log(
    `${name.padEnd(20)}  ${of(1, 'p50_ms').toFixed(2).padStart(18)}  ${of(8, 'rps').toFixed(0).padStart(17)}  ` +
    `${of(8, 'p99_ms').toFixed(1).padStart(6)}  ${String(failed).padStart(6)}`,
  );
}
