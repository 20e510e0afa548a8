// What must be the same with ukemi in between: the answer, and the request as
// the upstream saw it. pkg/edge/healthy_test.go holds the Go drivers to the same.

import assert from 'node:assert/strict';
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';

/**
 * @typedef {import('./ask.mjs').Answer} Answer
 * @typedef {import('./upstream.mjs').Asked} Asked
 */

/** Of one connection, not of the message. */
const hop = /^(connection|keep-alive|te|trailer|transfer-encoding|upgrade|proxy-.*)$/;
/** What a proxy reports of the way, and what the tests themselves send. */
const way = /^(host|accept-encoding|x-forwarded-.*|forwarded|via|x-real-ip|cdn-loop|cf-(?!aig-).*|x-run)$/;
/** What ukemi may add to an answer. */
const own = /^(x-ukemi-.*|server-timing|x-request-id|content-length)$/;
/** What a driver that watches a stream may have to leave out. */
const ofBytes = /^(content-length|content-encoding|etag)$/;

/**
 * @param {Answer} got
 * @param {Answer} want
 * @param {boolean} streams whether it is a stream that may be watched
 */
export function sameAnswer(got, want, streams) {
  assert.equal(got.status, want.status, `status ${got.status}, not ${want.status}: ${got.body.subarray(0, 200)}`);
  sameBody(got, want, streams);
  const [has, wanted] = [got, want].map(({ headers }) => joined(headers.filter(([name]) => !hop.test(name))));
  for (const [name, value] of wanted) {
    if (streams && ofBytes.test(name) && !has.has(name)) continue;
    assert.equal(has.get(name) ?? 'missing', value, `header ${name}: ${has.get(name) ?? 'missing'}, not ${value}`);
  }
  for (const [name, value] of has) assert.ok(wanted.has(name) || own.test(name), `header ${name} was added: ${value}`);
  if (want.trailers) assert.deepEqual(got.trailers, want.trailers, `trailers: ${JSON.stringify(got.trailers)}`);
}

/** Byte for byte; a stream that a driver had to unpack in order to watch it is compared unpacked. */
function sameBody(got, want, streams) {
  const [a, b] = streams && !got.body.equals(want.body) ? [plain(got), plain(want)] : [got.body, want.body];
  if (a.equals(b)) return;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const around = (body) => JSON.stringify(body.subarray(Math.max(0, at - 30), at + 60).toString());
  assert.fail(`body of ${a.length} bytes, not ${b.length}, differs at ${at}: ${around(a)}, not ${around(b)}`);
}

const decoders = { gzip: gunzipSync, br: brotliDecompressSync, deflate: inflateSync, zstd: zstdDecompressSync };

function plain({ headers, body }) {
  const encoding = headers.find(([name]) => name === 'content-encoding')?.[1];
  return decoders[encoding ?? '']?.(body) ?? body;
}

/**
 * @param {Asked[]} got
 * @param {Asked[]} want
 */
export function sameRequest(got, want) {
  assert.equal(got.length, 1, `asked ${got.length} times`);
  const [a, b] = [got[0], want[0]];
  const [line, wantedLine] = [a, b].map(({ method, path }) => `${method} ${path}`);
  assert.equal(line, wantedLine, `${line} upstream, not ${wantedLine}`);
  const compared = ([name, value]) => !hop.test(name) && !way.test(name) && !isNothing(name, value);
  const [has, wanted] = [a, b].map(({ headers }) => joined(headers.filter(compared)));
  for (const name of new Set([...has.keys(), ...wanted.keys()])) {
    assert.equal(has.get(name), wanted.get(name), `header ${name} upstream: ${has.get(name)}, not ${wanted.get(name)}`);
  }
  assert.ok(a.body.equals(b.body), `body upstream of ${a.body.length} bytes, not ${b.body.length}, or another one`);
}

/** That there is no body is stated by this header or by none. */
const isNothing = (name, value) => name === 'content-length' && value === '0';

/**
 * Headers by name. One that is given twice means what its values joined mean,
 * but for cookies.
 * @param {[string, string][]} headers
 */
function joined(headers) {
  /** @type {Map<string, string>} */
  const all = new Map();
  for (const [name, value] of headers) {
    const before = all.has(name) ? all.get(name) + (name === 'set-cookie' ? '\n' : ', ') : '';
    all.set(name, before + value);
  }
  return all;
}
