// make amplify: how many calls of the provider one call of an application
// costs, by client, with and without ukemi between them. Two layers that both
// retry multiply; that they do not is asserted by amplify.test.mjs.

import { fileURLToPath } from 'node:url';
import { createFetch } from 'ukemi';

import { startDemo } from '../demo/demo.mjs';
import { call, cleanUp, clients } from './clients.mjs';
import { edges, seenOf } from './edges.mjs';

export const faults = { 'permanent 503': 'demo-503', 'permanent reset': 'demo-reset' };

/**
 * Ways to the provider, and the most that a call may cost on each: what the
 * client does alone, or the edge's own attempts. The AI SDK heeds no header, so
 * an edge leaves its three tries to it.
 */
export const ways = {
  direct: { most: () => 3 },
  'native edge': { most: (client) => (client === 'ai' ? 3 : 4) },
  Worker: { most: (client) => (client === 'ai' ? 3 : 4) },
  createFetch: { most: () => 3 }, // the SDK above retries; ukemi advises
};

/** @returns {Promise<{client: string, fault: string, way: string, calls: number, most: number}[]>} */
export async function measure() {
  const running = [];
  try {
    const demo = await startDemo();
    running.push(demo);
    const urls = { direct: demo.url, createFetch: demo.url };
    for (const [name, start] of Object.entries(edges)) {
      const edge = await start(demo.url);
      running.push(edge);
      urls[name] = edge.url;
    }
    const cases = clients.flatMap((client) =>
      Object.keys(faults).flatMap((fault) => Object.keys(ways).map((way) => ({ client, fault, way }))),
    );
    // All at once: the clients' own backoff takes seconds.
    return await Promise.all(
      cases
        .filter(({ client, way }) => way !== 'createFetch' || client !== 'openai-go')
        .map(async ({ client, fault, way }) => {
          const key = `amplify ${client} ${fault} ${way}`;
          await call(client, {
            url: urls[way],
            key,
            model: faults[fault],
            ...(way === 'createFetch' && { fetch: createFetch() }),
          });
          return { client, fault, way, calls: (await seenOf(demo, key)).length, most: ways[way].most(client) };
        }),
    );
  } finally {
    await Promise.all(running.map((one) => one.stop()));
    await cleanUp();
  }
}

/** @param {Awaited<ReturnType<typeof measure>>} rows */
function print(rows) {
  const names = Object.keys(ways);
  console.log(`upstream calls per user call\n\n${'client'.padEnd(18)}  ${'fault'.padEnd(16)}  ${names.join('  ')}`);
  for (const client of clients) {
    for (const fault of Object.keys(faults)) {
      const cells = names.map((way) => {
        const row = rows.find((row) => row.client === client && row.fault === fault && row.way === way);
        return `${row?.calls ?? '·'}${row && row.calls > row.most ? '!' : ''}`
          .padStart(Math.ceil(way.length / 2))
          .padEnd(way.length);
      });
      console.log(`${client.padEnd(18)}  ${fault.padEnd(16)}  ${cells.join('  ')}`);
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rows = await measure();
  print(rows);
  process.exitCode = rows.every(({ calls, most }) => calls > 0 && calls <= most) ? 0 : 1;
}
