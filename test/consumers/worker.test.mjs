// `ukemi/worker`: the README's Worker of three lines and the template, in folders that have the
// packed package and no Go.

import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { startDemo } from '../demo/demo.mjs';
import { bundled, startWorkerd } from '../workerd/workerd.mjs';
import { installPackage, root, runIn } from './install.mjs';
import { recipe } from './recipes.mjs';

let demo;
before(async () => {
  demo = await startDemo();
});
after(() => demo?.stop());

/** The README's Worker: its three lines, and its settings. */
async function write(folder) {
  const readme = await readFile(join(root, 'wasm/README.md'), 'utf8');
  await writeFile(join(folder, 'worker.js'), recipe('worker'));
  await writeFile(join(folder, 'wrangler.toml'), /^```toml\n(.*?)^```/ms.exec(readme)?.[1] ?? '');
}

/** The template for the button "Deploy to Cloudflare". */
const template = async (folder) => cp(join(root, 'examples/worker'), folder, { recursive: true });

for (const [what, make] of Object.entries({ 'the README’s Worker': write, 'examples/worker': template })) {
  test(`${what}: wrangler bundles it, and workerd runs it`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ukemi-worker-'));
    try {
      await make(folder);
      await installPackage(folder);
      await check(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

/** @param {string} folder */
async function check(folder) {
  const out = join(folder, 'out');
  // Without Go, and without warnings.
  const path = `${join(root, 'node_modules/.bin')}:/usr/bin:/bin`;
  const environ = { WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false', PATH: path };
  const output = await runIn(folder, 'wrangler', ['deploy', '--dry-run', '--outdir', out], environ);
  const size = Number(/gzip: ([\d.]+) KiB/.exec(output)?.[1]);
  assert.ok(size < 2990, `the free plan takes 3 MB (3,072 KiB), gzip: ${output}`);
  assert.doesNotMatch(output, /warning/i);
  const types = await runIn(folder, 'wrangler', ['types'], environ);
  assert.match(types, /UKEMI_UPSTREAM/);
  const worker = await startWorkerd({
    modules: await bundled(out),
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
}
