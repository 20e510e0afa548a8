// The upstream: it answers each request with the exchange that its header x-run
// names, and keeps what it was asked.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';

/**
 * @typedef {import('./exchanges.mjs').Exchange} Exchange
 * @typedef {{method: string, path: string, headers: [string, string][], body: Buffer}} Asked
 */

/** One asking of one exchange: what the upstream saw of it, and how far the caller has come. */
export class Run {
  /** @type {Asked[]} */
  asked = [];
  headers = false; // whether the caller has the answer's headers
  received = 0; // bytes of its body
  #waiting = [];

  /** @param {Exchange} exchange */
  constructor(exchange) {
    this.exchange = exchange;
  }

  /** The caller has its headers, and perhaps more of the body. */
  arrived(bytes = 0) {
    this.headers = true;
    this.received += bytes;
    for (const check of this.#waiting) check();
  }

  /**
   * Until the caller has what a gate asks for.
   * @param {'headers' | 'bytes'} gate
   * @param {number} written bytes of the body
   */
  until(gate, written) {
    const { promise, resolve } = Promise.withResolvers?.() ?? withResolvers();
    const check = () => (gate === 'headers' ? this.headers : this.received >= written) && resolve();
    this.#waiting.push(check);
    check();
    return promise;
  }
}

function withResolvers() {
  let resolve;
  const promise = new Promise((done) => (resolve = done));
  return { promise, resolve };
}

/** Always the same, so that it can be compared. */
const date = 'Wed, 01 Jan 2025 00:00:00 GMT';

/** @returns {Promise<{url: string, runs: Map<string, Run>, stop: () => void}>} */
export async function startUpstream() {
  /** @type {Map<string, Run>} */
  const runs = new Map();
  const server = createServer({ maxHeaderSize: 1 << 16, requireHostHeader: false }, async (request, response) => {
    const chunks = [];
    try {
      for await (const chunk of request) chunks.push(chunk);
    } catch {
      return; // the caller broke off
    }
    const run = runs.get(String(request.headers['x-run']));
    if (!run) return response.writeHead(599).end();
    const { method, url, rawHeaders } = request;
    const body = Buffer.concat(chunks);
    run.asked.push({ method: String(method), path: String(url), headers: pairs(rawHeaders), body });
    await answer(run, request.method === 'HEAD', response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}`, runs, stop: () => (server.close(), server.closeAllConnections()) };
}

/** @returns {[string, string][]} */
export const pairs = (raw) => raw.flatMap((name, i) => (i % 2 ? [] : [[name.toLowerCase(), raw[i + 1]]]));

/**
 * Until more can be written, or nobody reads any more.
 * @param {import('node:http').ServerResponse} response
 */
export function drained(response) {
  return new Promise((resolve) => {
    const done = () => resolve(response.off('drain', done).off('close', done));
    response.on('drain', done).on('close', done);
  });
}

/**
 * @param {Run} run
 * @param {boolean} bodyless
 * @param {import('node:http').ServerResponse} response
 */
async function answer(run, bodyless, response) {
  const { status, headers, parts, framing, each, trailers } = run.exchange.response;
  const all = [...headers, ['date', date]];
  bodyless ||= status === 204 || status === 304;
  if (!bodyless) all.push(...framed(framing, parts, response));
  response.sendDate = false;
  response.writeHead(status, all.flat());
  if (bodyless) return response.end();
  response.flushHeaders();
  const again = run.asked.length > 1; // which is wrong: nothing more is to be waited for
  let written = 0;
  for (const part of parts) {
    if ('gate' in part) {
      if (!again) await run.until(part.gate, written);
      continue;
    }
    for (let from = 0; from < part.length; from += each || part.length) {
      const piece = part.subarray(from, from + (each || part.length));
      written += piece.length;
      if (response.destroyed) return;
      if (!response.write(piece)) await drained(response);
      await turn();
    }
  }
  if (trailers) response.addTrailers(trailers);
  response.end();
}

/** The headers of a framing. */
function framed(framing, parts, response) {
  if (framing === 'chunked') return [['transfer-encoding', 'chunked']];
  const total = parts.reduce((sum, part) => sum + (part.length ?? 0), 0);
  if (framing === 'length') return [['content-length', String(total)]];
  response.shouldKeepAlive = false;
  response.useChunkedEncodingByDefault = false; // so the end of the connection is the end of the body
  return [['connection', 'close']];
}
