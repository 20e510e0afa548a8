// The core of the Worker, in which a call has the memory of the one before, answers as the core of
// pages does in an instance that nobody has used. `make worker` must have run.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { test } from 'node:test';

import { createPackedCore } from '../../cmd/edge/edge-core.mjs';
import { createReactor } from '../../wasm/src/core.js';

const root = new URL('../..', import.meta.url);
const compile = async (file) => WebAssembly.compile(await readFile(new URL(file, root)));

test('calls that follow one another answer as the first call of an instance', async () => {
  const core = createPackedCore(await compile('build/worker/core.wasm'));
  const pages = await compile('wasm/dist/core.wasm');
  const folder = new URL('pkg/classify/testdata/written/', root);
  const headers = [['content-type', 'application/json'], ['retry-after', '20']];
  const request = { method: 'POST', path: '/v1/chat/completions', query: '', upstream: 'https://a.example', headers };
  const attempt = { status: 400, headers, now: 5, elapsed: 3, took: 3 };
  const reaction = { policy: {}, caller: {}, state: {}, health: null, request, attempt, random: 0.5 };
  for (const file of await readdir(folder)) {
    const lines = (await readFile(new URL(file, folder), 'utf8')).split('\n').filter(Boolean);
    for (const [n, line] of lines.entries()) {
      core('model', { request }, line);
      const body = n % 40 ? line : line.repeat(1 + (100_000 / line.length | 0)); // longer than the buffer of calls
      const answers = {
        classify: core('classify', { status: 429, headers, now: 1 }, body),
        explain: core('explain', { input: 'paste' }, body),
        react: core('react', reaction, body),
      };
      if (n % 10) continue;
      const first = createReactor(pages);
      assert.deepEqual(answers.classify, first('classify', { status: 429, headers, now: 1 }, body));
      assert.deepEqual(answers.explain, first('explain', { input: 'paste' }, body));
      const { verdict, headers: own, status } = first('react', reaction, body).result;
      const { result } = answers.react;
      assert.deepEqual([result.verdict, result.headers, result.status], [verdict, own, status]);
    }
  }
});
