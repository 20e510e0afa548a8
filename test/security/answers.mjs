// Hostile answers of an upstream, byte for byte: what each tries, and what the
// caller must get.

import { gzipSync } from 'node:zlib';

/**
 * @param {string} status line without the version
 * @param {string[]} headers
 * @param {string | Buffer} body
 */
function http(status, headers, body) {
  const bytes = Buffer.from(body);
  return Buffer.concat([
    Buffer.from(
      [`HTTP/1.1 ${status}`, ...headers, `content-length: ${bytes.length}`, 'connection: close', '', ''].join('\r\n'),
      'latin1',
    ),
    bytes,
  ]);
}

const json = 'content-type: application/json';
const injection = 'x\r\nX-Injected: y\r\n\r\nHTTP/1.1 200 OK';
const error = (fields) =>
  JSON.stringify({ error: { message: 'It failed.', type: 'server_error', param: null, code: null, ...fields } });

/** A gigabyte of spaces in a megabyte of gzip, wrapped once more: made in parts, because it never exists as a whole. */
function bomb() {
  const part = gzipSync(Buffer.alloc(64 << 20, ' '), { level: 9 });
  return Buffer.concat(Array.from({ length: 16 }, () => part)); // gzip members in a row are one stream
}

/**
 * status: what the caller gets; says: what the body must hold.
 * @type {Record<string, {raw: () => Buffer | string, status: number, says?: string}>}
 */
export const answers = {
  'a header in the message': {
    raw: () => http('500 X', [json], error({ message: injection })),
    status: 500,
    says: 'X-Injected',
  },
  'a header in the code': {
    raw: () => http('400 X', [json], error({ code: injection, type: injection, param: injection })),
    status: 400,
  },
  'a header in the id': {
    raw: () => http('500 X', [json], JSON.stringify({ request_id: injection, error: { message: 'It failed.' } })),
    status: 500,
  },
  'NUL, escapes and letters of no ASCII': {
    raw: () =>
      http(
        '500 X',
        [json, 'x-request-id: r\xe9q\x80'],
        error({ message: '\0 \u001b[31mred\u001b[0m é 表 \u2028', code: '\0é', request_id: '表' }),
      ),
    status: 500,
    says: 'red',
  },
  'an id of a kilobyte': {
    raw: () => http('500 X', [json, `x-request-id: ${'r'.repeat(9000)}`], error({})),
    status: 500,
    says: 'It failed.',
  },
  'markup in the message': {
    raw: () => http('500 X', [json], error({ message: '<script>alert(1)</script>' })),
    status: 500,
    says: 'script',
  },
  'a page': {
    raw: () => http('500 X', ['content-type: text/html'], '<html><body><script>alert(1)</script></body></html>'),
    status: 500,
  },
  'no status that exists: 007': { raw: () => http('007 X', [json], '{}'), status: 502 },
  'no status that exists: 999': { raw: () => http('999 X', [json], error({})), status: 500, says: 'It failed.' },
  'a redirect elsewhere': { raw: () => http('307 X', ['location: {elsewhere}/v1/chat/completions'], ''), status: 307 },
  'headers in our name': { raw: () => http('500 X', [json, 'x-ukemi-model: spoofed'], error({})), status: 500 },
  'hop-by-hop headers': { raw: () => http('500 X', [json, 'upgrade: h2c', 'te: x'], error({})), status: 500 },
  'a length and chunks': {
    raw: () =>
      'HTTP/1.1 500 X\r\ncontent-type: application/json\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n' +
      'connection: close\r\n\r\n2\r\n{}\r\n0\r\n\r\nHTTP/1.1 200 OK\r\nx-injected: y\r\n\r\n',
    status: 500,
    npx: 502, // Node's parser refuses it
  },
  'two lengths': {
    raw: () =>
      `HTTP/1.1 500 X\r\n${json}\r\ncontent-length: 2\r\ncontent-length: 40\r\nconnection: close\r\n\r\n` +
      '{}HTTP/1.1 200 OK\r\nx-injected: y\r\n\r\n',
    status: 502,
  },
  'a megabyte of header': {
    raw: () => http('500 X', [json, `x-huge: ${'a'.repeat(1 << 20)}`], error({})),
    status: 502,
  },
  'an error of 30 MB': { raw: () => http('500 X', [json], error({ message: 'long '.repeat(6 << 20) })), status: 500 },
  'a gigabyte in gzip': { raw: () => http('500 X', [json, 'content-encoding: gzip'], bomb()), status: 500 },
  'gzip that is none': { raw: () => http('500 X', [json, 'content-encoding: gzip'], error({})), status: 500 },
  'a million brackets': { raw: () => http('500 X', [json], '['.repeat(1 << 20)), status: 500 },
  'a wait of 31,000 years': {
    raw: () =>
      http('429 X', [json, 'retry-after: 999999999999'], error({ type: 'requests', code: 'rate_limit_exceeded' })),
    status: 429,
  },
  'a wait that is text': {
    raw: () =>
      http(
        '429 X',
        [json, `retry-after: ${'9'.repeat(4000)}x`],
        error({ type: 'requests', code: 'rate_limit_exceeded' }),
      ),
    status: 429,
  },
};
