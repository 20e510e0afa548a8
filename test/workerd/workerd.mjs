// The built Worker on a real workerd, as a process that tests and
// `make serve-worker` start. Needs `make worker` to have run.

import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * @param {Record<string, string>} environ UKEMI_… settings
 * @param {number} [port] 0 takes a free one
 * @param {'inherit' | 'ignore'} [logs] where the Worker's log goes
 * @returns {Promise<{url: string, ended: Promise<number | null>, stop: (drain?: number) => Promise<void>}>} drain: ms that calls under way may take to end
 */
export async function startWorker(environ, port = 0, logs = 'ignore') {
  const bundle = join(root, 'build/bundle');
  const files = await readdir(bundle).catch(() => []);
  const wasm = files.find((name) => name.endsWith('.wasm'));
  if (!wasm) throw new Error('there is no built Worker; `make worker` builds it');
  const folder = await mkdtemp(join(tmpdir(), 'ukemi-worker-'));
  const text = JSON.stringify; // a JSON string is a Cap'n Proto string
  const embed = (/** @type {string} */ file) => text(relative(folder, file)); // which takes an absolute path for an import
  const bindings = Object.entries(environ).map(([name, value]) => `(name = ${text(name)}, text = ${text(value)})`);
  await writeFile(
    join(folder, 'worker.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "edge", worker = .edge),
    (name = "assets", worker = .assets),
    (name = "files", disk = (path = ${text(join(root, 'build/assets'))})),
    (name = "internet", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "edge")],
);
const edge :Workerd.Worker = (
  modules = [
    (name = "worker.js", esModule = embed ${embed(join(bundle, 'worker.js'))}),
    (name = ${text('./' + wasm)}, wasm = embed ${embed(join(bundle, wasm))}),
  ],
  compatibilityDate = "2026-11-17",
  compatibilityFlags = ["request_signal_passthrough"],
  bindings = [(name = "ASSETS", service = "assets"), ${bindings.join(', ')}],
);
const assets :Workerd.Worker = (
  modules = [(name = "assets.mjs", esModule = embed ${embed(join(root, 'test/workerd/assets.mjs'))})],
  compatibilityDate = "2026-11-17",
  bindings = [(name = "FILES", service = "files")],
);
`,
  );
  const child = spawn(join(root, 'node_modules/.bin/workerd'), ['serve', '--control-fd=3', join(folder, 'worker.capnp')], { stdio: ['ignore', logs, logs, 'pipe'] });
  const ended = new Promise((resolve) => child.once('exit', resolve)).finally(() => rm(folder, { recursive: true, force: true }));
  const listening = new Promise((resolve, reject) => {
    createInterface({ input: /** @type {any} */ (child.stdio[3]) }).on('line', (line) => {
      const message = JSON.parse(line);
      if (message.event === 'listen') resolve(message.port);
    });
    ended.then((code) => reject(new Error(`workerd ended with code ${code} before it listened`)));
  });
  return {
    url: `http://127.0.0.1:${await listening}`,
    ended,
    async stop(drain = 0) {
      child.kill('SIGTERM'); // it waits for calls under way, however long they take
      const timer = setTimeout(() => child.kill('SIGKILL'), drain);
      await ended;
      clearTimeout(timer);
    },
  };
}
