// Two callers: one that sees HTTP as it is, and fetch.

import { Agent, request } from 'node:http';

import { pairs } from './upstream.mjs';

/**
 * @typedef {import('./upstream.mjs').Run} Run
 * @typedef {{status: number, headers: [string, string][], body: Buffer, trailers?: object, described?: object}} Answer
 */

/** How long an answer may take before the exchange counts as lost. */
const timeLimit = 20_000;
const agent = new Agent({ keepAlive: true });

/**
 * @param {string} base
 * @param {Run} run
 * @param {string} id of the run
 * @returns {Promise<Answer>}
 */
export function askRaw(base, run, id) {
  const { method, path, headers, body } = run.exchange.request;
  const { hostname, port } = new URL(base);
  const length = body || method === 'POST' ? [['content-length', String(body?.length ?? 0)]] : [];
  const sent = [['host', `${hostname}:${port}`], ...headers, ['x-run', id], ...length];
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeLimit);
    const how = { hostname, port, method, path, headers: sent.flat(), agent, signal, maxHeaderSize: 1 << 16 };
    const asked = request(how, async (response) => {
      try {
        run.arrived();
        const chunks = [];
        for await (const chunk of response) {
          chunks.push(chunk);
          run.arrived(chunk.length);
        }
        const status = Number(response.statusCode);
        const trailers = { ...response.trailers };
        resolve({ status, headers: pairs(response.rawHeaders), body: Buffer.concat(chunks), trailers });
      } catch (error) {
        reject(broken(error, response.statusCode));
      }
    });
    asked.on('error', (error) => reject(broken(error)));
    asked.end(body);
  });
}

function broken(error, status) {
  return new Error((status ? `status ${status}, then the body broke: ` : '') + (error.cause?.message ?? error.message));
}

/**
 * @param {string} base
 * @param {Run} run
 * @param {string} id of the run
 * @param {typeof globalThis.fetch} fetch
 * @returns {Promise<Answer>}
 */
export async function askFetch(base, run, id, fetch) {
  const { method, path, headers, body } = run.exchange.request;
  const response = await fetch(base + path, {
    method, headers: [...headers, ['x-run', id]], body: /** @type {any} */ (body),
    redirect: 'manual', signal: AbortSignal.timeout(timeLimit),
  });
  run.arrived();
  const chunks = [];
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    run.arrived(chunk.length);
  }
  const { status, statusText, url, redirected } = response;
  return {
    status,
    headers: [...response.headers],
    body: Buffer.concat(chunks),
    described: { statusText, url, redirected },
  };
}
