// Makes one call through the edge and reports its attempts from the demo provider's log.

const pollInterval = 200; // ms

/**
 * Each call has a session of its own, because a model's misbehavior depends on the number of
 * its requests.
 * @param {string} model
 * @param {boolean} stream
 * @param {AbortSignal} signal
 * @param {{
 *   attempt: (n: number, ms: number) => void,
 *   head: (answer: Answer) => void,
 *   body: (text: string) => void,
 * }} view
 *
 * @typedef {{status: number, statusText: string, headers: [string, string][], ms: number}} Answer
 */
export async function callModel(model, stream, signal, view) {
  const session = crypto.randomUUID();
  const startedAt = performance.now();
  const elapsed = () => performance.now() - startedAt;
  const polling = pollLog(session, (n) => view.attempt(n, elapsed()));
  try {
    const response = await fetch('/v1/chat/completions', {
      method: 'POST', signal,
      headers: { 'content-type': 'application/json', authorization: 'Bearer demo', 'x-demo-session': session },
      body: JSON.stringify({ model, stream, messages: [{ role: 'user', content: 'hi' }] }),
    });
    view.head({
      status: response.status,
      statusText: response.statusText,
      headers: [...response.headers],
      ms: elapsed(),
    });
    const decoder = new TextDecoder();
    for await (const chunk of /** @type {any} */ (response.body)) view.body(decoder.decode(chunk, { stream: true }));
  } finally {
    clearInterval(polling);
  }
}

function pollLog(session, onAttempt) {
  let n = 0;
  return setInterval(async () => {
    const log = await fetch('/_demo/log?session=' + session).then(
      (response) => (response.ok ? response.json() : []),
      () => [],
    );
    while (n < log.length) onAttempt(++n);
  }, pollInterval);
}

/**
 * The trail of x-ukemi-attempts as the steps of a timeline. The trail contains the waits; the
 * rest of the time is divided equally among the attempts.
 * @param {string} trail '503;wait=480;src=backoff, 200'
 * @param {number} ms the duration of the whole call
 */
export function stepsOf(trail, ms) {
  const items = trail.split(', ').map((item) => {
    const [outcome, ...rest] = item.split(';');
    const facts = Object.fromEntries(rest.map((pair) => pair.split('=')));
    return { outcome, wait: Number(facts.wait ?? 0), source: facts.src ?? null, model: facts.model ?? '' };
  });
  const waited = items.reduce((sum, { wait }) => sum + wait, 0);
  const each = Math.max((ms - waited) / items.length, 1);
  let at = 0;
  return items.map(({ outcome, wait, source, model }, i) => {
    const start = at;
    at += each + wait;
    const status = Number(outcome) || null;
    const last = i === items.length - 1;
    return {
      start, end: start + each, wait, waitMin: wait, waitMax: wait, source, model, status,
      class: status && status < 400 ? null : outcome, action: last ? 'deliver' : 'resend',
    };
  });
}
