// Makes wasm/edge/, the part of the npm package that is the edge: the Worker (ukemi/worker) and
// the command (npx ukemi), each a bundle of cmd/edge's files beside app.wasm and core.wasm, which
// `make npm` builds, and the playground.

import { cp, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const root = new URL('..', import.meta.url);
const path = (/** @type {string} */ name) => fileURLToPath(new URL(name, root));

/** The modules stay imports. */
const forWorker = {
  name: 'modules',
  setup({ onResolve }) {
    onResolve({ filter: /\.wasm$/ }, ({ path }) => ({ path: './' + basename(path), external: true }));
  },
};
const common = /** @type {const} */ ({ bundle: true, format: 'esm', target: 'es2022', logLevel: 'warning' });

await build({
  ...common, entryPoints: [path('cmd/edge/worker.mjs')], outfile: path('wasm/edge/worker.js'),
  external: ['cloudflare:*'], plugins: [forWorker],
});
await build({
  ...common, entryPoints: [path('cmd/edge/node/command.mjs')], outfile: path('wasm/edge/command.js'),
  platform: 'node', banner: { js: '#!/usr/bin/env node' },
});
await writeFile(path('wasm/edge/worker.d.ts'), `/** The edge as a Cloudflare Worker; its settings are UKEMI_… of env. */
declare const ukemi: { fetch(request: Request, env: object, ctx: object): Promise<Response> };
export default ukemi;
/** The Durable Objects of the binding HEALTH. */
export class Health {}
`);
await rm(path('wasm/edge/assets'), { recursive: true, force: true });
const servedByGo = /\/dist\/(\.keep|class|provider|reference\..*|llms\.txt|sitemap\.xml)$/;
await cp(path('web/dist'), path('wasm/edge/assets/_ukemi'), {
  recursive: true, filter: (source) => !servedByGo.test(source),
});
