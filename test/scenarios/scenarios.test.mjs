// The scenarios on every driver in JavaScript's reach: the native edge as a
// process, the built Worker on workerd, and createFetch in this Node.
// pkg/edge/scenario_test.go runs the same file on the Go drivers.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';

import { createFetch } from 'ukemi';
import { joinPath } from '../../cmd/edge/join-path.mjs';
import { looksLikeError, suspect } from '../../wasm/src/suspect.js';
import { startGo, startWall } from '../wall/wall.mjs';
import { startWorker } from '../workerd/workerd.mjs';

const read = async (name) => JSON.parse(await readFile(new URL(name, import.meta.url), 'utf8'));
const { settings, scenarios } = await read('basics.json');

/** Each driver answers with the base URL and the fetch that a caller uses. */
const drivers = {
  'native edge': async (wall) => {
    const edge = await startGo(['./cmd/edge'], { ...settings, UKEMI_UPSTREAM: wall, UKEMI_LISTEN: '127.0.0.1:0' });
    return { ...edge, fetch };
  },
  'Worker on workerd': async (wall) => ({ ...(await startWorker({ ...settings, UKEMI_UPSTREAM: wall })), fetch }),
  'createFetch in Node': async (wall) => ({ url: wall, fetch: createFetch({ policy: policyOf(settings) }), stop() {} }),
};

/** The settings as createFetch's options: UKEMI_MAX_BACKOFF=8ms is maxBackoff: 8. */
function policyOf(settings) {
  const camel = (name) => name.slice('UKEMI_'.length).toLowerCase().replace(/_(.)/g, (_, letter) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [camel(name), parseFloat(value)]));
}

for (const [name, start] of Object.entries(drivers)) {
  describe(name, () => {
    let wall, driver;
    before(async () => {
      wall = await startWall();
      driver = await start(wall.url);
    });
    after(async () => {
      await driver?.stop();
      await wall?.stop();
    });
    for (const scenario of scenarios) test(scenario.name, () => run(scenario, `${name}: ${scenario.name}`, driver, wall));
  });
}

async function run({ model, path = '/v1/chat/completions', stream = false, headers = {}, expect }, session, driver, wall) {
  const response = await driver.fetch(driver.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-wall-session': session, ...headers },
    body: JSON.stringify({ model, stream, messages: [{ role: 'user', content: 'hi' }] }),
  });
  const body = await response.text();
  assert.equal(response.status, expect.status, body);
  if (expect.upstream) {
    const seen = await (await fetch(`${wall.url}/_wall/log?session=${encodeURIComponent(session)}`)).json();
    assert.equal(seen.length, expect.upstream, 'calls upstream');
  }
  const trail = response.headers.get('x-ukemi-attempts') ?? '';
  if (expect.trail) assert.equal(trail.replace(/;wait=\d+;src=[a-z-]+/g, ''), expect.trail);
  const waits = [...trail.matchAll(/;wait=(\d+)/g)].map(([, ms]) => Number(ms));
  for (const [i, least] of (expect.waits ?? []).entries()) assert.ok(waits[i] >= least && waits[i] <= least * 1.1, `wait ${i} is ${waits[i]}, not about ${least}`);
  for (const [name, value] of Object.entries(expect.headers ?? {})) assert.equal(response.headers.get(name), value, name);
  assert.equal(response.headers.get('x-ukemi-class') ?? undefined, expect.class);
  if (expect.class) {
    const { error } = JSON.parse(body);
    assert.ok(error.message);
    if (expect.code) assert.equal(error.code, expect.code);
    if (expect.type) assert.equal(error.type, expect.type);
  }
  if (expect.says) assert.ok(body.includes(expect.says), `the body does not say ${expect.says}: ${body}`);
  if (expect.never) assert.ok(!body.includes(expect.never), `the body says ${expect.never}: ${body}`);
}

test('suspect: the twin of internal/core', async () => {
  const file = await read('suspect.json');
  for (const { status, type, length, streams, want } of file.suspect) assert.equal(suspect(status, type, length, streams), want, JSON.stringify({ status, type, length, streams }));
  for (const { body, want } of file.looksLikeError) assert.equal(looksLikeError(new TextEncoder().encode(body)), want, body);
});

test('joinPath: the twin of pkg/edge', async () => {
  for (const [base, path, want] of (await read('paths.json')).paths) assert.equal(joinPath(base, path), want);
});
