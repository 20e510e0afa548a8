// A replacement for the core while it is not available. It decides from the status alone:
// it resends a request that the server rejected before doing any work; everything else is
// delivered unchanged.

/** Statuses of a request on which no work was done. */
const rejected = [408, 429, 503, 529];

/** @type {import('./core.js').CallCore} */
export const statusOnlyCore = (op, args) => ({ result: ops[op](args), body: new Uint8Array() });

/** @type {Record<string, (args: any) => object>} */
const ops = {
  model: () => ({}),
  begin: ({ policy }) => ({ policy, state: {}, fallback: null, health: null }),
  react({ policy, state: { attempts = [] }, request, attempt: { status, headers, now, elapsed }, random }) {
    const answer = Object.fromEntries(headers);
    const stated = answer['retry-after'] ?? '';
    const statedMs = +stated * 1000 || Date.parse(stated) - now || 0;
    const full = Math.min(policy.initialBackoff * policy.backoffMultiplier ** attempts.length, policy.maxBackoff);
    const backoff = full * (1 - policy.jitter * random);
    const wait = Math.ceil(Math.max(backoff, statedMs));
    const resend = policy.mode === 'own' && request.replayable
      && rejected.includes(status) && attempts.length + 1 < policy.maxAttempts
      && answer['x-should-retry'] !== 'false'
      && !(Object.fromEntries(request.headers)['x-stainless-retry-count'] > 0)
      && wait <= policy.maxRetryAfter && elapsed + wait <= policy.maxElapsed;
    if (!resend) throw new Error('the core is not there');
    const made = { status, class: 'unknown', model: '', wait, source: 'backoff' };
    const state = { attempts: [...attempts, made] };
    return { action: 'resend', wait, reason: 'retry', verdict: null, record: { attempts: '' }, state, health: null };
  },
};
