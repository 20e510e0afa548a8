// Workers on a real workerd, as processes that tests, benches and
// `make serve-worker` start: the built edge (`make worker` must have run), or
// any other one.

import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const text = JSON.stringify; // a JSON string is a Cap'n Proto string

/**
 * @typedef {object} Running
 * @property {string} url of the first isolate
 * @property {string[]} urls of each
 * @property {number} pid
 * @property {Promise<number | null>} ended
 * @property {(drain?: number) => Promise<void>} stop drain: ms that calls under way may take to end
 */

/** @typedef {'inherit' | 'ignore' | number} Logs where a Worker's log goes; a number is an open file */

/**
 * The built edge.
 * @param {Record<string, string>} environ UKEMI_… settings
 * @param {number} [port] 0 takes a free one
 * @param {Logs} [logs]
 * @param {Bound} [bound]
 * @returns {Promise<Running>}
 */
export async function startWorker(environ, port = 0, logs = 'ignore', bound = {}) {
  const modules = await bundled(join(root, 'build/bundle')).catch(() => {
    throw new Error('there is no built Worker; `make worker` builds it');
  });
  return startWorkerd({
    modules,
    environ,
    assets: join(root, 'build/assets'),
    port,
    logs,
    ...bound,
  });
}

/**
 * The modules of a Worker that wrangler bundled, for startWorkerd().
 * @param {string} folder
 * @returns {Promise<Record<string, string>>}
 */
export async function bundled(folder) {
  const wasm = (await readdir(folder)).filter((name) => name.endsWith('.wasm'));
  const files = wasm.map((name) => ['./' + name, join(folder, name)]);
  return { 'worker.js': join(folder, 'worker.js'), ...Object.fromEntries(files) };
}

/**
 * @typedef {object} Bound
 * @property {number} [isolates] that run the Worker, each behind a port of its own; 1
 * @property {boolean | string} [health] the binding HEALTH: Durable Objects of the first isolate's, or of a module
 * @property {string} [upstream] the binding UPSTREAM: the host and port that it leads to
 */

/**
 * Any Worker: its modules by name, the entry first.
 * @param {{modules: Record<string, string>, environ?: Record<string, string>, assets?: string, port?: number,
 *   logs?: Logs} & Bound} options assets: the folder behind the binding ASSETS
 * @returns {Promise<Running>}
 */
export async function startWorkerd({
  modules, environ = {}, assets, port = 0, logs = 'ignore', isolates = 1, health, upstream,
}) {
  const folder = await mkdtemp(join(tmpdir(), 'ukemi-worker-'));
  // Relative, because workerd takes an absolute path for an import.
  const embed = (/** @type {string} */ file) => text(relative(folder, file));
  const module = ([name, file]) =>
    `(name = ${text(name)}, ${name.endsWith('.wasm') ? 'wasm' : 'esModule'} = embed ${embed(file)})`;
  const bindings = Object.entries(environ).map(([name, value]) => `(name = ${text(name)}, text = ${text(value)})`);
  if (assets) bindings.push('(name = "ASSETS", service = "assets")');
  if (upstream) bindings.push('(name = "UPSTREAM", service = "upstream")');
  const own = health === true ? 'isolate0' : 'objects';
  if (health) {
    bindings.push(`(name = "HEALTH", durableObjectNamespace = (className = "Health", serviceName = "${own}"))`);
  }
  const names = Array.from({ length: isolates }, (_, i) => `isolate${i}`);
  const objects = `
  durableObjectNamespaces = [(className = "Health", uniqueKey = "health", enableSql = true)],
  durableObjectStorage = (inMemory = void),`;
  const worker = (/** @type {string} */ name, /** @type {number} */ i) => `
const ${name} :Workerd.Worker = (
  modules = [${Object.entries(modules).map(module).join(', ')}],
  compatibilityDate = "2026-11-17",
  compatibilityFlags = ["request_signal_passthrough"],
  bindings = [${bindings.join(', ')}],${health === true && i === 0 ? objects : ''}
);`;
  const others = typeof health === 'string' && `
const objects :Workerd.Worker = (
  modules = [(name = "objects.mjs", esModule = embed ${embed(health)})],
  compatibilityDate = "2026-11-17",${objects}
);`;
  await writeFile(
    join(folder, 'worker.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    ${names.map((name) => `(name = "${name}", worker = .${name}),`).join(' ')}
    ${assets ? `(name = "assets", worker = .assets), (name = "files", disk = (path = ${text(assets)})),` : ''}
    ${others ? '(name = "objects", worker = .objects),' : ''}
    ${upstream ? `(name = "upstream", external = (address = ${text(upstream)}, http = ())),` : ''}
    (name = "internet", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [${names.map((name, i) =>
    `(name = "${name}", address = "127.0.0.1:${i ? 0 : port}", http = (), service = "${name}")`).join(', ')}],
);${names.map(worker).join('')}${others || ''}
const assets :Workerd.Worker = (
  modules = [(name = "assets.mjs", esModule = embed ${embed(join(root, 'test/workerd/assets.mjs'))})],
  compatibilityDate = "2026-11-17",
  bindings = [(name = "FILES", service = "files")],
);
`,
  );
  return runWorkerd(folder, logs, isolates);
}

/**
 * workerd on a folder's worker.capnp; the folder goes with it.
 * @param {string} folder
 * @param {Logs} [logs]
 * @param {number} [sockets]
 */
export async function runWorkerd(folder, logs = 'ignore', sockets = 1) {
  const child = spawn(
    join(root, 'node_modules/.bin/workerd'),
    ['serve', '--control-fd=3', join(folder, 'worker.capnp')],
    { stdio: ['ignore', logs, logs, 'pipe'] },
  );
  const ended = new Promise((resolve) => child.once('exit', resolve)).finally(() =>
    rm(folder, { recursive: true, force: true }),
  );
  const listening = new Promise((resolve, reject) => {
    /** @type {Record<string, string>} */
    const urls = {};
    createInterface({ input: /** @type {any} */ (child.stdio[3]) }).on('line', (line) => {
      const message = JSON.parse(line);
      if (message.event === 'listen') urls[message.socket] = `http://127.0.0.1:${message.port}`;
      if (Object.keys(urls).length === sockets) resolve(Object.keys(urls).sort().map((name) => urls[name]));
    });
    ended.then((code) => reject(new Error(`workerd ended with code ${code} before it listened`)));
  });
  const urls = /** @type {string[]} */ (await listening);
  return {
    url: urls[0],
    urls,
    pid: /** @type {number} */ (child.pid),
    ended,
    async stop(drain = 0) {
      child.kill('SIGTERM'); // it waits for calls under way, however long they take
      const timer = setTimeout(() => child.kill('SIGKILL'), drain);
      await ended;
      clearTimeout(timer);
    },
  };
}
