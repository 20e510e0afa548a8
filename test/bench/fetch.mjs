// createFetch beside fetch itself, in one Node process: calls of eight clients that succeed. Headers
// prove the successes of the second row, as those of OpenAI and Anthropic do.

import { createFetch } from 'ukemi';

import { startLoad } from './load.mjs';
import { plain, ratio, takeTurns } from './rounds.mjs';

const messages = [
  { role: 'system', content: 'You are a helpful assistant.' },
  { role: 'user', content: 'What is the art of falling? Answer in one sentence, please.' },
];

/**
 * A row.
 * @param {string} model of the upstream
 */
const calls = (model) => async (/** @type {import('./rounds.mjs').Options} */ options) => {
  const body = JSON.stringify({ model, messages });
  const upstream = await startLoad('serve');
  const headers = { 'content-type': 'application/json', authorization: 'Bearer sk-1' };
  const call = async (fetch) => {
    const response = await fetch(`${upstream.url}/v1/chat/completions`, { method: 'POST', headers, body });
    if (response.status !== 200) throw new Error(`the status is ${response.status}`);
    await response.json();
  };
  const take = async ({ fetch }, seconds) => {
    const before = process.cpuUsage();
    const began = performance.now();
    let n = 0;
    await Promise.all(Array.from({ length: 8 }, async () => {
      for (; performance.now() - began < seconds * 1000; n++) await call(fetch);
    }));
    const { user, system } = process.cpuUsage(before);
    return { n, rps: (n / (performance.now() - began)) * 1000, cpu_ms: (user + system) / 1000 / n };
  };
  /** @type {any} */
  const designs = { fetch: async () => ({ fetch }), createFetch: async () => ({ fetch: createFetch() }) };
  try {
    const taken = await takeTurns(designs, /** @type {any} */ (take), options);
    return { figures: [
      { what: 'fetch: requests', values: plain(taken, 'fetch', 'rps'), unit: '/s' },
      { what: 'createFetch: requests', values: ratio(taken, 'createFetch', 'rps'), unit: '×', atLeast: 0.97 },
      { what: 'createFetch: CPU', values: ratio(taken, 'createFetch', 'cpu_ms'), unit: '×' },
    ], raw: taken };
  } finally {
    await upstream.stop();
  }
};

export const rows = {
  'create-fetch': { title: 'createFetch on Node, a success, eight clients', measure: calls('ok') },
  'create-fetch-proven': {
    title: 'createFetch on Node, a success that its headers prove', measure: calls('proven'),
  },
};
