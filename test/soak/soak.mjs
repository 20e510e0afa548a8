// make soak: both edges under mixed load with faults, for a while. What an edge
// holds – memory, descriptors, goroutines – must not grow with what it has done.
//
//   node test/soak/soak.mjs SECONDS

import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { startGo, startDemo } from '../demo/demo.mjs';
import { startWorker } from '../workerd/workerd.mjs';

const callers = 16;
const sampleEvery = 250; // ms

/** Good answers, failures that mend and failures that do not, streams whole and broken. */
const models = [
  'demo-ok',
  'demo-ok',
  'demo-ok',
  'demo-500-once',
  'demo-503',
  'demo-401',
  'demo-429-ms',
  'demo-402-as-429',
  'demo-reset-once',
  'demo-stream-long',
  'demo-stream-cut-once',
];
const settings = {
  UKEMI_INITIAL_BACKOFF: '1ms',
  UKEMI_MAX_BACKOFF: '5ms',
  UKEMI_MAX_RETRY_AFTER: '5ms',
  UKEMI_FALLBACKS: '{"demo-503": ["demo-ok+fallback"]}',
};

/**
 * How many calls warm an edge up. Counted, not timed, because workerd compiles and collects late:
 * its process grows by a third over the first thousands of calls, however long they take.
 */
const warmUp = 2500;

/** What may be held at the end, beyond what was held when warm. */
const bounds = {
  memory: { factor: 1.25, more: 24 },
  descriptors: { factor: 1, more: 24 },
  goroutines: { factor: 1, more: 24 },
};

/** Each edge with how to look into it: memory in MiB. */
const edges = {
  native: async (upstream) => {
    const edge = await startGo(['./cmd/edge'], { ...settings, UKEMI_UPSTREAM: upstream, UKEMI_LISTEN: '127.0.0.1:0' });
    return {
      ...edge,
      async look() {
        const text = await (await fetch(edge.url + '/_ukemi/metrics')).text();
        const value = (name) => Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1]);
        return {
          memory: value('process_resident_memory_bytes') / 2 ** 20,
          descriptors: value('process_open_fds'),
          goroutines: value('go_goroutines'),
        };
      },
    };
  },
  Worker: async (upstream) => {
    const edge = await startWorker({ ...settings, UKEMI_UPSTREAM: upstream });
    return {
      ...edge,
      async look() {
        const status = await readFile(`/proc/${edge.pid}/status`, 'utf8');
        return {
          memory: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024,
          descriptors: (await readdir(`/proc/${edge.pid}/fd`)).length,
        };
      },
    };
  },
};

/** One call; most read their answer, some leave in the middle. Returns its status. */
async function call(url, model, leaves) {
  const left = new AbortController();
  const response = await fetch(url + '/v1/chat/completions', {
    method: 'POST',
    signal: left.signal,
    headers: { 'content-type': 'application/json', 'x-demo-ms': '1' },
    body: JSON.stringify({
      model,
      stream: model.includes('stream'),
      temperature: 0,
      messages: [{ role: 'user', content: 'word '.repeat(200) }],
    }),
  });
  if (leaves) left.abort();
  else await response.arrayBuffer();
  return response.status;
}

/**
 * Calls until it is over; samples of what the edge holds meanwhile.
 * @param {any} edge
 * @param {(calls: number) => boolean} isOver
 */
async function load(edge, isOver) {
  const outcomes = {};
  const samples = [];
  let calls = 0;
  const caller = async (n) => {
    for (let i = n; !isOver(calls); i++, calls++) {
      const status = await call(edge.url, models[(i * 7) % models.length], i % 13 === 0).catch(
        (error) => `${error.name}`,
      );
      outcomes[status] = (outcomes[status] ?? 0) + 1;
    }
  };
  const watch = async () => {
    while (!isOver(calls)) {
      samples.push(await edge.look());
      await new Promise((resolve) => setTimeout(resolve, sampleEvery));
    }
  };
  await Promise.all([watch(), ...Array.from({ length: callers }, (_, n) => caller(n))]);
  return { calls, outcomes, samples };
}

const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];

/**
 * @param {number} seconds for each edge
 * @param {(line: string) => void} print
 * @returns {Promise<string[]>} what grew beyond its bounds
 */
export async function soak(seconds, print) {
  const grown = [];
  for (const [name, start] of Object.entries(edges)) {
    const demo = await startDemo();
    const edge = await start(demo.url);
    try {
      await load(edge, (calls) => calls >= warmUp);
      const until = Date.now() + seconds * 1000;
      const { calls, outcomes, samples } = await load(edge, () => Date.now() >= until);
      print(
        `${name}: ${calls} calls in ${seconds} s: ${Object.entries(outcomes)
          .map(([status, n]) => `${n} × ${status}`)
          .join(', ')}`,
      );
      const fifth = Math.ceil(samples.length / 5);
      for (const what of Object.keys(samples[0])) {
        const [warm, end] = [samples.slice(fifth, 2 * fifth), samples.slice(-fifth)].map((part) =>
          median(part.map((sample) => sample[what])),
        );
        const bound = warm * bounds[what].factor + bounds[what].more;
        print(
          `  ${what.padEnd(12)} warm ${warm.toFixed(0).padStart(5)}   at the end ${end.toFixed(0).padStart(5)}   ` +
          `bound ${bound.toFixed(0).padStart(5)}`,
        );
        if (!(end <= bound)) grown.push(`${name}: ${what} grew from ${warm} to ${end}`);
      }
      if (calls < 100) grown.push(`${name}: only ${calls} calls`);
    } finally {
      await edge.stop();
      await demo.stop();
    }
  }
  return grown;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const grown = await soak(Number(process.argv[2] ?? 600), console.log);
  for (const line of grown) console.error(line);
  process.exitCode = grown.length ? 1 : 0;
}
