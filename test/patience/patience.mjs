// make patience: answers that are slow and right, through both edges with their
// default settings and a real clock, side by side in six minutes. Each must come
// whole, asked once. Ends with 1 when one did not.

import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

import { startGo } from '../wall/wall.mjs';
import { startWorker } from '../workerd/workerd.mjs';

const text = JSON.stringify;
const chunk = (delta, finish_reason = null, more = {}) => `data: ${text({ id: 'c', object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason }], ...more })}\n\n`;
const event = (type, more) => `event: ${type}\ndata: ${text({ type, ...more })}\n\n`;
const line = (content, more = { done: false }) => text({ model: 'q', message: { role: 'assistant', content }, ...more }) + '\n';
const done = 'data: [DONE]\n\n';
const usage = `data: ${text({ id: 'c', object: 'chat.completion.chunk', choices: [], usage: { total_tokens: 3 } })}\n\n`;
const repeated = (seconds, every, piece) => Array.from({ length: seconds / every }, () => [every, piece]).flat();

const chat = { path: '/v1/chat/completions', body: { stream: true, messages: [] } };
const responses = { path: '/v1/responses', body: { stream: true, input: 'Hi' } };

/**
 * A number is a pause in seconds: in `before` until the headers, in `parts`
 * between pieces.
 * @type {{name: string, method?: string, path: string, body?: object, type?: string, before?: number, parts: (string | number)[], firstByte?: number}[]}
 */
const cases = [
  { name: 'silent for 100 s before its first token', ...chat, parts: [100, chunk({ content: 'At last.' }), chunk({}, 'stop'), done] },
  { name: 'pauses for 100 s in the middle', ...chat, parts: [chunk({ content: 'One, ' }), 100, chunk({ content: 'two.' }), chunk({}, 'stop'), done] },
  { name: 'a preamble, then 100 s of thought', ...responses, parts: [event('response.created', { response: { id: 'r', error: null } }), 100, event('response.output_text.delta', { delta: 'Hi' }), event('response.completed', { response: { id: 'r', status: 'completed', error: null } })] },
  { name: 'headers after 330 s, not streamed', path: '/v1/responses', body: { input: 'Think.' }, type: 'application/json', before: 330, parts: [text({ id: 'r', object: 'response', status: 'completed', error: null, output: [] })] },
  { name: 'a model load of 70 s on /api/chat', path: '/api/chat', body: { messages: [] }, type: 'application/x-ndjson', before: 70, parts: [line('Loaded.'), line('', { done: true, done_reason: 'stop' })] },
  { name: 'usage 20 s after the finish', ...chat, parts: [chunk({ content: 'Hi' }), chunk({}, 'stop'), 20, usage, done] },
  { name: 'keep-alives for 90 s before the first token', ...chat, parts: [...repeated(90, 2, ': keep-alive\n\n'), chunk({ content: 'Hi' }), chunk({}, 'stop'), done], firstByte: 10 },
  { name: 'pings for 90 s before the first token', path: '/v1/messages', body: { stream: true, max_tokens: 9, messages: [] }, parts: [event('message_start', { message: { id: 'm', type: 'message', content: [] } }), ...repeated(90, 10, event('ping', {})), event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: 'Hi' } }), event('message_delta', { delta: { stop_reason: 'end_turn' } }), event('message_stop', {})], firstByte: 10 },
  { name: 'a download of 340 s, some bytes each 10 s', method: 'GET', path: '/v1/files/f/content', type: 'application/octet-stream', parts: repeated(340, 10, 'bytes ') },
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

/** @returns {Promise<{status: number | string, body: string, first: number, total: number}>} first: seconds until the first byte */
function ask(base, key, { method = 'POST', path, body }) {
  const began = performance.now();
  const since = () => (performance.now() - began) / 1000;
  return new Promise((resolve) => {
    let first = NaN;
    let said = '';
    let status;
    const end = (error) => resolve({ status: error ? `${status ?? ''} ${error.message}` : status, body: said, first, total: since() });
    const one = request(base + path, { method, headers: { 'content-type': 'application/json', 'x-case': key } }, (response) => {
      status = response.statusCode;
      response.on('data', (data) => {
        if (!said) first = since();
        said += data;
      });
      response.on('end', () => end()).on('error', end);
    });
    one.on('error', end);
    one.end(body && text({ ...body, model: `m-${key}` })); // a model of its own: nothing is learned from the others
  });
}

const width = Math.max(...cases.map(({ name }) => name.length));
console.log(`${''.padEnd(width)}  edge         first byte     end   asked`);
let failed = 0;
const rows = cases.flatMap((one, i) => Object.entries(edges).map(async ([edge, { url }]) => {
  const key = `${i} ${edge}`;
  const got = await ask(url, key, one);
  const want = one.parts.filter((part) => typeof part === 'string').join('');
  const why = got.status !== 200 ? `status ${got.status}: ${got.body.slice(0, 120)}`
    : got.body !== want ? `${got.body.length} bytes, not ${want.length}: …${text(got.body.slice(-100))}`
      : asked.get(key) !== 1 ? 'asked more than once'
        : got.first > (one.firstByte ?? Infinity) ? `its first byte came after ${one.firstByte} s` : '';
  if (why) failed++;
  const seconds = (n) => `${Number.isNaN(n) ? '–' : n.toFixed(1)} s`;
  console.log(`${one.name.padEnd(width)}  ${edge.padEnd(11)}  ${seconds(got.first).padStart(10)} ${seconds(got.total).padStart(7)} ${String(asked.get(key)).padStart(7)}   ${why ? `FAIL ${why}` : 'whole'}`);
}));
await Promise.all(rows);
console.log(`${rows.length - failed} of ${rows.length} whole`);
process.exitCode = failed ? 1 : 0;
for (const edge of Object.values(edges)) await edge.stop();
upstream.closeAllConnections();
upstream.close();
