// The OpenAI SDK over createFetch: `make npm && node examples/javascript.mjs`.
// The API here is a stand-in that fails first; for a real one leave baseURL and
// apiKey out.

import { createServer } from 'node:http';

import OpenAI from 'openai';
import { createFetch, explain } from 'ukemi';

const api = await failing([
  [503, { error: { message: 'The server is overloaded.', type: 'server_error' } }],
  [
    200,
    { choices: [{ message: { role: 'assistant', content: 'To roll, and to stand again.' }, finish_reason: 'stop' }] },
  ],
  [
    429,
    {
      error: {
        message: 'You exceeded your current quota, please check your plan and billing details.',
        type: 'insufficient_quota',
        code: 'insufficient_quota',
      },
    },
  ],
]);

const client = new OpenAI({
  baseURL: api.url, apiKey: 'none',
  maxRetries: 0, // ukemi resends
  fetch: createFetch({
    mode: 'own',
    onCall: ({ attempts, class: meaning }) => console.log(`→ ${meaning || 'recovered'} [${attempts}]`),
  }),
});
const ask = () =>
  client.chat.completions.create({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'What is the art of falling?' }],
  });

console.log((await ask()).choices[0].message.content);
await ask().catch(async (error) => {
  const { title, steps } = await explain(error);
  console.log(`${error.status} ${title}\n${steps.map((step) => `  - ${step}`).join('\n')}`);
});
api.close();

/** An API that gives these answers in turn. */
async function failing(answers) {
  const server = createServer((_request, response) => {
    const [status, body] = answers.shift();
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  return {
    url: `http://127.0.0.1:${server.address().port}/v1`,
    close: () => (server.closeAllConnections(), server.close()),
  };
}
