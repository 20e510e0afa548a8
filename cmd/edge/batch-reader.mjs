// Reads an upstream's stream on workerd, where each chunk that JavaScript reads costs as much as
// eight that are copied natively. Chunks that follow each other quickly are collected natively
// and read together. They are read before they are delivered, as single ones are.

/** ms; chunks that come more quickly are collected. */
const quickTime = 4;
/** Reads in a row that are quick before chunks are collected: collecting costs more where they are slow. */
const quickReads = 3;
/**
 * ms that chunks are collected at most. No chunk is delivered later by more. After one quick read
 * it is 2 ms, and doubles with each more: some upstreams send several chunks at a time.
 */
const collectTime = 8;
/** Bytes that are collected at most, and thereby memory for each stream. */
const collectSize = 64 << 10;
/** Bytes of a single read; the stream's chunks are rarely longer. */
const readSize = 4 << 10;

/**
 * In place of a ReadableStreamDefaultReader. To collect, the body is split into two branches. The
 * runtime draws one of them natively, which nobody uses, up to `collectSize` bytes ahead; thereby
 * the other one, which is read here, has all chunks that have arrived.
 */
export class BatchReader {
  #body;
  #reader;
  #buffer = new ArrayBuffer(readSize);
  #quickReads = 0;
  /** Reads the branch that is drawn. @type {any} */
  #drawn = null;
  /** Resolves when `collectSize` bytes were drawn, or when there are no more. @type {Promise<void> | null} */
  #full = null;
  #discarded = new ArrayBuffer(0);

  /** @param {ReadableStream<Uint8Array>} body */
  constructor(body) {
    this.#body = body;
    this.#reader = body.getReader({ mode: 'byob' });
  }

  /** @returns {Promise<{done: boolean, value?: Uint8Array}>} */
  async read() {
    if (this.#drawn && this.#quickReads > 0) await this.#collect();
    const startedAt = performance.now();
    const { done, value } = await this.#reader.read(new Uint8Array(this.#buffer));
    if (done) return { done };
    this.#quickReads = performance.now() - startedAt < quickTime ? this.#quickReads + 1 : 0;
    // A copy, because the watcher keeps chunks, and each would keep a whole buffer.
    const bytes = value.slice();
    this.#buffer = value.buffer;
    if (this.#drawn) this.#draw();
    else if (this.#quickReads >= quickReads) this.#split();
    return { done, value: bytes };
  }

  #split() {
    this.#reader.releaseLock();
    const [read, drawn] = this.#body.tee();
    const { readable, writable } = new IdentityTransformStream();
    drawn.pipeTo(writable).catch(() => {}); // the other branch has the same error
    this.#reader = read.getReader({ mode: 'byob' });
    this.#drawn = readable.getReader({ mode: 'byob' });
    this.#buffer = new ArrayBuffer(collectSize);
    this.#discarded = new ArrayBuffer(collectSize);
    this.#draw();
  }

  /** Let the runtime draw the next bytes, if it has drawn the last ones. They are no more than a read takes. */
  #draw() {
    this.#full ??= this.#drawn.readAtLeast(collectSize, new Uint8Array(this.#discarded)).then(({ done, value }) => {
      if (done) return;
      this.#discarded = value.buffer;
      this.#full = null;
    }).catch(() => {});
  }

  async #collect() {
    /** @type {any} */
    let timer;
    const ms = Math.min(collectTime, 2 ** this.#quickReads);
    await Promise.race([this.#full, new Promise((resolve) => (timer = setTimeout(resolve, ms)))]);
    clearTimeout(timer);
  }

  /** @param {unknown} [reason] */
  async cancel(reason) {
    this.#drawn?.cancel(reason).catch(() => {});
    await this.#reader.cancel(reason);
  }

  releaseLock() {
    this.#reader.releaseLock();
  }
}
