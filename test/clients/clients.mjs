// The clients that applications use, unchanged, each as one call: what an
// application gets, in a form that can be compared.

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { createOpenAI } from '@ai-sdk/openai';
import Anthropic from '@anthropic-ai/sdk';
import { generateText, streamText } from 'ai';
import OpenAI from 'openai';

/**
 * @typedef {object} Target
 * @property {string} url without /v1
 * @property {string} key a session of the demo provider's
 * @property {string} model
 * @property {number} [temperature]
 * @property {typeof globalThis.fetch} [fetch] the global one
 *
 * @typedef {object} Client
 * @property {(target: Target) => Promise<string | null>} answer
 * @property {(target: Target) => AsyncIterable<string>} parts of a streamed answer's text
 *
 * @typedef {{text?: string, status?: number, code?: string, type?: string, message?: string}} Outcome
 */

const messages = [{ role: /** @type {const} */ ('user'), content: 'hi' }];

const openaiOf = ({ url, key, fetch }) => new OpenAI({ baseURL: `${url}/v1`, apiKey: key, fetch }).chat.completions;

/** @type {Client} */
const openai = {
  answer: async ({ model, ...target }) =>
    (await openaiOf(target).create({ model, messages })).choices[0].message.content,
  async *parts({ model, temperature, ...target }) {
    for await (const { choices } of await openaiOf(target).create({ model, temperature, messages, stream: true }))
      yield choices[0]?.delta.content ?? '';
  },
};

const anthropicOf = ({ url, key, fetch }) =>
  new Anthropic({ baseURL: url, authToken: key, apiKey: null, fetch }).messages;
const textOf = ({ content }) => content.map((block) => (block.type === 'text' ? block.text : '')).join('');

/** @type {Client} */
const anthropic = {
  answer: async ({ model, ...target }) => textOf(await anthropicOf(target).create({ model, max_tokens: 99, messages })),
  async *parts({ model, temperature, ...target }) {
    for await (const event of await anthropicOf(target).create({
      model,
      temperature,
      max_tokens: 99,
      messages,
      stream: true,
    })) {
      if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') yield event.delta.text;
    }
  },
};

/** Anthropic's helper, which puts the message together. @type {Client} */
const anthropicHelper = {
  answer: anthropic.answer,
  async *parts({ model, temperature, ...target }) {
    const stream = anthropicOf(target).stream({ model, temperature, max_tokens: 99, messages });
    let text = '';
    for await (const event of stream) {
      if (event.type !== 'content_block_delta' || event.delta.type !== 'text_delta') continue;
      text += event.delta.text;
      yield event.delta.text;
    }
    if (textOf(await stream.finalMessage()) !== text) throw new Error('the message is not what was streamed');
  },
};

const aiCall = ({ url, key, model, temperature, fetch }) => ({
  model: createOpenAI({ baseURL: `${url}/v1`, apiKey: key, fetch }).chat(model),
  temperature,
  prompt: 'hi',
});

/** @type {Client} */
const ai = {
  answer: async (target) => (await generateText(aiCall(target))).text,
  async *parts(target) {
    for await (const part of streamText({ ...aiCall(target), onError() {} }).fullStream) {
      if (part.type === 'error') throw part.error;
      if (part.type === 'text-delta') yield part.text;
    }
  },
};

const goModule = fileURLToPath(new URL('go', import.meta.url));
const execute = promisify(execFile);
/** @type {Promise<{folder: string, program: string}> | undefined} */
let built;

/** The Go client's program, built once for all calls of this process. */
async function build() {
  const folder = await mkdtemp(join(tmpdir(), 'ukemi-openai-go-'));
  const program = join(folder, 'client');
  await execute('go', ['build', '-o', program, '.'], { cwd: goModule });
  return { folder, program };
}

/** Remove what was built; for the end of the tests. */
export async function cleanUp() {
  if (built) await rm((await built).folder, { recursive: true, force: true });
}

async function runGo({ url, key, model }, ...more) {
  const { program } = await (built ??= build());
  const { stdout } = await execute(program, [`${url}/v1`, key, model, ...more]);
  const outcome = JSON.parse(stdout);
  if (outcome.text === undefined) throw outcome;
  return outcome.text;
}

/** @type {Client} */
const openaiGo = {
  answer: (target) => runGo(target),
  async *parts(target) {
    yield await runGo(target, 'stream');
  },
};

/** @type {Record<string, Client>} */
const all = {
  openai,
  '@anthropic-ai/sdk': anthropic,
  '@anthropic-ai/sdk, helper': anthropicHelper,
  ai,
  'openai-go': openaiGo,
};

/** One of each kind. */
export const clients = Object.keys(all).filter((name) => name !== '@anthropic-ai/sdk, helper');

/** Those whose streams can be read as they come. */
export const readers = Object.keys(all).filter((name) => name !== 'openai-go');

/**
 * @param {string} client
 * @param {Target & {stream?: boolean}} target
 * @returns {Promise<Outcome>} the text, or what the client's error bears
 */
export async function call(client, { stream = false, ...target }) {
  try {
    if (!stream) return { text: (await all[client].answer(target)) ?? '' };
    const { text, error } = await read(client, target);
    return error ? outcomeOf(error) : { text };
  } catch (error) {
    return outcomeOf(error);
  }
}

/**
 * @param {string} client
 * @param {Target} target
 * @returns {Promise<{text: string, error?: any}>} what came of a stream, and what was thrown then
 */
export async function read(client, target) {
  let text = '';
  try {
    for await (const part of all[client].parts(target)) text += part;
  } catch (error) {
    return { text, error };
  }
  return { text };
}

/**
 * The AI SDK wraps the last error and keeps the body's fields in `data`,
 * Anthropic's keeps the body in `error`.
 */
function outcomeOf(thrown) {
  const error = thrown.lastError ?? thrown;
  const fields = error.data?.error ?? error.error?.error ?? error;
  return {
    status: error.statusCode ?? error.status,
    code: fields.code ?? undefined,
    type: fields.type ?? undefined,
    message: fields.message ?? error.message,
  };
}
