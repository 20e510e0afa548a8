// What every application does: a call that fails, and what it means in a line.

/**
 * @param {typeof import('ukemi').createFetch} createFetch
 * @param {string} api
 * @param {object} [options]
 */
export async function call(createFetch, api, options) {
  /** @type {import('ukemi').Verdict[]} */
  const verdicts = [];
  const fetch = createFetch({ onVerdict: (verdict) => verdicts.push(verdict), ...options });
  const response = await fetch(api + '/v1/chat/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"model":"m","messages":[]}',
  });
  const { error } = await response.json();
  const [verdict] = verdicts;
  if (!verdict || verdicts.length !== 1 || !error.message)
    throw new Error('onVerdict was not called once: ' + JSON.stringify({ verdicts, error }));
  return `${response.status} ${verdict.class} ${verdict.rule} retry=${verdict.retry} fault=${verdict.fault}`;
}
