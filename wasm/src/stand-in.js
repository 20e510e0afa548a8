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
  react({ policy, state, request, attempt, random }) {
    const attempts = state.attempts ?? [];
    /** @param {string} name */
    const header = (name, list = attempt.headers ?? []) => list.find((/** @type {string[]} */ [key]) => key === name)?.[1];
    const stated = header('retry-after') ?? '';
    const backoff = Math.min(policy.initialBackoff * policy.backoffMultiplier ** attempts.length, policy.maxBackoff) * (1 - policy.jitter * random);
    const wait = Math.ceil(Math.max(backoff, (Number(stated) * 1000 || Date.parse(stated) - attempt.now) || 0));
    const resend = policy.mode === 'own' && request.replayable && refused.includes(attempt.status) && attempts.length + 1 < policy.maxAttempts
      && header('x-should-retry') !== 'false' && !(Number(header('x-stainless-retry-count', request.headers)) > 0)
      && wait <= policy.maxRetryAfter && attempt.elapsed + wait <= policy.maxElapsed;
    // The driver delivers the attempt as it came.
    if (!resend) throw new Error('the core is not there');
    const made = { status: attempt.status, class: 'unknown', model: '', wait, source: 'backoff' };
    return { action: 'resend', wait, reason: 'retry', verdict: null, trail: '', state: { ...state, attempts: [...attempts, made] }, health: null };
  },
};
