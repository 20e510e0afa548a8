// The SDKs that applications use, unchanged, over streams that break: through
// both edges, and over createFetch. An answer that was taken up is the whole
// answer, character for character; one that was not ends in the SDK's own
// exception, with what happened as its message, after no more than what came.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { createFetch } from 'ukemi';

import { startDemo } from '../demo/demo.mjs';
import { read, readers } from './clients.mjs';
import { seenOf, throughEdges } from './edges.mjs';

const words = 'The art of falling is to roll, and to stand again where others lie down.'.split(/(?<= )/);
const tokens = (n) => Array.from({ length: n }, (_, i) => words[i % words.length]).join('');

/**
 * What must come of a model: n tokens of text, then what is thrown, if
 * anything; for Anthropic's SDK its type, for the others its code.
 */
const streams = [
  { about: 'a whole answer', model: 'demo-stream-long', text: tokens(60), calls: 1 },
  { about: 'failed before its first word', model: 'demo-stream-error-role', text: tokens(15), calls: 2 },
  { about: 'cut, taken up', model: 'demo-stream-cut-once', temperature: 0, text: tokens(60), calls: 2 },
  { about: 'cut twice, taken up', model: 'demo-stream-cut-twice', temperature: 0, text: tokens(60), calls: 3 },
  { about: 'taken up with other tokens', model: 'demo-stream-recut', temperature: 0, text: tokens(60), calls: 2 },
  {
    about: 'cut, answered differently',
    model: 'demo-stream-differs',
    temperature: 0,
    text: tokens(40),
    calls: 2,
    says: 'The stream was cut, and the model answered differently when it was asked again.',
    code: 'connection_error',
    type: 'api_error',
  },
  {
    about: 'cut',
    model: 'demo-stream-cut',
    text: tokens(40),
    calls: 1,
    says: 'The stream was cut before the answer was finished.',
    code: 'connection_error',
    type: 'api_error',
  },
  {
    about: 'ended early',
    model: 'demo-stream-ended',
    text: tokens(20),
    calls: 1,
    says: 'The stream ended before the answer was finished.',
    code: 'connection_error',
    type: 'api_error',
  },
  {
    about: 'silent',
    model: 'demo-stream-stall',
    text: tokens(20),
    calls: 1,
    says: 'The stream fell silent before the answer was finished.',
    code: 'timeout',
    type: 'timeout_error',
  },
  {
    about: 'an error in the middle',
    model: 'demo-stream-error',
    text: tokens(20),
    calls: 1,
    says: 'The server had an error while processing your request.',
    code: 'internal_error',
    type: 'api_error',
  },
  {
    about: 'overloaded in the middle',
    model: 'demo-stream-overloaded',
    text: tokens(20),
    calls: 1,
    says: /overloaded/i,
    code: 'overloaded',
    type: 'overloaded_error',
  },
];

/** What each SDK throws, and where it keeps the fields of the error. */
const exceptions = {
  openai: (error) => [error instanceof OpenAI.APIError, error.message, error.code],
  '@anthropic-ai/sdk': (error) => [
    error instanceof Anthropic.APIError,
    error.error.error.message,
    error.error.error.code,
    error.type,
  ],
  '@anthropic-ai/sdk, helper': (error) => exceptions['@anthropic-ai/sdk'](error),
  ai: (error) => [error.name === 'AI_StreamProviderError', error.message, error.code],
};

/** @param {() => {url: string, demo: {url: string}, fetch?: typeof fetch}} way */
function check(way) {
  for (const client of readers) {
    for (const { about, model, temperature, text, calls, says, code, type } of streams) {
      test(`${client}: ${about}`, async () => {
        const { url, demo, fetch } = way();
        const key = `${fetch ? 'createFetch' : 'edge'} ${client} ${model}`;
        const got = await read(client, { url, key, model, temperature, fetch });
        assert.equal(got.text, text);
        assert.equal((await seenOf(demo, key)).length, calls, 'calls upstream');
        if (!says) return assert.ifError(got.error);
        const [own, message, hasCode, hasType] = exceptions[client](got.error);
        assert.ok(own, `${got.error.name}, which is not the SDK's exception`);
        says instanceof RegExp ? assert.match(message, says) : assert.equal(message, says);
        assert.equal(hasCode, code);
        if (hasType) assert.equal(hasType, type);
      });
    }
  }
}

// All at once: where nothing comes they wait.
throughEdges('SDKs over streams', (edge) => check(() => edge), {
  concurrency: 8,
  more: { UKEMI_STREAM_IDLE_TIMEOUT: '2s' },
});

// One by one: what came before a cut is lost to a process that was too busy to
// read it, and then there is nothing to take up.
describe('SDKs over createFetch', () => {
  const own = createFetch({
    mode: 'own',
    policy: { streamIdleTimeout: 800, initialBackoff: 2, maxBackoff: 8, retryBudget: 0, breakerFailures: 0 },
  });
  let demo;
  before(async () => {
    demo = await startDemo();
  });
  after(() => demo?.stop());
  check(() => ({ url: demo.url, demo, fetch: own }));
});
