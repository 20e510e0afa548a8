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
 * @property {string} key a session of the wall's
 * @property {string} model
 * @property {boolean} [stream]
 * @property {typeof globalThis.fetch} [fetch] the global one
 *
 * @typedef {{text?: string, status?: number, code?: string, type?: string, message?: string}} Outcome
 */

const messages = [{ role: /** @type {const} */ ('user'), content: 'hi' }];

/** @param {Target} target */
async function openai({ url, key, model, stream = false, fetch }) {
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: key, fetch });
  if (!stream) return (await client.chat.completions.create({ model, messages })).choices[0].message.content;
  let text = '';
  for await (const chunk of await client.chat.completions.create({ model, messages, stream })) text += chunk.choices[0]?.delta.content ?? '';
  return text;
}

/** @param {Target} target */
async function anthropic({ url, key, model, stream = false, fetch }) {
  const client = new Anthropic({ baseURL: url, authToken: key, apiKey: null, fetch });
  const call = { model, max_tokens: 99, messages };
  const { content } = stream ? await client.messages.stream(call).finalMessage() : await client.messages.create(call);
  return content.map((block) => (block.type === 'text' ? block.text : '')).join('');
}

/** @param {Target} target */
async function ai({ url, key, model, stream = false, fetch }) {
  const call = { model: createOpenAI({ baseURL: `${url}/v1`, apiKey: key, fetch }).chat(model), prompt: 'hi' };
  if (!stream) return (await generateText(call)).text;
  let text = '';
  for await (const part of streamText({ ...call, onError() {} }).fullStream) {
    if (part.type === 'error') throw part.error;
    if (part.type === 'text-delta') text += part.text;
  }
  return text;
}

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

/** @param {Target} target */
async function openaiGo({ url, key, model, stream = false }) {
  const { program } = await (built ??= build());
  const { stdout } = await execute(program, [`${url}/v1`, key, model, ...(stream ? ['stream'] : [])]);
  const outcome = JSON.parse(stdout);
  if (outcome.text === undefined) throw outcome;
  return outcome.text;
}

/** @type {Record<string, (target: Target) => Promise<string | null>>} */
const calls = { openai, '@anthropic-ai/sdk': anthropic, ai, 'openai-go': openaiGo };

export const clients = Object.keys(calls);

/**
 * @param {string} client
 * @param {Target} target
 * @returns {Promise<Outcome>} the text, or what the client's error bears
 */
export async function call(client, target) {
  try {
    return { text: (await calls[client](target)) ?? '' };
  } catch (error) {
    return outcomeOf(error);
  }
}

/**
 * The AI SDK wraps the last error and keeps the body's fields in `data`,
 * Anthropic's keeps the body in `error`.
 */
function outcomeOf(thrown) {
  const error = thrown.lastError ?? thrown;
  const said = error.data?.error ?? error.error?.error ?? error;
  return { status: error.statusCode ?? error.status, code: said.code ?? undefined, type: said.type ?? undefined, message: said.message ?? error.message };
}

/** What the wall saw of a key. */
export const seenOf = async (wall, key) => (await fetch(`${wall.url}/_wall/log?session=${encodeURIComponent(`Bearer ${key}`)}`)).json();
