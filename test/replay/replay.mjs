// make replay: recorded traffic, each exchange directly and through the native
// edge, the Worker and createFetch. A success must come out the same: status,
// body, the same request upstream, asked once. Ends with 1 when one did not.
//
//   node test/replay/replay.mjs FOLDER [TEXT]    TEXT: only exchanges whose id, origin or host contain it
//
// The folder's *.jsonl.gz have a line for each exchange: {id, origin, host,
// request: {method, path, headers, body | body_b64}, response: {status, headers,
// body | body_b64}}.

import { once } from 'node:events';
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { createFetch } from 'ukemi';
import { drained } from '../healthy/upstream.mjs';
import { startGo } from '../demo/demo.mjs';
import { startWorker } from '../workerd/workerd.mjs';

const [folder = '', only = ''] = process.argv.slice(2);
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.jsonl.gz')).sort() : [];
if (files.length === 0) {
  console.log(`no recorded traffic in ${folder}: passed over`);
  process.exit(0);
}

const read = (name) => gunzipSync(readFileSync(join(folder, name))).toString().split('\n').filter(Boolean);
const cases = files.flatMap(read).map((line) => JSON.parse(line))
  .filter(({ id, origin, host }) => `${id} ${JSON.stringify(origin)} ${host}`.includes(only));
const byKey = new Map(cases.map((one, i) => [String(i), one]));

/** @returns {Buffer} */
const bytes = ({ body = '', body_b64 }) => (body_b64 ? Buffer.from(body_b64, 'base64') : Buffer.from(body));

/**
 * The body as its server would write it; null is one piece with a length.
 * @param {string} type
 * @param {Buffer} body
 */
function pieces(type, body) {
  if (type.includes('event-stream')) return after(body, /\r?\n\r?\n/g);
  if (type.includes('ndjson')) return after(body, /\n/g);
  if (!type.includes('eventstream')) return null;
  return Array.from({ length: Math.ceil(body.length / 700) }, (_, i) => body.subarray(700 * i, 700 * (i + 1)));
}

/** A body cut after each separator. */
function after(body, separator) {
  const text = body.toString('latin1');
  const cuts = [...text.matchAll(separator)].map((found) => found.index + found[0].length);
  const ends = [...new Set([...cuts, body.length])];
  return ends.map((end, i) => body.subarray(ends[i - 1] ?? 0, end)).filter((piece) => piece.length);
}

/** What was asked, by the key and the way of the asking. @type {Map<string, string[]>} */
const asked = new Map();

const upstream = createServer({ maxHeaderSize: 1 << 17 }, async (incoming, response) => {
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const [key, way] = String(incoming.headers['x-replay-id']).split(' ');
  const found = byKey.get(key);
  if (!found) return response.writeHead(599).end();
  const line = `${incoming.method} ${incoming.url} ${Buffer.concat(chunks).toString('latin1')}`;
  asked.set(`${key} ${way}`, [...(asked.get(`${key} ${way}`) ?? []), line]);
  const { status, headers } = found.response;
  const body = bytes(found.response);
  const all = Object.entries(headers).map(([name, value]) => [name, value.replace(/[^\x20-\x7e]/g, '?')]);
  const bodyless = status === 204 || status === 304;
  const parts = bodyless ? [] : pieces(headers['content-type'] ?? '', body);
  if (!bodyless) all.push(parts ? ['transfer-encoding', 'chunked'] : ['content-length', String(body.length)]);
  response.writeHead(status, all.flat());
  for (const part of parts ?? [body]) {
    if (response.destroyed) return;
    if (!response.write(part)) await drained(response);
  }
  response.end();
});
upstream.listen(0, '127.0.0.1');
await once(upstream, 'listening');
const port = /** @type {import('node:net').AddressInfo} */ (upstream.address()).port;
const direct = `http://127.0.0.1:${port}`;

const agent = new Agent({ keepAlive: true, maxSockets: 16 });
const hop = /^(connection|content-length|transfer-encoding|host)$/i;

const deadline = () => AbortSignal.timeout(60_000);
const marks = (key, way) => ({ authorization: 'Bearer sk-replayed', 'x-replay-id': `${key} ${way}` });

/** @returns {Promise<{status: number | string, body: Buffer}>} */
function ask(base, key, way) {
  const { method, path, headers } = byKey.get(key).request;
  const body = bytes(byKey.get(key).request);
  const sent = Object.fromEntries(Object.entries(headers).filter(([name]) => !hop.test(name)));
  return new Promise((resolve) => {
    const failed = (error) => resolve({ status: String(error.message).slice(0, 100), body: Buffer.alloc(0) });
    const url = new URL(base);
    const how = {
      hostname: url.hostname, port: url.port, method, path: path || '/',
      agent, maxHeaderSize: 1 << 17, signal: deadline(),
      headers: { ...sent, ...marks(key, way), 'content-length': String(body.length) },
    };
    const one = request(how, async (response) => {
      try {
        const chunks = [];
        for await (const chunk of response) chunks.push(chunk);
        resolve({ status: Number(response.statusCode), body: Buffer.concat(chunks) });
      } catch (error) {
        failed(error);
      }
    });
    one.on('error', failed);
    one.end(body);
  });
}

/**
 * The same by fetch, for createFetch.
 * @param {typeof globalThis.fetch} fetch
 * @returns {ReturnType<typeof ask>}
 */
async function askBy(fetch, key, way) {
  const { method, path, headers } = byKey.get(key).request;
  const body = bytes(byKey.get(key).request);
  const sent = Object.entries(headers).filter(([name]) => !hop.test(name) && name.toLowerCase() !== 'authorization');
  try {
    const response = await fetch(direct + path, {
      method, headers: [...sent, ...Object.entries(marks(key, way))], body: body.length ? body : undefined,
      redirect: 'manual', signal: deadline(),
    });
    return { status: response.status, body: Buffer.from(await response.arrayBuffer()) };
  } catch (error) {
    return { status: String(error.cause?.message ?? error.message).slice(0, 100), body: Buffer.alloc(0) };
  }
}

/** What was altered, or ''. */
async function altered(edge, key) {
  const want = await (edge.fetch ? askBy(fetch, key, 'direct') : ask(direct, key, 'direct'));
  const got = await (edge.fetch ? askBy(edge.fetch, key, 'edge') : ask(edge.url, key, 'edge'));
  const [before, through] = ['direct', 'edge'].map((way) => asked.get(`${key} ${way}`) ?? []);
  for (const way of ['direct', 'edge']) asked.delete(`${key} ${way}`);
  const times = `(asked ${through.length} times)`;
  if (got.status !== want.status) {
    return `status ${got.status}, not ${want.status}: ${got.body.subarray(0, 160)} ${times}`;
  }
  if (!got.body.equals(want.body)) {
    let at = 0;
    while (at < got.body.length && got.body[at] === want.body[at]) at++;
    const around = (body) => JSON.stringify(body.subarray(Math.max(0, at - 40), at + 60).toString());
    const lengths = `body of ${got.body.length} bytes, not ${want.body.length}`;
    return `${lengths}, differs at ${at}: ${around(got.body)}, not ${around(want.body)} ${times}`;
  }
  if (before.length === 0) return ''; // what fetch itself refuses to ask
  if (through.length !== 1) return `asked ${through.length} times`;
  return through[0] === before[0] ? '' : 'another request reached the upstream';
}

const edges = {
  'native edge': () => startGo(['./cmd/edge'], { UKEMI_UPSTREAM: direct, UKEMI_LISTEN: '127.0.0.1:0' }),
  Worker: () => startWorker({ UKEMI_UPSTREAM: direct }),
  createFetch: async () => ({ fetch: createFetch({ mode: 'own' }), stop() {} }),
};

for (const [name, start] of Object.entries(edges)) {
  const edge = await start();
  const keys = [...byKey.keys()];
  let wrong = 0;
  const work = async () => {
    for (let key = keys.shift(); key !== undefined; key = keys.shift()) {
      const why = await altered(edge, key);
      const { id, host, request } = byKey.get(key);
      if (!why) continue;
      wrong++;
      console.log(`${name}: altered ${id} ${request.method} ${host}${request.path.slice(0, 70)}: ${why}`);
    }
  };
  await Promise.all(Array.from({ length: 6 }, work));
  console.log(`${name}: ${cases.length - wrong} of ${cases.length} unaltered`);
  if (wrong) process.exitCode = 1;
  await edge.stop();
}
upstream.closeAllConnections();
upstream.close();
agent.destroy();
