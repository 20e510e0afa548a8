// Durable Objects that report each question to the upstream: POST /asked.

import { DurableObject } from 'cloudflare:workers';

export class Health extends DurableObject {
  /** @param {{entries?: {upstream: string}[]}} ledger */
  async share(ledger) {
    const hint = { at: Date.now(), targets: [] };
    await fetch(this.ctx.id.name.split(' ')[0] + '/asked', { method: 'POST', body: JSON.stringify(ledger) });
    return { hint, every: 2_000, quiet: true };
  }
}

export default { fetch: () => new Response() };
