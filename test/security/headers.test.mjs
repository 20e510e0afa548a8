// Headers at random through the JavaScript driver: whatever an upstream says,
// the caller gets the upstream's answer as fetch has it, or an error of the
// contract that bears nothing of the upstream's that is no longer true. SEED=…
// repeats a run, or tries another.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { createFetch } from 'ukemi';
import { startSink } from './sink.mjs';

const data = JSON.parse(readFileSync(new URL('headers.json', import.meta.url), 'utf8'));
const seed = Number(process.env.SEED ?? 20261125);
const cases = 1000;
const policy = {
  maxAttempts: 2,
  initialBackoff: 1,
  maxBackoff: 1,
  maxRetryAfter: 0,
  retryBudget: 0,
  breakerFailures: 0,
};
const contract = [400, 401, 402, 403, 404, 408, 429, 500, 502, 503, 504];
/** What the contract's form has of its own, in place of the upstream's. */
const ukemi = 'x-ukemi-(class|rule|provider|retry|upstream-status|upstream-code|attempts|reason|ambiguous)';
const own = new RegExp(
  `^(content-type|${ukemi}|x-should-retry|retry-after(-ms)?|x-request-id|server-timing|link)$`,
);
/** What is only true of the upstream's body or connection, or stated in our name. */
const gone = /^(x-ukemi-.*|content-(length|encoding|disposition|security-policy)|transfer-encoding|etag|trailer|link)$/;

/** A generator of numbers in [0, 1): the same for the same seed. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let n = Math.imul(state ^ (state >>> 15), 1 | state);
    n = (n + Math.imul(n ^ (n >>> 7), 61 | n)) ^ n;
    return ((n ^ (n >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @param {number} number of the case */
function make(number) {
  const next = random(seed + number);
  const pick = (list) => list[Math.floor(next() * list.length)];
  const some = (most, names, values) =>
    Array.from({ length: Math.floor(next() * (most + 1)) }, () => [
      pick(names),
      pick(values).replace('{long}', 'l'.repeat(9000)),
    ]);
  const lines = some(7, data.names, data.values).map(([name, value]) => `${name}: ${value}`);
  const raw = [`HTTP/1.1 ${pick(data.status)} X`, ...lines, 'connection: close', '', pick(data.bodies)].join('\r\n');
  return { raw: Buffer.from(raw, 'latin1'), wishes: next() < 0.3 ? some(2, data.wishes, data.wished) : [] };
}

let upstream;
before(async () => void (upstream = await startSink(({ body }) => make(JSON.parse(body).case).raw)));
after(() => upstream?.stop());

/** @param {typeof fetch} fetch */
async function ask(fetch, number, wishes) {
  const response = await fetch(`${upstream.url}/v1/chat/completions`, {
    method: 'POST',
    headers: wishes,
    body: JSON.stringify({ case: number }),
    redirect: 'manual',
  });
  return {
    status: response.status,
    headers: [...response.headers],
    text: await response.text().catch(() => undefined),
  };
}

for (let from = 0; from < cases; from += 100) {
  test(`cases ${from} to ${from + 99}, seed ${seed}`, async () => {
    for (let number = from; number < from + 100; number++) {
      const { raw, wishes } = make(number);
      const verdicts = [];
      const ours = await ask(
        createFetch({ mode: 'own', policy, onVerdict: (verdict) => verdicts.push(verdict) }),
        number,
        wishes,
      );
      const its = await ask(fetch, number, wishes).catch(() => null);
      try {
        if (ours.headers.some(([name, value]) => name === 'x-ukemi-rule' && value === 'ukemi-header'))
          isContract(ours, []);
        else if (verdicts.length > 0) isContract(ours, its?.headers ?? []);
        else isUpstreams(ours, its);
      } catch (error) {
        const short = (text) => text.replace(/l{99,}/g, 'l…');
        throw new Error(
          `case ${number} of seed ${seed}: ${error.message}\nasked with ${JSON.stringify(wishes)}, answered with\n` +
          `${short(raw.toString('latin1'))}\ngot ${short(JSON.stringify(ours))}`,
        );
      }
    }
  });
}

/** @param {[string, string][]} headers */
const has = (headers, [name, value]) => headers.some(([its, theirs]) => its === name && theirs.trim() === value.trim());

/** @param {[string, string][]} upstreams headers, as fetch has them */
function isContract({ status, headers, text }, upstreams) {
  const all = Object.fromEntries(headers);
  assert.ok(contract.includes(status), `status ${status}`);
  const { error } = JSON.parse(text);
  assert.ok(typeof error.message === 'string' && error.message !== '');
  assert.match(all['content-type'], /^application\/(problem\+)?json$/);
  assert.match(all['x-should-retry'], /^(true|false)$/);
  assert.ok(!text.includes('must be in the range'), 'the runtime complains of our own doing');
  if (all['x-ukemi-upstream-status'] !== undefined) assert.match(all['x-ukemi-upstream-status'], /^[1-9]\d\d$/);
  for (const name of ['retry-after', 'retry-after-ms'])
    if (all[name] !== undefined) assert.match(all[name], /^[1-9]\d*$/);
  for (const [name, value] of headers) {
    if (own.test(name)) assert.match(value, /^[\x20-\x7e]*$/, name);
    else assert.ok(!gone.test(name) && has(upstreams, [name, value]), `${name}: ${value} is nobody's`);
  }
  if (/^(failure-|no-answer)/.test(all['x-ukemi-rule'])) return; // no answer came, or not all of it
  for (const [name, value] of upstreams)
    if (!own.test(name) && !gone.test(name)) assert.ok(has(headers, [name, value]), `${name}: ${value} is lost`);
}

function isUpstreams(ours, its) {
  assert.ok(its, 'fetch itself has no answer');
  assert.equal(ours.status, its.status);
  // A stream may be completed, and is no longer compressed or of a stated length.
  const streams = its.headers.some(([name, value]) => name === 'content-type' && value.startsWith('text/event-stream'));
  if (!streams) assert.equal(ours.text, its.text);
  assert.deepEqual(
    ours.headers,
    streams ? its.headers.filter(([name]) => !/^(content-(length|encoding)|etag)$/.test(name)) : its.headers,
  );
}
