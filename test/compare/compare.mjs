// make compare: what comes of the same failures on different ways to the same
// misbehaving provider, with the OpenAI SDK on top of each.
//
//   ✓  the best that could be had: the whole answer, or the error after one call
//   ~  honest, but not the best: an error in place of an answer that could be
//      had, or one that was asked for again though no repeat helps
//   ✗  a part of an answer or none passed as the whole, or nothing in time (45 s; 100 s with defaults)
//
// Behind each mark: how often the provider was called. --why prints what came
// where it was not the best, --json FILE keeps all.

import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import OpenAI from 'openai';

import { seenOf } from '../clients/edges.mjs';
import { startDemo } from '../demo/demo.mjs';
import { ways } from './ways.mjs';

const text = 'The art of falling is to roll, and to stand again where others lie down.';
const whole = new Set([text, text.repeat(4)]); // the demo provider's answers of 15 and of 60 tokens

/**
 * @typedef {{name: string, model: string, best: 'answer' | 'error', stream?: boolean, calls?: number,
 *   max_tokens?: number, temperature?: number, times?: number, every?: number}} Case
 */
/** @type {{cases: Case[]}} */
const { cases } = JSON.parse(await readFile(new URL('cases.json', import.meta.url), 'utf8'));

const { values: options } = parseArgs({ options: { why: { type: 'boolean' }, json: { type: 'string' } } });
const demo = await startDemo();
const running = [];
const results = {};
try {
  const started = {};
  for (const [name, start] of Object.entries(ways)) running.push((started[name] = await start(demo.url)));
  // All at once: they wait more than they compute; each is a session of its own at the demo provider.
  await Promise.all(Object.entries(started).map(async ([name, way]) => {
    results[name] = await Promise.all(cases.map((one) => outcomeOf(name, way, one)));
  }));
} finally {
  await Promise.all(running.map((way) => way.stop?.()));
  await demo.stop();
}
print();
if (options.json)
  await writeFile(
    options.json,
    JSON.stringify(
      {
        cases: cases.map(({ name }) => name),
        ways: Object.fromEntries(Object.keys(ways).map((way) => [way, results[way]])),
      },
      null,
      1,
    ),
  );

/** @returns {Promise<{mark: string, calls: number, outcome: string}>} */
async function outcomeOf(name, { each, deadline = 45_000, ...shared }, one) {
  const way = each ? await each() : shared;
  try {
    return await outcomeThrough(name, { ...way, deadline }, one);
  } finally {
    if (each) await way.stop?.();
  }
}

/** @type {typeof outcomeOf} */
async function outcomeThrough(name, way, one) {
  const key = `compare ${name} ${one.name}`;
  const client = new OpenAI({
    baseURL: `${way.url ?? demo.url}/v1`,
    apiKey: key,
    defaultHeaders: way.headers?.(key),
    fetch: way.fetch,
    timeout: way.timeout ?? 120_000,
    ...(way.maxRetries !== undefined && { maxRetries: way.maxRetries }),
  });
  // A model of this way's own, so that no breaker is another case's doing.
  const model = one.model.includes('+') ? one.model : `${one.model}+${name.replaceAll(' ', '-')}`;
  const ask = () =>
    answerOf(
      client,
      {
        model, stream: one.stream ?? false, temperature: one.temperature, messages: [{ role: 'user', content: 'hi' }],
        max_tokens: one.max_tokens,
      },
      way.deadline,
    );
  const all = await Promise.all(
    Array.from({ length: one.times ?? 1 }, async (_, n) => {
      await pause(n * (one.every ?? 0)); // the workload's own pace; nothing is awaited by it
      return ask();
    }),
  );
  const seen = await seenOf(demo, key);
  return { ...worst(all.map((outcome) => judge(one, outcome, seen.length))), calls: seen.length };
}

/** @returns {Promise<{text?: string, outcome: string}>} */
async function answerOf(client, call, deadline) {
  const signal = AbortSignal.timeout(deadline);
  try {
    const answer = await client.chat.completions.create(call, { signal });
    if (!call.stream) return { text: answer.choices?.[0]?.message?.content ?? '', outcome: 'answer' };
    let text = '';
    for await (const chunk of answer) text += chunk.choices?.[0]?.delta?.content ?? '';
    return { text, outcome: 'answer' };
  } catch (error) {
    if (signal.aborted) return { outcome: 'hung', within: deadline };
    return { outcome: `${error.status ?? ''} ${error.code ?? ''} ${error.constructor.name}: ${error.message}`.trim() };
  }
}

function judge({ best, calls = Infinity }, { text, outcome, within }, seen) {
  if (outcome === 'hung') return { mark: '✗', outcome: `nothing within ${within / 1000} s` };
  if (text !== undefined && !whole.has(text)) return { mark: '✗', outcome: `took for whole: ${JSON.stringify(text)}` };
  if (text !== undefined) return { mark: best === 'error' && seen > calls ? '~' : '✓', outcome };
  return { mark: best === 'error' && seen <= calls ? '✓' : '~', outcome };
}

function worst(judged) {
  return ['✗', '~', '✓'].map((mark) => judged.find((one) => one.mark === mark)).find(Boolean);
}

function print() {
  const names = Object.keys(ways);
  const width = Math.max(...cases.map(({ name }) => name.length));
  console.log(`${''.padEnd(width)}  ${names.join('  ')}`);
  cases.forEach(({ name }, n) => {
    const marks = names.map((way) => `${results[way][n].mark} ${results[way][n].calls}`.padEnd(way.length));
    console.log(`${name.padEnd(width)}  ${marks.join('  ')}`);
  });
  for (const [part, from, to] of [
    ['of the 16 public faults', 0, 16],
    [`of all ${cases.length}`, 0, cases.length],
  ]) {
    const count = (way, mark) => results[way].slice(from, to).filter((r) => r.mark === mark).length;
    const sums = names.map((way) => `${way} ${['✓', '~', '✗'].map((mark) => `${count(way, mark)} ${mark}`).join(' ')}`);
    console.log(`\n${part}: ${sums.join(' · ')}`);
  }
  if (options.why)
    cases.forEach(({ name }, n) =>
      names.forEach((way) => {
        if (results[way][n].mark !== '✓')
          console.log(`\n${results[way][n].mark} ${way}: ${name}\n  ${results[way][n].outcome}`);
      }),
    );
}
