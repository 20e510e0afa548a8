// An upstream that writes down what reaches it, and answers with whatever bytes
// a test wants; and a caller that sends bytes no HTTP client would.

import { createServer } from 'node:http';
import { connect } from 'node:net';

/**
 * @typedef {{method: string, url: string, headers: import('node:http').IncomingHttpHeaders, body: string}} Seen
 *
 * @param {(request: Seen) => string | Buffer | undefined} [answer] raw bytes of the whole answer;
 *   undefined is a plain 200
 * @returns {Promise<{url: string, host: string, seen: Seen[], take: () => Seen[], stop: () => Promise<void>}>}
 */
export async function startSink(answer = () => undefined) {
  /** @type {Seen[]} */
  const seen = [];
  const server = createServer({ maxHeaderSize: 1 << 20 }, async (request, response) => {
    let body = '';
    try {
      for await (const chunk of request) body += chunk;
    } catch {
      return; // an edge that cut its request; what did not arrive whole was not seen
    }
    const { method = '', url = '', headers } = request;
    seen.push({ method, url, headers, body });
    const raw = answer(seen[seen.length - 1]);
    if (raw !== undefined) return void response.socket?.end(raw);
    response.writeHead(200, { 'content-type': 'text/plain' }).end('fine');
  });
  // An upgrade is answered like any other request, and never granted.
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    seen,
    take: () => seen.splice(0),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * Send bytes and read until the other side ends.
 * @param {string} url of the edge
 * @param {string} bytes in latin1
 * @param {number} [timeLimit] ms after which the connection is cut
 * @returns {Promise<string>} what came back, in latin1
 */
export function sendRaw(url, bytes, timeLimit = 5_000) {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    let got = '';
    const timer = setTimeout(() => socket.destroy(), timeLimit);
    socket
      .setEncoding('latin1')
      .on('data', (chunk) => (got += chunk))
      .on('error', () => {})
      .on('end', () => socket.destroy());
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(got);
    });
    socket.write(bytes, 'latin1');
  });
}
