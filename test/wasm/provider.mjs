// A provider in a function, and what the tests ask it.

export const url = 'http://provider.test/v1/chat/completions';

/** Without waits. */
export const policy = { initialBackoff: 1, maxBackoff: 1 };

/**
 * A provider that fails once, then answers; it reads every body.
 * @param {Response[]} [answers]
 */
export function provider(answers = [new Response('busy', { status: 503 }), Response.json({ choices: [] })]) {
  /** @type {{type: string | null, text: string, request: Request}[]} */
  const seen = [];
  const fetch = async (input, init) => {
    const request = new Request(input, init);
    seen.push({ request, type: request.headers.get('content-type'), text: await request.text() });
    return answers[Math.min(seen.length, answers.length) - 1].clone();
  };
  return { seen, fetch };
}
