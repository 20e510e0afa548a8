// The exchanges of this folder, with what they leave out filled in.

import { readFile, readdir } from 'node:fs/promises';

import { bytesOf } from './bytes.mjs';

const folder = new URL('.', import.meta.url);

/**
 * @typedef {[name: string, value: string][]} Headers
 * @typedef {{gate: 'headers' | 'bytes'} | Buffer} Part
 *
 * @typedef {object} Response
 * @property {number} status
 * @property {Headers} headers
 * @property {Part[]} parts
 * @property {'length' | 'chunked' | 'close'} framing
 * @property {number} each bytes of a write; 0 is a part
 * @property {Record<string, string>} [trailers]
 *
 * @typedef {object} Exchange
 * @property {string} file
 * @property {string} name
 * @property {{method: string, path: string, headers: Headers, body: Buffer | undefined}} request
 * @property {Response} response
 * @property {boolean} streams whether it is a stream that a driver may watch
 */

/** @returns {Promise<Exchange[]>} */
export async function readExchanges() {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const all = await Promise.all(names.map(async (name) => {
    const { exchanges } = JSON.parse(await readFile(new URL(name, folder), 'utf8'));
    return exchanges.map((exchange) => filledIn(name.replace('.json', ''), exchange));
  }));
  return all.flat();
}

function filledIn(file, { name, request, response }) {
  const { method = 'POST', path } = request;
  const { status = 200, parts, each = 0, trailers } = response;
  const type = parts ? 'text/event-stream' : 'application/json';
  const headers = headersOf({ ...(('json' in response || parts) && { 'content-type': type }), ...response.headers });
  const asked = headersOf({ ...('json' in request && { 'content-type': 'application/json' }), ...request.headers });
  const streamed = ([name, value]) => name === 'content-type' && /event-stream|ndjson/i.test(value);
  return {
    file, name,
    request: { method, path, headers: asked, body: bodyOf(request) },
    response: {
      status, headers, each, trailers,
      framing: response.framing ?? (parts ? 'chunked' : 'length'),
      parts: parts ? parts.map(partOf) : [bodyOf(response) ?? Buffer.alloc(0)],
    },
    streams: method === 'POST' && headers.some(streamed),
  };
}

function bodyOf({ json, body }) {
  if (json !== undefined) return bytesOf({ json });
  return body === undefined ? undefined : bytesOf(body);
}

const partOf = (part) => (part.gate ? part : bytesOf(part));

/** A list is a header that is given more than once, null one that is left out. */
function headersOf(headers) {
  const given = Object.entries(headers).filter(([, value]) => value !== null);
  return given.flatMap(([name, value]) => [value].flat().map((one) => [name, headerOf(one)]));
}

const headerOf = (value) => (typeof value === 'string' ? value : bytesOf(value).toString('latin1'));
