// Applications outside the repository that use the packed package, each built
// or run as its users do: a call fails, and all find out the same about it.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { build } from 'vite';
import webpack from 'webpack';
import { startBrowser } from '../page/browser.mjs';
import { runWorkerd } from '../workerd/workerd.mjs';
import { install, packed, root, runIn } from './install.mjs';
import { startProvider, verdict } from './provider.mjs';

let apps, provider, browser;
before(async () => {
  [apps, provider, browser] = await Promise.all([install(), startProvider(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await provider?.stop();
  await apps?.remove();
});

const runtimes = {
  'Node, import': ['node', 'esm.js'],
  'Node, require': ['node', 'require.cjs'],
  Bun: ['bun', 'esm.js'],
  Deno: [
    'deno',
    'run',
    '--no-remote',
    '--cached-only',
    '--node-modules-dir=manual',
    '--allow-read',
    '--allow-net',
    'esm.js',
  ],
};
for (const [name, [program, ...args]] of Object.entries(runtimes)) {
  test(name, async () => assert.equal(await runIn(apps.folder, program, [...args, provider.url]), verdict));
}

test('publint and attw find nothing wrong', async () => {
  const file = await packed();
  await runIn(root, 'publint', ['--strict', file]);
  // esm-only: require() works, from Node 20.19 on, but is not what types describe.
  await runIn(root, 'attw', ['--profile', 'esm-only', file]);
});

test('TypeScript, strict', async () => {
  await mkdir(join(apps.folder, 'node_modules/@types'));
  for (const name of ['@types/node', 'undici-types'])
    await symlink(join(root, 'node_modules', name), join(apps.folder, 'node_modules', name));
  await runIn(apps.folder, 'tsc', ['-p', '.']);
  assert.equal(await runIn(apps.folder, 'node', ['strict.ts', provider.url]), verdict);
});

const bundlers = {
  async 'Vite 8'(folder, out) {
    await build({ root: folder, base: './', logLevel: 'silent', build: { outDir: out, target: 'es2023' } });
  },
  async esbuild(folder, out) {
    await runIn(folder, 'esbuild', [
      'page-esbuild.js',
      '--bundle',
      '--format=esm',
      '--minify',
      '--loader:.wasm=file',
      '--log-level=error',
      `--outfile=${out}/page.js`,
    ]);
    await writePage(out);
  },
  async 'webpack 5'(folder, out) {
    const stats = await new Promise((resolve, reject) =>
      webpack(
        {
          context: folder,
          entry: './page.js',
          mode: 'production',
          performance: false,
          output: { path: out, filename: 'page.js' },
        },
        (error, stats) => (error ? reject(error) : resolve(stats)),
      ),
    );
    assert.ok(!stats.hasErrors() && !stats.hasWarnings(), stats.toString());
    await writePage(out);
  },
};
for (const [name, bundle] of Object.entries(bundlers)) {
  test(`${name}, in Chromium`, async () => {
    const out = join(apps.folder, 'out', name);
    await mkdir(out, { recursive: true });
    await bundle(apps.folder, out);
    const site = await startProvider({ folder: out });
    const page = await browser.newPage();
    await page.goto(`${site.url}/index.html?api=${provider.url}`);
    assert.equal(await page.evaluate(() => globalThis.answer), verdict);
    await page.close();
    await site.stop();
  });
}

test('a Worker on workerd', async () => {
  const out = await mkdtemp(join(tmpdir(), 'ukemi-consumer-'));
  await runIn(apps.folder, 'wrangler', ['deploy', '--dry-run', '--outdir', out], { WRANGLER_SEND_METRICS: 'false' });
  const wasm = (await readdir(out)).find((name) => name.endsWith('.wasm'));
  await writeFile(join(out, 'worker.capnp'), `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .main), (name = "internet", network = (allow = ["private"]))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js"), (name = "./${wasm}", wasm = embed "${wasm}")],
  compatibilityDate = "2026-11-17",
);
`);
  const worker = await runWorkerd(out);
  assert.equal(await (await fetch(`${worker.url}/?api=${provider.url}`)).text(), verdict);
  await worker.stop();
});

/** @param {string} folder */
const writePage = (folder) =>
  writeFile(
    join(folder, 'index.html'),
    '<!doctype html><title>A page</title><script type="module" src="./page.js"></script>',
  );
