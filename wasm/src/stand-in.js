// What stands in for the core while it is not there: a rule that knows the
// status alone. It sends again what the server refused before any work, and has
// everything else delivered as it came.

const refused = [408, 429, 503, 529];

/** @type {import('./core.js').CallCore} */
export const standIn = (op, args) => ({ result: ops[op](args), body: new Uint8Array() });

/** @type {Record<string, (args: any) => object>} */
const ops = {
  model: () => ({}),
  begin: ({ policy }) => ({ policy, state: {}, fallback: null, health: null }),
  react({ policy, state: { attempts = [] }, request, attempt: { status, headers, now, elapsed }, random }) {
    const said = Object.fromEntries(headers);
    const stated = said['retry-after'] ?? '';
    const backoff = Math.min(policy.initialBackoff * policy.backoffMultiplier ** attempts.length, policy.maxBackoff) * (1 - policy.jitter * random);
    const wait = Math.ceil(Math.max(backoff, Number(stated) * 1000 || Date.parse(stated) - now || 0));
    const resend = policy.mode === 'own' && request.replayable && refused.includes(status) && attempts.length + 1 < policy.maxAttempts
      && said['x-should-retry'] !== 'false' && !(Object.fromEntries(request.headers)['x-stainless-retry-count'] > 0)
      && wait <= policy.maxRetryAfter && elapsed + wait <= policy.maxElapsed;
    if (!resend) throw new Error('the core is not there');
    const made = { status, class: 'unknown', model: '', wait, source: 'backoff' };
    return { action: 'resend', wait, reason: 'retry', verdict: null, record: { attempts: '' }, state: { attempts: [...attempts, made] }, health: null };
  },
};
