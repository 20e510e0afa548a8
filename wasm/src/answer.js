// An answer that was made here says of itself what the upstream's does, which
// Response's own constructor cannot be told.

export class Answer extends Response {
  #from;

  /**
   * @param {BodyInit | null} body
   * @param {ResponseInit} init
   * @param {any} from the upstream's Response; the Request where there is none
   */
  constructor(body, init, from) {
    super(body, init);
    this.#from = from;
  }

  get url() {
    return this.#from?.url ?? '';
  }

  get redirected() {
    return !!this.#from?.redirected;
  }

  get type() {
    return this.#from?.type ?? 'default';
  }

  clone() {
    const copy = super.clone();
    return new Answer(copy.body, copy, this.#from);
  }
}
