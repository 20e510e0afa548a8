// A stream of Node as a web stream. Unlike Readable.toWeb, it delivers what arrived before a
// failure, notices a failure that comes before the first read, and leaves it to its owner what
// happens when it is canceled.

/** Bytes that may wait to be read before the source is paused. */
const limit = 64 << 10;

/**
 * @param {import('node:stream').Readable} source
 * @param {() => void} onCancel
 * @returns {ReadableStream<Uint8Array>}
 */
export function toWebStream(source, onCancel) {
  /** @type {Buffer[]} */
  const chunks = [];
  let size = 0;
  let ended = false;
  /** @type {Error | undefined} */
  let failure;
  let wake = () => {};
  source.on('data', (chunk) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= limit) source.pause();
    wake();
  });
  source.once('end', () => {
    ended = true;
    wake();
  });
  source.on('error', (error) => {
    failure ??= error;
    wake();
  });
  source.once('close', () => {
    if (!ended) failure ??= Object.assign(new Error('the connection was closed'), { code: 'ECONNRESET' });
    wake();
  });
  return new ReadableStream({
    async pull(controller) {
      while (!chunks.length && !ended && !failure) await new Promise((resolve) => { wake = () => resolve(undefined); });
      const chunk = chunks.shift();
      if (chunk) {
        size -= chunk.length;
        if (size < limit) source.resume();
        controller.enqueue(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
      } else if (failure) controller.error(failure);
      else controller.close();
    },
    cancel() {
      chunks.length = 0;
      onCancel();
    },
  }, { highWaterMark: 0 });
}
