// Durable Objects that share nothing: the first question throws, the second one is never
// answered, the third one is answered with nonsense, and so on.

import { DurableObject } from 'cloudflare:workers';

export class Health extends DurableObject {
  #asked = 0;

  share() {
    switch (this.#asked++ % 3) {
      case 0: throw new Error('broken');
      case 1: return new Promise(() => {});
      default: return { hint: { targets: 'all', keys: [null, 7], at: -1e300 }, every: 'now' };
    }
  }
}

export default { fetch: () => new Response() };
