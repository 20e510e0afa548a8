// Bytes as the exchanges describe them; pkg/edge/healthy_data_test.go reads the
// same, README.md says what stands for what.

import { crc32, gzipSync } from 'node:zlib';

const text = JSON.stringify;

/**
 * @param {any} value
 * @returns {Buffer}
 */
export function bytesOf(value) {
  if (typeof value === 'string') return Buffer.from(value);
  if ('base64' in value) return Buffer.from(value.base64, 'base64');
  if ('join' in value) return Buffer.concat(value.join.map(bytesOf));
  if ('repeat' in value) return repeated(bytesOf(value.repeat), value.times);
  if ('gzip' in value) return gzipSync(bytesOf(value.gzip));
  if ('frame' in value) return frame(value.frame, bytesOf(value.payload));
  return Buffer.from(textOf(value));
}

/** What is text: JSON, a line of it, an event. */
function textOf(value) {
  if ('json' in value) return text(value.json);
  if ('line' in value) return text(value.line) + '\n';
  if ('chat' in value) return event(undefined, chunkOf(value));
  if ('typed' in value) return event(value.typed, { type: value.typed, ...value.data });
  if ('data' in value) return event(value.event, value.data);
  throw new Error(`no bytes: ${text(value).slice(0, 80)}`);
}

function event(name, data) {
  return `${name ? `event: ${name}\n` : ''}data: ${typeof data === 'string' ? data : text(data)}\n\n`;
}

/** A chunk of a chat completion. */
function chunkOf({ chat, finish = null, with: more }) {
  const choices = [{ index: 0, delta: chat, finish_reason: finish }];
  return { id: 'chatcmpl-1', object: 'chat.completion.chunk', model: 'm-1', choices, ...more };
}

function repeated(piece, times) {
  return Buffer.alloc(piece.length * times, piece);
}

/** A frame of application/vnd.amazon.eventstream. */
function frame(headers, payload) {
  const named = Object.entries(headers).map(([name, value]) => {
    const length = Buffer.alloc(3);
    length[0] = 7; // a string
    length.writeUInt16BE(value.length, 1);
    return Buffer.concat([Buffer.from([name.length]), Buffer.from(name), length, Buffer.from(value)]);
  });
  const head = Buffer.concat(named);
  const all = Buffer.alloc(head.length + payload.length + 16);
  all.writeUInt32BE(all.length, 0);
  all.writeUInt32BE(head.length, 4);
  all.writeUInt32BE(crc32(all.subarray(0, 8)), 8);
  head.copy(all, 12);
  payload.copy(all, 12 + head.length);
  all.writeUInt32BE(crc32(all.subarray(0, -4)), all.length - 4);
  return all;
}
