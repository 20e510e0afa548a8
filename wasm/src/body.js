// Bodies: read up to a limit, put back what was read, made one of parts.

/** @typedef {Pick<ReadableStreamDefaultReader<Uint8Array>, 'read' | 'cancel'>} Rest of a stream */

/**
 * @param {Uint8Array[]} parts
 * @returns {Uint8Array<ArrayBuffer>} a copy, unless there is one part alone
 */
export function join(parts) {
  const some = parts.filter(({ length }) => length > 0);
  if (some.length === 1) return /** @type {Uint8Array<ArrayBuffer>} */ (some[0]);
  const all = new Uint8Array(some.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of some) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/**
 * @param {ReadableStream<Uint8Array> | null} stream
 * @param {number} max
 * @param {Promise<unknown>} [late] comes, with nothing, when no more is to be waited for
 * @returns {Promise<{bytes: Uint8Array<ArrayBuffer>, rest: Rest | null}>} rest is null when the stream has ended
 */
export async function readUpTo(stream, max, late) {
  if (!stream) return { bytes: new Uint8Array(), rest: null };
  const reader = stream.getReader();
  /** @type {Uint8Array[]} */
  const chunks = [];
  let length = 0;
  /** @type {ReturnType<Rest['read']> | null} what is being read */
  let next = null;
  const read = () => {
    const reading = next ?? reader.read();
    next = null;
    return reading;
  };
  let ended = false;
  while (length < max && !ended) {
    // A cut body is an error body all the same; what came of it is judged.
    next = reader.read().catch((error) => {
      if (length === 0) throw error;
      return { done: true, value: undefined };
    });
    const part = /** @type {any} */ (await (late ? Promise.race([next, late]) : next));
    if (!part) break;
    next = null;
    ended = part.done;
    if (part.value) {
      chunks.push(part.value);
      length += part.value.length;
    }
  }
  return { bytes: join(chunks), rest: ended ? null : { read, cancel: (reason) => reader.cancel(reason) } };
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {Rest | null} rest
 * @returns {Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>}
 */
export function putBack(bytes, rest) {
  if (!rest) return bytes;
  return new ReadableStream({
    start: (controller) => (bytes.length ? controller.enqueue(bytes) : undefined),
    async pull(controller) {
      const { done, value } = await rest.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => rest.cancel(reason),
  });
}
