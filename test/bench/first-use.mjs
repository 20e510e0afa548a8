// make first-use: from the first error to its first verdict in a page that has used nothing of ukemi yet, in Chromium
// throttled to a mid phone on 4G: the rest of the code and the core are fetched, compiled, started and asked.
//
//   node test/bench/first-use.mjs [--rounds 7] [--aim 1.5]
//
// The processor is four times slower, and the network that of Lighthouse's "slow 4G": 150 ms a round trip, 1.6 Mbit/s.
// The connection is open, since the page itself has come by it. Beside it the "fast 4G" of Chromium's tools.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { throttling } from 'lighthouse/core/config/constants.js';
import { build } from 'vite';

import { startBrowser } from '../page/browser.mjs';
import { median } from './load.mjs';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, aim: { type: 'string', default: '1.5' } },
});
const { rttMs, throughputKbps, cpuSlowdownMultiplier } = throttling.mobileSlow4G;
const networks = {
  'slow 4G (150 ms, 1.6 Mbit/s)': { latency: rttMs, kbps: throughputKbps },
  'fast 4G (60 ms, 9 Mbit/s)': { latency: 60, kbps: 9000 },
};
const error = 'HTTP/1.1 429 Too Many Requests\nretry-after: 20\n\n{"error":{"message":"Rate limit reached for ' +
  'gpt-4o on tokens per min (TPM): Limit 30000, Used 29000.","type":"tokens","code":"rate_limit_exceeded"}}';

const folder = await mkdtemp(join(tmpdir(), 'first-use-'));
const place = await serve(await bundle());
const browser = await startBrowser();
/** @type {Record<string, {total: number, fetched: number}[]>} */
const taken = Object.fromEntries(Object.keys(networks).map((name) => [name, []]));
try {
  for (let round = -1; round < Number(options.rounds); round++) {
    for (const [name, network] of Object.entries(networks)) {
      const times = await once(network);
      if (round >= 0) taken[name].push(times); // the first starts the browser's own processes
    }
  }
} finally {
  await browser.close();
  await place.stop();
  await rm(folder, { recursive: true });
}
for (const [name, rounds] of Object.entries(taken)) {
  const total = rounds.map((times) => times.total / 1000);
  const fetched = rounds.map((times) => times.fetched / 1000);
  const isAim = name.startsWith('slow');
  const [found, aim] = [median([...total]), Number(options.aim)];
  console.log(
    `${name}, processor ${cpuSlowdownMultiplier} times slower: ${found.toFixed(2)} s ` +
    `(${Math.min(...total).toFixed(2)} – ${Math.max(...total).toFixed(2)}, ${total.length} rounds), ` +
    'of it until the last byte ' +
    `${median([...fetched]).toFixed(2)} s` + (isAim ? `; aim ${aim} s${found > aim ? ', missed' : ''}` : ''),
  );
}

/** One first use, in a context without a cache. */
async function once({ latency, kbps }) {
  const context = await browser.newContext();
  const page = await context.newPage();
  try {
    await page.goto(place.url);
    await page.waitForFunction(() => 'firstUse' in globalThis);
    const devTools = await context.newCDPSession(page);
    const bytes = (kbps * 1000) / 8;
    await devTools.send('Network.enable');
    await devTools.send('Network.emulateNetworkConditions', {
      offline: false, latency, downloadThroughput: bytes, uploadThroughput: bytes,
    });
    await devTools.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdownMultiplier });
    return await page.evaluate((text) => /** @type {any} */ (globalThis).firstUse(text), error);
  } finally {
    await context.close();
  }
}

/** A page with ukemi, as Vite makes it. */
async function bundle() {
  const entry = 'virtual:page';
  const code = `import { classify } from 'ukemi';
    globalThis.firstUse = async (text) => {
      const began = performance.now();
      const verdict = await classify(text);
      const total = performance.now() - began;
      if (verdict.class !== 'rate_limit') throw new Error(JSON.stringify(verdict));
      const ends = performance.getEntriesByType('resource').map((entry) => entry.responseEnd);
      return { total, fetched: Math.max(...ends) - began };
    };`;
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      outDir: folder, emptyOutDir: true, target: 'es2023', modulePreload: { polyfill: false }, assetsDir: '',
      rolldownOptions: { input: { page: entry }, output: { entryFileNames: '[name].js' } },
    },
    plugins: [
      { name: 'page', resolveId: (id) => (id === entry ? id : null), load: (id) => (id === entry ? code : null) },
    ],
  });
  return folder;
}

/** Serves files as a host of static sites does, compressed once. */
async function serve(root) {
  const types = { html: 'text/html', js: 'text/javascript', wasm: 'application/wasm' };
  /** @type {Record<string, Buffer>} */
  const compressed = {};
  const server = createServer(async (request, response) => {
    const name = request.url === '/' ? 'index.html' : /** @type {string} */ (request.url).slice(1);
    const page = '<!doctype html><title>first use</title><script type="module" src="/page.js"></script>';
    try {
      compressed[name] ??= brotliCompressSync(name === 'index.html' ? page : await readFile(join(root, name)));
      const type = types[/** @type {keyof types} */ (name.split('.').at(-1))];
      response.writeHead(200, { 'content-type': type, 'content-encoding': 'br' }).end(compressed[name]);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  return {
    url: `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}/`,
    stop: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}
