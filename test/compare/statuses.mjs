// What a list of statuses decides about real errors, against what they mean:
// the common way to say what is retried, on the corpus.
//
//   node test/compare/statuses.mjs

import { readFile } from 'node:fs/promises';

const lists = {
  // https://github.com/openai/openai-node, src/client.ts, shouldRetry; the SDKs of OpenAI and Anthropic alike
  'openai and anthropic SDKs': (status, headers) => ({ true: true, false: false })[headers['x-should-retry']] ?? ([408, 409, 429].includes(status) || status >= 500),
  // https://portkey.ai/docs/product/ai-gateway/automatic-retries
  Portkey: (status) => [429, 500, 502, 503, 504, 529].includes(status),
  // https://docs.getbifrost.ai/features/retries-and-fallbacks, for one key
  Bifrost: (status) => [429, 500, 502, 503, 504].includes(status),
};

const corpus = await readFile(new URL('../../pkg/classify/testdata/corpus/exchanges.jsonl', import.meta.url), 'utf8');
const cases = corpus.trim().split('\n').map((line) => JSON.parse(line)).filter(({ input, expect }) => input.status && !expect.retry_either);
const throttled = cases.filter(({ input }) => input.status === 429);

console.log(`of ${cases.length} real errors, ${throttled.length} of them 429\n\n${''.padEnd(26)}  right  in vain  missed   429 in vain`);
for (const [name, retries] of Object.entries(lists)) {
  const decided = ({ input, expect }) => ({ want: expect.retry, got: retries(input.status, lower(input.headers)) });
  const count = (all, picks) => all.map(decided).filter(picks).length;
  const right = count(cases, ({ want, got }) => want === got);
  const inVain = ({ want, got }) => got && !want;
  console.log(`${name.padEnd(26)}  ${((100 * right) / cases.length).toFixed(0).padStart(3)} %  ${String(count(cases, inVain)).padStart(7)}  ${String(count(cases, ({ want, got }) => want && !got)).padStart(6)}  ${String(count(throttled, inVain)).padStart(12)}`);
}

function lower(headers = {}) {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
