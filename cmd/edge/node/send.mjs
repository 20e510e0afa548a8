// One request by node:http, in the form of fetch. Node's own fetch is not used: it adds headers,
// it decodes bodies, and it ends every answer that takes longer than five minutes.

import http from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import zlib from 'node:zlib';

import { toWebStream } from './web-stream.mjs';

const options = { keepAlive: true, timeout: 4000 }; // ms that a socket may be idle between two requests
const protocols = {
  'http:': { request: http.request, agent: new http.Agent(options) },
  'https:': { request: https.request, agent: new https.Agent(options) },
};

/** Headers of an answer that belong to one connection. */
const hopByHop = /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade)$/;

/**
 * @param {string} url
 * @param {{method: string, headers: Headers, body?: any, signal?: AbortSignal}} init body: bytes or a web stream
 * @returns {Promise<Response>} rejects as fetch does: with a TypeError whose cause is the failure
 */
export function send(url, init) {
  const { body, signal } = init;
  return new Promise((resolve, reject) => {
    const request = open(url, init);
    request.once('response', (incoming) => {
      try {
        resolve(responseOf(incoming, init.method));
      } catch (error) {
        incoming.destroy();
        reject(failed(error));
      }
    });
    request.on('error', (error) => reject(signal?.aborted ? signal.reason : failed(error)));
    if (body instanceof ReadableStream) {
      const source = Readable.fromWeb(/** @type {any} */ (body));
      source.once('error', (error) => request.destroy(error));
      source.pipe(request);
    } else {
      request.end(body);
    }
  });
}

/**
 * A request that is not yet sent.
 * @param {string} url
 * @param {{method: string, headers: Headers, signal?: AbortSignal}} init
 * @returns {import('node:http').ClientRequest}
 */
export function open(url, { method, headers, signal }) {
  const target = new URL(url);
  const { request, agent } = protocols[target.protocol];
  const all = Object.fromEntries(headers);
  if (!all.upgrade) all['accept-encoding'] = 'identity'; // so that streams can be watched
  const path = url.slice(url.indexOf('/', target.protocol.length + 2)); // URL drops an empty query
  return request(target, { path, method, headers: all, signal, agent, maxHeaderSize: 128 << 10 });
}

const failed = (cause) => new TypeError('fetch failed', { cause });

/**
 * @param {import('node:http').IncomingMessage} incoming
 * @param {string} method
 */
function responseOf(incoming, method) {
  const status = incoming.statusCode > 599 ? 500 : incoming.statusCode; // a Response has no status above 599
  const headers = new Headers();
  for (let i = 0; i < incoming.rawHeaders.length; i += 2) {
    const [name, value] = incoming.rawHeaders.slice(i, i + 2);
    if (!hopByHop.test(name.toLowerCase())) headers.append(name, value);
  }
  if (method === 'HEAD' || [204, 205, 304].includes(status)) {
    incoming.resume();
    return new Response(null, { status, statusText: incoming.statusMessage, headers });
  }
  const body = decoded(incoming, headers);
  return new Response(toWebStream(body, () => body.destroy()), { status, statusText: incoming.statusMessage, headers });
}

const decoders = {
  gzip: () => zlib.createGunzip({ finishFlush: zlib.constants.Z_SYNC_FLUSH }),
  'x-gzip': () => zlib.createGunzip({ finishFlush: zlib.constants.Z_SYNC_FLUSH }),
  deflate: () => zlib.createInflate(),
  br: () => zlib.createBrotliDecompress(),
  zstd: () => zlib.createZstdDecompress?.(), // from Node 22.15 on
};

/** The body of a server that encodes although it was asked not to; the caller gets it decoded. */
function decoded(incoming, headers) {
  const decoder = decoders[headers.get('content-encoding')?.trim().toLowerCase() ?? '']?.();
  if (!decoder) return incoming;
  headers.delete('content-encoding');
  headers.delete('content-length');
  incoming.once('error', (error) => decoder.destroy(error));
  decoder.once('close', () => incoming.destroy());
  return incoming.pipe(decoder);
}
