// What a list of statuses decides about the error responses of the corpus, which
// is how other gateways and SDKs choose what is retried; and what ukemi decides.
//
//   node test/compare/statuses.mjs

import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const corpus = await readFile(new URL('../../pkg/classify/testdata/corpus/exchanges.jsonl', import.meta.url), 'utf8');
const verdicts = execFileSync('go', ['run', './cmd/edge', 'explain', '-jsonl'], {
  cwd: fileURLToPath(new URL('../..', import.meta.url)),
  input: corpus,
  encoding: 'utf8',
  maxBuffer: 1 << 28,
});
const ours = new Map(lines(verdicts).map(({ id, retry }) => [id, retry]));

/** Whether each retries an error response. */
const rules = {
  // https://github.com/openai/openai-node, src/client.ts, shouldRetry; Anthropic's SDKs have the same
  'openai and anthropic SDKs': ({ status, headers }) =>
    ({ true: true, false: false })[headers['x-should-retry']] ?? ([408, 409, 429].includes(status) || status >= 500),
  // https://portkey.ai/docs/product/ai-gateway/automatic-retries
  Portkey: ({ status }) => [429, 500, 502, 503, 504, 529].includes(status),
  // https://docs.getbifrost.ai/features/retries-and-fallbacks, for one key
  Bifrost: ({ status }) => [429, 500, 502, 503, 504].includes(status),
  ukemi: ({ id }) => ours.get(id),
};

const cases = lines(corpus)
  .filter(({ input, expect }) => input.status && !expect.retry_either)
  .map(({ id, input, expect }) => ({
    id,
    status: input.status,
    headers: lower(input.headers),
    retryable: expect.retry,
  }));
const throttled = cases.filter(({ status }) => status === 429);

console.log(`of ${cases.length} real errors, ${throttled.length} of them 429\n`);
console.log(`${''.padEnd(26)}  right  in vain  missed   429 in vain`);
for (const [name, retries] of Object.entries(rules)) {
  const right = cases.filter((c) => retries(c) === c.retryable).length;
  const missed = cases.filter((c) => c.retryable && !retries(c)).length;
  const inVain = (/** @type {typeof cases} */ of) => of.filter((c) => !c.retryable && retries(c)).length;
  const percent = ((100 * right) / cases.length).toFixed(0);
  const figures = [`${percent} %`.padStart(5), pad(inVain(cases), 7), pad(missed, 6), pad(inVain(throttled), 12)];
  console.log(`${name.padEnd(26)}  ${figures.join('  ')}`);
}

function pad(/** @type {number} */ n, /** @type {number} */ width) {
  return String(n).padStart(width);
}

function lines(/** @type {string} */ jsonl) {
  return jsonl.trim().split('\n').map((line) => JSON.parse(line));
}

function lower(headers = {}) {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
