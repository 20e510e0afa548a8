// What stands in for the core until it is there: a rule that knows the status
// alone. It sends again what the server refused before any work, and leaves
// everything else as it came.

const refused = [408, 429, 503, 529];

/** @type {import('./core.js').CallCore} */
export function standIn(op, args, body) {
  return { result: ops[op](args), body: op === 'stream' ? /** @type {Uint8Array<ArrayBuffer>} */ (body) : new Uint8Array() };
}

/** @type {Record<string, (args: any) => object>} */
const ops = {
  model: () => ({ model: '' }),
  // What passes is not looked at; what breaks off must not look whole.
  stream({ how }) {
    if (how && how !== 'ended') throw new TypeError('terminated');
    return { state: 0, contents: 1, opened: true, started: true, done: Boolean(how), fault: null };
  },
  begin: ({ policy }) => ({ policy, state: {}, fallback: null, health: null }),
  react({ policy, state: { attempts = [] }, request, attempt: { status, headers, now, elapsed }, random }) {
    const said = Object.fromEntries(headers);
    const stated = said['retry-after'] ?? '';
    const backoff = Math.min(policy.initialBackoff * policy.backoffMultiplier ** attempts.length, policy.maxBackoff) * (1 - policy.jitter * random);
    const wait = Math.ceil(Math.max(backoff, Number(stated) * 1000 || Date.parse(stated) - now || 0));
    const resend = policy.mode === 'own' && request.replayable && refused.includes(status) && attempts.length + 1 < policy.maxAttempts
      && said['x-should-retry'] !== 'false' && !(Object.fromEntries(request.headers)['x-stainless-retry-count'] > 0)
      && wait <= policy.maxRetryAfter && elapsed + wait <= policy.maxElapsed;
    // The driver delivers the attempt as it came.
    if (!resend) throw new Error('the core is not there');
    const made = { status, class: 'unknown', model: '', wait, source: 'backoff' };
    return { action: 'resend', wait, reason: 'retry', verdict: null, record: { attempts: '' }, state: { attempts: [...attempts, made] }, health: null };
  },
};
