// The types are what the core returns, field for field.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { classes, classify, explain } from 'ukemi';

const types = await readFile(new URL('../../wasm/dist/verdict.d.ts', import.meta.url), 'utf8');

/** @param {string} name */
function fieldsOf(name) {
  const [, body] =
    new RegExp(`export type ${name} = \\{\\n([^]*?)\\n\\};`).exec(types) ?? assert.fail(`there is no type ${name}`);
  return [...body.matchAll(/^ {4}(\w+)\??:/gm)].map(([, field]) => field).sort();
}

const input = {
  status: 429,
  headers: { 'retry-after': '20' },
  body: { error: { message: 'Rate limit reached', code: 'rate_limit_exceeded' } },
};

test('Verdict, Evidence, Explanation, ClassInfo', async () => {
  const verdict = await classify(input);
  assert.deepEqual(Object.keys(verdict).sort(), fieldsOf('Verdict'));
  assert.deepEqual(Object.keys(verdict.evidence[0]).sort(), fieldsOf('Evidence'));
  assert.deepEqual(Object.keys(await explain(input)).sort(), fieldsOf('Explanation'));
  assert.deepEqual(Object.keys((await classes())[0]).sort(), fieldsOf('ClassInfo'));
});
