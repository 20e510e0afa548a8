// A Response that is built here in place of the upstream's. Response's constructor
// does not accept `url`, `redirected` and `type`; this class copies them.

export class Answer extends Response {
  #source;

  /**
   * @param {BodyInit | null} body
   * @param {any} init a ResponseInit or a Response; what Response does not accept is replaced: a status above 599,
   *   which some servers send (599 itself means a timeout), and letters of a reason phrase
   * @param {any} source the upstream's Response, or the Request if there was no response
   */
  constructor(body, { status, statusText, headers }, source) {
    super(body, { status: status > 599 ? 500 : status, statusText: statusText?.replace(/[^ -~]/g, ''), headers });
    this.#source = source;
  }

  get url() {
    return this.#source?.url ?? '';
  }

  get redirected() {
    return this.#source?.redirected ?? false;
  }

  get type() {
    return this.#source?.type ?? 'default';
  }

  clone() {
    return new Answer(super.clone().body, this, this.#source);
  }
}
