// The corpus through core.wasm: byte for byte the verdicts of the native core.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { load } from '../../wasm/src/load-core.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

for (const folder of ['corpus', 'written', 'batches', 'harvest']) {
  test(`${folder}: wasm and native agree on every verdict`, async () => {
    const core = await load(readFile(new URL('../../wasm/dist/core.wasm', import.meta.url)));
    const path = `${root}/pkg/classify/testdata/${folder}`;
    const files = (await readdir(path)).filter((name) => name.endsWith('.jsonl')).sort();
    const text = (await Promise.all(files.map((name) => readFile(`${path}/${name}`, 'utf8')))).join('');
    const native = spawnSync('go', ['run', './cmd/edge', 'explain', '-json', '-jsonl'], {
      cwd: root,
      input: text,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    assert.equal(native.status, 0, native.stderr);
    const verdicts = native.stdout.trim().split('\n').map((line) => JSON.parse(line));
    const cases = text.split('\n').filter((line) => line.trim()).map((line) => JSON.parse(line));
    assert.equal(verdicts.length, cases.length);
    for (const [i, { id, input }] of cases.entries()) {
      const headers = Object.entries(input.headers ?? {})
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([name, value]) => [value].flat().map((v) => [name, String(v)]));
      const { result } =
        input.paste === undefined || input.paste === null
          ? core('classify', { status: input.status ?? 0, headers, now: 0 }, input.body ?? '')
          : core('classify', { input: 'paste' }, input.paste);
      assert.equal(JSON.stringify(result), JSON.stringify(verdicts[i].verdict), id);
    }
  });
}
