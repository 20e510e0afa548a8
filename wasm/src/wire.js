// The core's byte interface: one encoded call in, one encoded answer out. The
// Go half is internal/wire/wire.go, which lists the ops, and begins with the
// same words.
//
//   call    op \n arguments (JSON on one line) \n body (raw bytes, may be empty)
//   answer  result (JSON on one line) \n body (raw bytes, may be empty)

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const newline = 10;

/**
 * @param {string} op
 * @param {object} args
 * @param {Uint8Array | string} [body]
 * @returns {Uint8Array[]} the head and the body, which are not joined: a copy costs as much as all of JSON.stringify
 */
export const encodeCall = (op, args, body = '') => [`${op}\n${JSON.stringify(args)}\n`, body]
  .map((part) => (typeof part === 'string' ? encoder.encode(part) : part));

/**
 * @param {Uint8Array} answer may be the core's own memory; the returned body is a copy
 * @returns {{result: any, body: Uint8Array<ArrayBuffer>}}
 * @throws {TypeError} if the core rejected the call
 */
export function decodeAnswer(answer) {
  const end = answer.indexOf(newline);
  const result = JSON.parse(decoder.decode(answer.subarray(0, end)));
  if (typeof result.error === 'string') throw new TypeError('ukemi: ' + result.error);
  return { result, body: answer.slice(end + 1) };
}
