// One scenario on one driver: the calls, and what must have come of them.
// README.md says what a scenario may state; pkg/edge/scenario_test.go reads the
// same.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * @param {any} scenario
 * @param {string} session of the demo provider
 * @param {import('./drivers.mjs').Driver} driver
 * @param {import('../demo/demo.mjs').Sites} demo
 */
export async function run(scenario, session, driver, demo) {
  const { calls = [{}], ...shared } = scenario;
  const log = async () => (await fetch(`${demo.url}/_demo/log?session=${encodeURIComponent(session)}`)).json();
  let seen = 0;
  for (const [i, own] of calls.entries()) {
    const call = { ...shared, ...own };
    for (let n = 0; n < (call.times ?? 1); n++) {
      if (i + n > 0 && call.every) await pause(call.every);
      const sent = request(call, session);
      const response = await driver.fetch(driver.url + sent.path, sent.init);
      const body = await response.text();
      const all = await log();
      await inScenario(`call ${i + 1}${call.times ? `, time ${n + 1}` : ''}`, () => {
        checkAnswer(call.expect, response, body);
        checkUpstream(call, sent, all.slice(seen), demo);
      });
      seen = all.length;
    }
  }
}

async function inScenario(where, check) {
  try {
    check();
  } catch (error) {
    error.message = `${where}: ${error.message}`;
    throw error;
  }
}

/** What is sent; a body is made up where the scenario gives none. */
function request(
  {
    method = 'POST',
    path = '/v1/chat/completions',
    model = 'demo-ok',
    fault = '',
    refuses,
    expect,
    stream = false,
    pad = 0,
    headers = {},
    body,
  },
  session,
) {
  const bodyless = method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
  const content = 'hi' + ' and so on'.repeat(pad / 10);
  const text = bodyless
    ? undefined
    : (body ?? JSON.stringify({ model, stream, messages: [{ role: 'user', content }] }));
  const all = {
    ...(!bodyless && { 'content-type': 'application/json' }),
    ...(fault && { 'x-demo-model': fault }),
    ...(refuses && { 'x-demo-refuses': refusal(refuses, expect) }),
    'x-demo-session': session,
    'x-client-request-id': session,
    ...headers,
  };
  return {
    path,
    model: fault ? '' : model,
    text,
    headers: all,
    init: { method, headers: all, body: text, redirect: /** @type {const} */ ('manual') },
  };
}

/** The error that the provider answers with until a request is as expected. */
function refusal(refuses, { status, gets, paths, sees = {} }) {
  const wants = status === 200 ? { body: gets ?? null, path: paths?.at(-1) ?? '', headers: sees } : null;
  return Buffer.from(JSON.stringify({ ...refuses, wants })).toString('base64');
}

/** What the caller got. */
function checkAnswer(expect, response, body) {
  const header = (name) => response.headers.get(name);
  if (expect.class === '*')
    expect = { ...expect, class: header('x-ukemi-class'), status: Math.max(response.status, 400) };
  assert.equal(response.status, expect.status, `status; ${header('x-ukemi-attempts')}: ${body.slice(0, 500)}`);
  const trail = header('x-ukemi-attempts') ?? '';
  const shown = trail.replace(/;wait=\d+;src=[a-z-]+/g, '').replace(/;paced=\d+/g, ';paced');
  if (expect.trail !== undefined) assert.equal(shown, expect.trail, 'trail');
  const waits = [...trail.matchAll(/;wait=(\d+)/g)].map(([, ms]) => Number(ms));
  for (const [i, least] of (expect.waits ?? []).entries())
    assert.ok(waits[i] >= least && waits[i] <= least * 1.1, `wait ${i} is ${waits[i]}, not about ${least}`);
  for (const [name, value] of Object.entries(expect.headers ?? {})) {
    if (Array.isArray(value))
      for (const word of value)
        assert.ok(header(name)?.split(', ').includes(word), `${word} is not among ${name}: ${header(name)}`);
    else assert.equal(header(name), value, name);
  }
  assert.equal(header('x-ukemi-class') ?? undefined, expect.class, 'class');
  if (expect.class && body) checkContract(expect, JSON.parse(body).error);
  for (const word of [expect.says ?? []].flat())
    assert.ok(body.includes(word), `the body does not say ${word}: ${body.slice(0, 500)}`);
  if (expect.text !== undefined) assert.equal(streamText(body), expect.text, 'text of the stream');
  for (const word of [expect.never ?? []].flat())
    assert.ok(!body.includes(word), `the body says ${word}: ${body.slice(0, 500)}`);
}

/** The content of a stream of chat completions, or of Anthropic's messages, joined. */
const streamText = (body) => [...body.matchAll(/^data: (\{.*\})\r?$/gm)].map(([, data]) => {
  const { choices, delta } = JSON.parse(data);
  return choices?.[0]?.delta?.content ?? delta?.text ?? '';
}).join('');

/** A failure is in the contract's form. */
function checkContract(expect, error) {
  assert.ok(error.message);
  assert.ok('param' in error);
  if (expect.code) assert.equal(error.code, expect.code);
  if (expect.type) assert.equal(error.type, expect.type);
}

/** What the provider saw of this call: how often, which models, and the caller's own bytes each time. */
function checkUpstream({ expect }, sent, seen, demo) {
  const models = seen.map(({ model }) => model);
  if (typeof expect.upstream === 'number') assert.equal(seen.length, expect.upstream, `calls upstream: ${models}`);
  if (Array.isArray(expect.upstream)) assert.deepEqual(models, expect.upstream, 'models asked');
  if (expect.paths) assert.deepEqual(seen.map(({ path }) => path), expect.paths, 'paths asked');
  for (const [i, one] of seen.entries()) {
    checkBody(sent, one, i === seen.length - 1 ? expect.gets : undefined);
    const elsewhere = demo.second.endsWith(one.host);
    for (const [name, value] of Object.entries(sent.headers)) {
      if (name.startsWith('x-ukemi-') || notSentOn.has(name) || (elsewhere && !sentElsewhere.has(name))) continue;
      if (expect.replaced?.includes(name)) continue;
      assert.equal(one.headers[name], value, `${name} as the provider saw it`);
    }
    for (const name of Object.keys(one.headers))
      assert.ok(!name.startsWith('x-ukemi-'), `${name} was sent to the provider`);
  }
  for (const [name, value] of Object.entries(expect.sees ?? {}))
    assert.equal(seen.at(-1).headers[name] ?? null, value, `${name} as the provider saw it last`);
}

/** An edge narrows accept-encoding to what it can read, and answers preflights itself. */
const notSentOn = new Set(['accept-encoding', 'origin']);
/** Nothing else that a test sends goes to another upstream. */
const sentElsewhere = new Set(['content-type', 'x-client-request-id', 'idempotency-key']);

/** Nothing of a body changes but its model; the log keeps the first 4 KiB. */
function checkBody({ text = '', model }, one, gets) {
  const quoted = JSON.stringify(model);
  const renamed = text.includes(quoted)
    ? text.replace(quoted, JSON.stringify(one.model))
    : text.replace(`\r\n\r\n${model}\r\n`, `\r\n\r\n${one.model}\r\n`);
  // Where the path names the model, the body need not.
  const wants = gets !== undefined ? [gets] : [text, ...(model ? [renamed] : [])];
  assert.ok(
    wants.some((want) => Buffer.byteLength(want) === one.length && (one.length > 4096 || want === one.body)),
    `the provider saw a body of ${one.length} bytes: ${one.body}`,
  );
}
