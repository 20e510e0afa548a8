// `ukemi/worker`: the README's Worker of three lines, in a folder that has the packed package
// and no Go.

import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { startDemo } from '../demo/demo.mjs';
import { startWorkerd } from '../workerd/workerd.mjs';
import { installPackage, root, runIn } from './install.mjs';
import { recipe } from './recipes.mjs';

let folder, demo;
before(async () => {
  [folder, demo] = await Promise.all([mkdtemp(join(tmpdir(), 'ukemi-worker-')), startDemo()]);
  await installPackage(folder);
});
after(async () => {
  await demo?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('wrangler bundles it, and workerd runs it', async () => {
  await writeFile(join(folder, 'worker.js'), recipe('worker'));
  const readme = await readFile(join(root, 'wasm/README.md'), 'utf8');
  const settings = /^```toml\n(.*?)^```/ms.exec(readme)?.[1] ?? '';
  assert.ok(settings.includes('main = "worker.js"'));
  await writeFile(join(folder, 'wrangler.toml'), settings);
  const out = join(folder, 'out');
  // Without Go: nothing of it is in the way.
  const output = await runIn(folder, 'wrangler', ['deploy', '--dry-run', '--outdir', out], {
    WRANGLER_SEND_METRICS: 'false', PATH: `${join(root, 'node_modules/.bin')}:/usr/bin:/bin`,
  });
  const size = Number(/gzip: ([\d.]+) KiB/.exec(output)?.[1]);
  assert.ok(size < 2700, `the free plan takes 3 MB, gzip: ${output}`);
  const wasm = (await readdir(out)).find((name) => name.endsWith('.wasm'));
  const worker = await startWorkerd({
    modules: { 'worker.js': join(out, 'worker.js'), ['./' + wasm]: join(out, wasm) },
    environ: { UKEMI_UPSTREAM: demo.url, UKEMI_INITIAL_BACKOFF: '2ms' },
    assets: join(folder, 'node_modules/ukemi/edge/assets'),
  });
  try {
    const answer = await fetch(`${worker.url}/v1/chat/completions`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"model":"demo-503-once","messages":[]}',
    });
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('x-ukemi-attempts') ?? '', /^503;wait=\d+;src=backoff, 200$/);
    assert.deepEqual(await (await fetch(`${worker.url}/_ukemi/health`)).json(), { status: 'ok' });
    assert.match(await (await fetch(`${worker.url}/_ukemi/`)).text(), /<script type="module"/);
  } finally {
    await worker.stop();
  }
});
