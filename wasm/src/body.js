// Reading and rebuilding bodies: join chunks, decode them, read up to a limit, put back the bytes read.

/**
 * The unread part of a stream. Its cancel never rejects.
 * @typedef {Pick<ReadableStreamDefaultReader<Uint8Array>, 'read' | 'cancel'>} Rest
 */

const decoder = new TextDecoder();

/** @param {Uint8Array} bytes */
export const decode = (bytes) => decoder.decode(bytes);

/**
 * @param {Uint8Array[]} parts
 * @returns {Uint8Array<ArrayBuffer>} a copy; the part itself if only one is not empty
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
 * @param {number} max bytes after which reading stops; the last chunk may exceed it
 * @param {any} [deadline] ms, or a promise that resolves with undefined or null when reading must stop
 * @returns {Promise<{bytes: Uint8Array<ArrayBuffer>, rest: Rest | null}>} rest is null if the stream has ended
 */
export async function readUpTo(stream, max, deadline) {
  if (!stream) return { bytes: new Uint8Array(), rest: null };
  const reader = stream.getReader();
  /** @type {Uint8Array[]} */
  const chunks = [];
  let length = 0;
  /** The read that the deadline interrupted; its chunk belongs to the rest. @type {ReturnType<Rest['read']> | null} */
  let pending = null;
  const read = () => {
    const reading = pending ?? reader.read();
    pending = null;
    return reading;
  };
  /** @type {any} */
  let timer;
  const expired = deadline > 0 ? new Promise((resolve) => (timer = setTimeout(resolve, deadline))) : deadline;
  let ended = false;
  try {
    while (length < max && !ended) {
      // A body that is cut counts as ended: the bytes that arrived are classified.
      pending = reader.read().catch((error) => {
        if (length === 0) throw error;
        return { done: true, value: undefined };
      });
      const result = await (expired ? Promise.race([pending, expired]) : pending);
      if (!result) break;
      pending = null;
      ended = result.done;
      if (result.value) {
        chunks.push(result.value);
        length += result.value.length;
      }
    }
  } finally {
    clearTimeout(timer);
  }
  /** @param {any} [reason] */
  const cancel = (reason) => reader.cancel(reason).catch(() => {});
  return { bytes: join(chunks), rest: ended ? null : { read, cancel } };
}

/**
 * A body that consists of bytes already read and the rest.
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {Rest | null} rest
 * @returns {Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>}
 */
export function putBack(bytes, rest) {
  if (!rest) return bytes;
  return new ReadableStream({
    start(controller) {
      if (bytes.length) controller.enqueue(bytes);
    },
    async pull(controller) {
      const { done, value } = await rest.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => rest.cancel(reason),
  });
}
