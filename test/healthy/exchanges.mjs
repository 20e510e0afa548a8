// The exchanges of this folder, with what they leave out filled in.

import { readFile, readdir } from 'node:fs/promises';

import { bytesOf } from './bytes.mjs';

const folder = new URL('.', import.meta.url);

/**
 * @typedef {[name: string, value: string][]} Headers
 * @typedef {{gate: 'headers' | 'bytes'} | Buffer} Part
 *
 * @typedef {object} Exchange
 * @property {string} file
 * @property {string} name
 * @property {{method: string, path: string, headers: Headers, body: Buffer | undefined}} request
 * @property {{status: number, headers: Headers, parts: Part[], framing: 'length' | 'chunked' | 'close', each: number, trailers?: Record<string, string>}} response
 * @property {boolean} streams whether it is a stream that a driver may watch
 */

/** @returns {Promise<Exchange[]>} */
export async function readExchanges() {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const files = await Promise.all(names.map(async (name) => [name.replace('.json', ''), JSON.parse(await readFile(new URL(name, folder), 'utf8'))]));
  return files.flatMap(([file, { exchanges }]) => exchanges.map((exchange) => filledIn(file, exchange)));
}

function filledIn(file, { name, request, response }) {
  const { method = 'POST', path } = request;
  const { status = 200, parts, each = 0, trailers } = response;
  const type = parts ? 'text/event-stream' : 'application/json';
  const headers = headersOf('json' in response || parts ? { 'content-type': type, ...response.headers } : response.headers);
  const framing = response.framing ?? (parts ? 'chunked' : 'length');
  return {
    file, name,
    request: { method, path, headers: headersOf({ ...('json' in request && { 'content-type': 'application/json' }), ...request.headers }), body: bodyOf(request) },
    response: { status, headers, framing, each, trailers, parts: parts ? parts.map(partOf) : [bodyOf(response) ?? Buffer.alloc(0)] },
    streams: method === 'POST' && headers.some(([name, value]) => name === 'content-type' && /event-stream|ndjson/i.test(value)),
  };
}

const bodyOf = ({ json, body }) => (json !== undefined ? bytesOf({ json }) : body === undefined ? undefined : bytesOf(body));
const partOf = (part) => (part.gate ? part : bytesOf(part));

/** A list is a header that is given more than once, null one that is left out. */
const headersOf = (headers = {}) => Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : [value].flat().map((one) => [name, headerOf(one)])));
const headerOf = (value) => (typeof value === 'string' ? value : bytesOf(value).toString('latin1'));
