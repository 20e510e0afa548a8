// ukemi/ai: what the AI SDK does with an error whose verdict it knows. Without the middleware
// its own isRetryable is the status's.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { createOpenAI } from '@ai-sdk/openai';
import { generateText, streamText, wrapLanguageModel } from 'ai';
import { ukemiMiddleware } from 'ukemi/ai';

const answer = {
  id: 'c', object: 'chat.completion', created: 1, model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: 'hello' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
};
const errorOf = (status, error, headers = {}) => () => Response.json({ error }, { status, headers });

/** A model whose provider gives these answers, the last one again and again. */
function provider(...answers) {
  const seen = [];
  const fetch = async (_, { signal }) => {
    signal?.throwIfAborted();
    seen.push(Date.now());
    return (answers[seen.length - 1] ?? answers.at(-1))();
  };
  const verdicts = [];
  const model = createOpenAI({ apiKey: 'k', fetch }).chat('m');
  const middleware = ukemiMiddleware({ onVerdict: (verdict) => verdicts.push(verdict.class) });
  return { seen, verdicts, plain: model, wrapped: wrapLanguageModel({ model, middleware }) };
}

const ask = (model) => generateText({ model, prompt: 'hi' }).catch((error) => error);
const noMoney = errorOf(
  429,
  { message: 'You exceeded your current quota', code: 'insufficient_quota' },
  { 'retry-after-ms': '0' },
);
const down = errorOf(503, { message: 'Service Unavailable' }, { 'retry-after-ms': '1' });
const success = () => Response.json(answer);

describe('ukemi/ai', () => {
  test('an empty account behind a 429 costs one call, not three', async () => {
    const { seen, plain, wrapped, verdicts } = provider(noMoney);
    await ask(plain);
    assert.equal(seen.splice(0).length, 3);
    const error = await ask(wrapped);
    assert.equal(seen.length, 1);
    assert.deepEqual([error.verdict.class, error.isRetryable, verdicts], ['billing', false, ['billing']]);
  });

  test('what a retry helps is retried', async () => {
    const { seen, wrapped, verdicts } = provider(down, down, success);
    assert.equal((await ask(wrapped)).text, 'hello');
    assert.deepEqual([seen.length, verdicts], [3, ['unavailable', 'unavailable']]);
  });

  test('a wait that only the body states is obeyed', async () => {
    const message = 'Rate limit reached. Please try again in 30ms.';
    const { seen, wrapped } = provider(errorOf(429, { message, code: 'rate_limit_exceeded' }), success);
    assert.equal((await ask(wrapped)).text, 'hello');
    const waited = seen[1] - seen[0];
    assert.ok(waited >= 29 && waited < 1500, `${waited} ms instead of the AI SDK's 2 s`);
  });

  test('what an edge has retried and given up is not sent again', async () => {
    const headers = {
      'x-ukemi-class': 'overloaded', 'x-ukemi-rule': 'code-full', 'x-ukemi-retry': 'true', 'x-should-retry': 'false',
    };
    const { seen, wrapped } = provider(errorOf(503, { message: 'busy' }, headers));
    const error = await ask(wrapped);
    assert.deepEqual([seen.length, error.verdict.exhausted, error.isRetryable], [1, true, false]);
  });

  test('a stream that cannot begin: the same', async () => {
    const { seen, wrapped } = provider(noMoney);
    let error;
    await streamText({ model: wrapped, prompt: 'hi', onError: (event) => void (error = event.error) }).consumeStream();
    assert.deepEqual([seen.length, error.verdict.class], [1, 'billing']);
  });

  test('a success and an abort are left alone', async () => {
    const { wrapped, verdicts } = provider(success);
    assert.equal((await ask(wrapped)).text, 'hello');
    const abortSignal = AbortSignal.abort();
    await assert.rejects(generateText({ model: wrapped, prompt: 'hi', abortSignal }), { name: 'AbortError' });
    assert.deepEqual(verdicts, []);
  });
});
