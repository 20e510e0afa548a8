// A Response that is built here in place of the upstream's. Response's constructor
// does not accept `url`, `redirected` and `type`; this class copies them.

export class Answer extends Response {
  #source;

  /**
   * @param {BodyInit | null} body
   * @param {ResponseInit} init
   * @param {any} source the upstream's Response, or the Request if there was no response
   */
  constructor(body, init, source) {
    super(body, init);
    this.#source = source;
  }

  get url() {
    return this.#source?.url ?? '';
  }

  get redirected() {
    return !!this.#source?.redirected;
  }

  get type() {
    return this.#source?.type ?? 'default';
  }

  clone() {
    const copy = super.clone();
    return new Answer(copy.body, copy, this.#source);
  }
}
