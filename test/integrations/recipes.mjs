// The recipes of docs/integrations.md as programs: each as printed, with the
// model of a fault in place of its own, and the same without ukemi.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { root } from '../consumers/install.mjs';

export const page = join(root, 'docs/integrations.md');
const text = await readFile(page, 'utf8');
const blocks = new Map(
  [...text.matchAll(/<!-- run: (\S+) -->\n```\w+\n(.*?)^```/gms)].map(([, name, code]) => [name, code]),
);

/** @param {string} name @returns {string} */
export function recipe(name) {
  const code = blocks.get(name);
  if (!code) throw new Error(`docs/integrations.md has no recipe ${name}`);
  return code;
}

/** The names of all recipes. */
export const names = [...blocks.keys()];

/**
 * Take ukemi out of a recipe, and with it the retries that it turned off.
 * @param {string} code
 */
const withoutUkemi = (code) =>
  code
    .replace(/^import .* from 'ukemi.*\n/gm, '')
    .replace(/,? ?fetch: createFetch\([^)]*\)/g, '')
    .replace(/\n? *maxRetries: 0,?/g, '')
    .replace(/wrapLanguageModel\({ model: (.*), middleware: .*\)/g, '$1');

/**
 * A program that makes the calls of `cases` (JSON in its first argument), one
 * after the other, and prints what came of each as a line of JSON.
 * @param {import('./clients.mjs').Client} client
 * @param {boolean} direct
 */
export function program(client, direct) {
  const code = direct ? withoutUkemi(recipe(client.recipe)) : recipe(client.recipe);
  if (direct && /ukemi|createFetch/.test(code)) throw new Error(`ukemi is still in ${client.recipe}:\n${code}`);
  const [imports] = /^(import .*\n)*/.exec(code) ?? [''];
  const body = (/** @type {string} */ text) =>
    text.slice(imports.length).replace(/'(gpt-5|claude-sonnet-4-5)'/, 'MODEL');
  const mended = body(code)
    .replace(/(?<=temperature: 0)(?=,| })/, ', maxTokens: LIMIT')
    .replace("mode: 'own'", "mode: 'own', cure: 'mend'");
  return `${imports}
const DIRECT = ${direct};
const calls = {
async plain(MODEL, STREAM, LIMIT, show) {
${body(code)}${client.call}
},
async mend(MODEL, STREAM, LIMIT, show) {
${mended}${client.call}
} };
process.on('unhandledRejection', () => {}); // of a stream whose error was thrown elsewhere, too
const { error: print } = console;
console.error = console.warn = () => {};
for (const { fault, key, model, stream, limit } of JSON.parse(process.argv[2])) {
  process.env.OPENAI_API_KEY = process.env.ANTHROPIC_API_KEY = key;
  const began = performance.now();
  let text = '', thrown;
  try {
    await calls[limit ? 'mend' : 'plain'](model, stream, limit, (part) => { text += part ?? ''; });
  } catch (error) {
    thrown = error;
  }
  const seconds = (performance.now() - began) / 1000;
  const last = thrown?.lastError ?? thrown?.cause?.lastError ?? thrown;
  process.stdout.write(JSON.stringify({ fault, text, seconds,
    ...(thrown && { name: last.constructor.name, status: last.status ?? last.statusCode,
      message: String(last.message ?? last) }) }) + '\\n');
}
process.exit(0);
`;
}
