// make patience: answers that are slow and right, through both edges with their
// default settings and a real clock, side by side in six minutes. Each must come
// whole, asked once. Ends with 1 when one did not.

import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

import { startGo } from '../demo/demo.mjs';
import { startWorker } from '../workerd/workerd.mjs';

const text = JSON.stringify;
const named = { id: 'c', object: 'chat.completion.chunk' };
const datum = (more) => `data: ${text({ ...named, ...more })}\n\n`;
const chunk = (delta, finish_reason = null) => datum({ choices: [{ index: 0, delta, finish_reason }] });
const event = (type, more) => `event: ${type}\ndata: ${text({ type, ...more })}\n\n`;
const line = (content, end) => text({ message: { role: 'assistant', content }, done: !!end, ...end }) + '\n';
const done = 'data: [DONE]\n\n';
const usage = datum({ choices: [], usage: { total_tokens: 3 } });
const repeated = (seconds, every, piece) => Array.from({ length: seconds / every }, () => [every, piece]).flat();

const chat = { path: '/v1/chat/completions', body: { stream: true, messages: [] } };
const responses = { path: '/v1/responses', body: { stream: true, input: 'Hi' } };

const end = [chunk({}, 'stop'), done];
const response = (status) => ({ response: { id: 'r', status, error: null } });

/**
 * A case: a number is a pause in seconds, `before` the headers and in `parts`
 * between pieces; `firstByte` is the latest second for it.
 * @typedef {object} Case
 * @property {string} name
 * @property {string} [method]
 * @property {string} path
 * @property {object} [body]
 * @property {string} [type]
 * @property {number} [before]
 * @property {(string | number)[]} parts
 * @property {number} [firstByte]
 */

/** @type {Case[]} */
const cases = [
  { name: 'silent for 100 s before its first token', ...chat, parts: [100, chunk({ content: 'At last.' }), ...end] },
  {
    name: 'pauses for 100 s in the middle', ...chat,
    parts: [chunk({ content: 'One, ' }), 100, chunk({ content: 'two.' }), ...end],
  },
  {
    name: 'a preamble, then 100 s of thought', ...responses,
    parts: [
      event('response.created', response('in_progress')), 100,
      event('response.output_text.delta', { delta: 'Hi' }), event('response.completed', response('completed')),
    ],
  },
  {
    name: 'headers after 330 s, not streamed', path: '/v1/responses', body: { input: 'Think.' },
    type: 'application/json', before: 330,
    parts: [text({ id: 'r', object: 'response', status: 'completed', error: null, output: [] })],
  },
  {
    name: 'a model load of 70 s on /api/chat', path: '/api/chat', body: { messages: [] }, type: 'application/x-ndjson',
    before: 70, parts: [line('Loaded.'), line('', { done_reason: 'stop' })],
  },
  {
    name: 'usage 20 s after the finish', ...chat,
    parts: [chunk({ content: 'Hi' }), chunk({}, 'stop'), 20, usage, done],
  },
  {
    name: 'keep-alives for 90 s before the first token', ...chat, firstByte: 10,
    parts: [...repeated(90, 2, ': keep-alive\n\n'), chunk({ content: 'Hi' }), ...end],
  },
  {
    name: 'pings for 90 s before the first token', path: '/v1/messages', firstByte: 10,
    body: { stream: true, max_tokens: 9, messages: [] },
    parts: [
      event('message_start', { message: { id: 'm', type: 'message', content: [] } }),
      ...repeated(90, 10, event('ping', {})),
      event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: 'Hi' } }),
      event('message_delta', { delta: { stop_reason: 'end_turn' } }), event('message_stop', {}),
    ],
  },
  {
    name: 'a download of 340 s, some bytes each 10 s', method: 'GET', path: '/v1/files/f/content',
    type: 'application/octet-stream', parts: repeated(340, 10, 'bytes '),
  },
];

/** How often each edge asked for each case. @type {Map<string, number>} */
const asked = new Map();

const upstream = createServer(async (incoming, response) => {
  const key = String(incoming.headers['x-case']);
  asked.set(key, (asked.get(key) ?? 0) + 1);
  const { type = 'text/event-stream', before = 0, parts } = cases[Number(key.split(' ')[0])];
  incoming.resume();
  await pause(1000 * before);
  response.writeHead(200, { 'content-type': type });
  response.flushHeaders();
  for (const part of parts) {
    if (response.destroyed) return;
    if (typeof part === 'number') await pause(1000 * part);
    else response.write(part);
  }
  response.end();
});
upstream.listen(0, '127.0.0.1');
await once(upstream, 'listening');
const url = `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (upstream.address()).port}`;

const edges = {
  'native edge': await startGo(['./cmd/edge'], { UKEMI_UPSTREAM: url, UKEMI_LISTEN: '127.0.0.1:0' }),
  Worker: await startWorker({ UKEMI_UPSTREAM: url }),
};

/**
 * first: seconds until the first byte.
 * @typedef {{status: number | string, body: string, first: number, total: number}} Got
 * @returns {Promise<Got>}
 */
function ask(base, key, { method = 'POST', path, body }) {
  const began = performance.now();
  const since = () => (performance.now() - began) / 1000;
  return new Promise((resolve) => {
    let first = NaN;
    let received = '';
    let status;
    const end = (error) => {
      if (error) status = `${status ?? ''} ${error.message}`;
      resolve({ status, body: received, first, total: since() });
    };
    const headers = { 'content-type': 'application/json', 'x-case': key };
    const one = request(base + path, { method, headers }, (response) => {
      status = response.statusCode;
      response.on('data', (data) => {
        if (!received) first = since();
        received += data;
      });
      response.on('end', () => end()).on('error', end);
    });
    one.on('error', end);
    one.end(body && text({ ...body, model: `m-${key}` })); // its own, so that nothing is learned from others
  });
}

const width = Math.max(...cases.map(({ name }) => name.length));
console.log(`${''.padEnd(width)}  edge         first byte     end   asked`);
let failed = 0;
const seconds = (n) => `${Number.isNaN(n) ? '–' : n.toFixed(1)} s`;

/** What was not as it must be, or ''. */
function wrong(one, key, { status, body, first }) {
  const want = one.parts.filter((part) => typeof part === 'string').join('');
  if (status !== 200) return `status ${status}: ${body.slice(0, 120)}`;
  if (body !== want) return `${body.length} bytes, not ${want.length}: …${text(body.slice(-100))}`;
  if (asked.get(key) !== 1) return 'asked more than once';
  return first > (one.firstByte ?? Infinity) ? `its first byte came after ${one.firstByte} s` : '';
}

async function ride(i, edge) {
  const key = `${i} ${edge}`;
  const got = await ask(edges[edge].url, key, cases[i]);
  const why = wrong(cases[i], key, got);
  if (why) failed++;
  const times = [seconds(got.first).padStart(10), seconds(got.total).padStart(7), String(asked.get(key)).padStart(7)];
  const outcome = why ? `FAIL ${why}` : 'whole';
  console.log(`${cases[i].name.padEnd(width)}  ${edge.padEnd(11)}  ${times.join(' ')}   ${outcome}`);
}

const rows = Object.keys(edges).flatMap((edge) => cases.map((_, i) => ride(i, edge)));
await Promise.all(rows);
console.log(`${rows.length - failed} of ${rows.length} whole`);
process.exitCode = failed ? 1 : 0;
for (const edge of Object.values(edges)) await edge.stop();
upstream.closeAllConnections();
upstream.close();
