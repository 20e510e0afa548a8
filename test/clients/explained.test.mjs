// What explain makes of the errors of the AI SDK for a stream that broke: without ukemi
// it throws an error with the status 200 and no body, over ukemi one with a status of its
// own making. Both are an answer that was cut.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { inspect } from 'node:util';

import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { streamText } from 'ai';
import { createFetch, explain, isRetryable } from 'ukemi';

import { startDemo } from '../demo/demo.mjs';

const models = {
  chat: (options, model) => createOpenAI({ ...options, apiKey: 'k' }).chat(model),
  compatible: (options, model) => createOpenAICompatible({ ...options, name: 'demo' })(model),
};
const fetches = { direct: undefined, own: createFetch({ mode: 'own' }), advise: createFetch() };

describe('a cut stream under the AI SDK', () => {
  let demo;
  before(async () => (demo = await startDemo()));
  after(() => demo.stop());
  for (const [how, fetch] of Object.entries(fetches)) {
    for (const [kind, make] of Object.entries(models)) {
      test(`${how}, ${kind}`, async () => {
        let error;
        const model = make({ baseURL: `${demo.url}/v1`, fetch }, 'demo-stream-cut');
        const onError = (event) => void (error = event.error);
        const result = streamText({ model, prompt: 'hi', maxRetries: 0, onError });
        try {
          for await (const _ of result.fullStream);
        } catch (thrown) {
          error = thrown;
        }
        const { title, verdict } = await explain(error);
        assert.deepEqual([title, verdict.class, verdict.rule], ['The answer was cut', 'connection', 'failure-cut']);
        assert.equal(await isRetryable(error), true);
        const { text } = await explain(error, { audience: 'user' });
        assert.equal(text, 'The answer was cut off before it was complete. Please try again.');
        assert.equal((await explain(inspect(error))).verdict.class, 'connection', 'pasted');
      });
    }
  }
});
