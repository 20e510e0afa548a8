// The edge as a server on node:http: requests and answers in the form that edge.mjs has.

import { createServer, ServerResponse } from 'node:http';

import { failed } from '../edge.mjs';
import { destinationOf, joinPath } from '../join-path.mjs';
import { notForwarded } from '../not-forwarded.mjs';
import { open } from './send.mjs';
import { toWebStream } from './web-stream.mjs';

/** ms that calls may take to end after a signal. */
const drain = 30_000;

/** ms that a caller may read nothing of its answer; writeTimeout in pkg/edge is the same. */
const writeTimeout = 60_000;

/**
 * @param {{fetch: (request: Request, env: any, ctx?: any, written?: string) => Promise<Response>}} edge
 * @param {object} env settings and bindings
 * @param {string} upstream base URL, for WebSockets
 */
export function createEdgeServer(edge, env, upstream) {
  const server = createServer({ maxHeaderSize: 64 << 10, headersTimeout: 10_000, requestTimeout: 0 });
  server.keepAliveTimeout = 120_000;
  server.on('request', async (incoming, outgoing) => {
    if (isAmbiguous(incoming)) return deliver(badRequest(), outgoing);
    const gone = new AbortController();
    outgoing.once('close', () => outgoing.writableEnded || gone.abort());
    let response;
    try {
      const written = pathOf(incoming.url ?? '');
      response = await edge.fetch(requestOf(incoming, gone.signal), env, undefined, written);
    } catch (error) {
      if (gone.signal.aborted) return;
      response = failed(500, 'server_error', 'internal_error', `The edge failed: ${error?.message}`);
    }
    await deliver(response, outgoing, gone.signal);
  });
  server.on('upgrade', (incoming, socket, head) => {
    if (incoming.headers.upgrade?.toLowerCase() === 'websocket') tunnel(incoming, socket, head, upstream);
    else stay(incoming, socket, server);
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n');
  });
  return server;
}

/**
 * End a server at a signal: calls under way may end.
 * @param {import('node:http').Server} server
 * @param {() => void} onDrain
 */
export function drainOnSignal(server, onDrain) {
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      onDrain();
      server.close(() => process.exit(0));
      server.closeIdleConnections();
      setTimeout(() => process.exit(1), drain).unref();
    });
  }
}

/** Whether two servers could read a request differently; Node's parser refuses the other cases. */
const isAmbiguous = ({ headersDistinct, httpVersion }) =>
  (headersDistinct.host?.length ?? 0) > 1 || (httpVersion === '1.0' && 'transfer-encoding' in headersDistinct);

const badRequest = () =>
  failed(400, 'invalid_request_error', 'invalid_request', 'The request has two hosts, or chunks in HTTP/1.0.');

/** An upgrade to another protocol, such as h2c, is not made: the request is answered as it is. */
function stay(incoming, socket, server) {
  const outgoing = new ServerResponse(incoming);
  outgoing.shouldKeepAlive = false;
  outgoing.assignSocket(socket);
  outgoing.once('finish', () => socket.end());
  socket.on('error', () => {});
  server.emit('request', incoming, outgoing);
}

/** The path as it was written; a request to a proxy has a whole URL. */
const pathOf = (url) => url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '') || '/';

/**
 * @param {import('node:http').IncomingMessage} incoming
 * @param {AbortSignal} signal
 * @returns {Request}
 */
function requestOf(incoming, signal) {
  const method = incoming.method ?? 'GET';
  const headers = new Headers();
  for (let i = 0; i < incoming.rawHeaders.length; i += 2) {
    headers.append(incoming.rawHeaders[i], incoming.rawHeaders[i + 1]);
  }
  const path = (incoming.url ?? '/').replace(/^https?:\/\/[^/?#]*/i, '');
  const url = `http://${incoming.headers.host ?? 'localhost'}${path}`;
  const hasBody = 'content-length' in incoming.headers || 'transfer-encoding' in incoming.headers;
  // Canceled, the rest of a body is dropped as it arrives: the answer is still to be sent.
  const drop = () => {
    incoming.removeAllListeners('data');
    incoming.resume();
  };
  // Request refuses TRACE, and a body of GET and HEAD; edge.mjs refuses the one and drops the other.
  if (method === 'TRACE') return /** @type {any} */ ({ method, url, headers, signal, body: null });
  const body = hasBody && method !== 'GET' && method !== 'HEAD' ? toWebStream(incoming, drop) : undefined;
  return new Request(URL.canParse(url) ? url : 'http://localhost/', /** @type {any} */ ({
    method, headers, signal, body, duplex: 'half', redirect: 'manual',
  }));
}

/**
 * @param {Response} response
 * @param {import('node:http').ServerResponse} outgoing
 * @param {AbortSignal} [gone]
 */
async function deliver(response, outgoing, gone) {
  if (!outgoing.req.complete) outgoing.shouldKeepAlive = false; // its body may never end
  try {
    outgoing.writeHead(response.status, response.statusText || undefined, [...response.headers].flat());
    const reader = response.body?.getReader();
    if (!reader) return outgoing.end();
    outgoing.write('', 'latin1'); // flushHeaders would write the headers in UTF-8
    gone?.addEventListener('abort', () => reader.cancel(gone.reason).catch(() => {}));
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return outgoing.end();
      if (!outgoing.write(value)) await drained(outgoing);
    }
  } catch {
    outgoing.destroy(); // a body that broke must not look whole
  }
}

/**
 * Wait until the caller has read what was written, or is gone.
 * @param {import('node:http').ServerResponse} outgoing
 */
async function drained(outgoing) {
  outgoing.socket?.setTimeout(writeTimeout); // of a socket from which nobody reads; then the server closes it
  await new Promise((resolve) => {
    const end = () => resolve(outgoing.off('drain', end).off('close', end));
    outgoing.on('drain', end).on('close', end);
  });
  outgoing.socket?.setTimeout(0);
}

/**
 * The head of an answer as it is written.
 * @param {import('node:http').IncomingMessage} answer
 * @param {RegExp} without the headers that are left out
 * @param {string} more headers
 */
function headOf({ statusCode, statusMessage, rawHeaders }, without, more) {
  let head = `HTTP/1.1 ${statusCode} ${statusMessage}\r\n`;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (!without.test(rawHeaders[i])) head += `${rawHeaders[i]}: ${rawHeaders[i + 1]}\r\n`;
  }
  return `${head}${more}\r\n`;
}

/** A WebSocket cannot be retried and is passed through. */
function tunnel(incoming, socket, head, upstream) {
  const base = new URL(upstream);
  const refuse = (status) => socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\n\r\n`);
  const path = pathOf(incoming.url);
  if (isAmbiguous(incoming) || destinationOf(path) !== 'upstream') return refuse('400 Bad Request');
  const headers = new Headers(Object.entries(incoming.headersDistinct)
    .filter(([name]) => !notForwarded.test(name))
    .map(([name, values]) => [name, values.join(', ')]));
  const query = incoming.url.includes('?') ? incoming.url.slice(incoming.url.indexOf('?')) : '';
  const request = open(base.origin + joinPath(base.pathname, path) + query, { method: 'GET', headers });
  // Read, because otherwise nobody notices a caller that leaves before the upstream has answered.
  const early = [head];
  const keep = (chunk) => early.push(chunk) > 64 && socket.pause();
  const leave = () => request.destroy();
  socket.on('data', keep).on('error', leave).once('end', leave);
  let hasAnswer = false;
  request.on('error', () => (hasAnswer ? socket.destroy() : refuse('502 Bad Gateway')));
  request.once('response', (answer) => { // the upstream refuses; its answer ends with the connection
    hasAnswer = true;
    socket.write(headOf(answer, /^(connection|keep-alive|transfer-encoding)$/i, 'connection: close\r\n'), 'latin1');
    answer.pipe(socket);
  });
  request.once('upgrade', (answer, other, otherHead) => {
    socket.write(headOf(answer, /^$/, ''), 'latin1');
    socket.write(otherHead);
    socket.off('data', keep).off('end', leave);
    other.write(Buffer.concat(early));
    other.on('error', () => socket.destroy());
    socket.on('close', () => other.destroy());
    other.pipe(socket).pipe(other);
  });
  request.end();
}
