// npx ukemi: the command of Go (internal/command) as WebAssembly. Go reads the arguments, prints
// and checks the settings; for serve it passes them on, and Node listens.

import './globals.mjs';
import { readFile } from 'node:fs/promises';

import '../../../build/worker/wasm_exec.js';
import { createRoutes } from '../core-routes.mjs';
import { createEdge } from '../edge.mjs';
import { createEdgeCore } from '../edge-core.mjs';
import { createFiles } from './files.mjs';
import { send } from './send.mjs';
import { createEdgeServer, drainOnSignal } from './server.mjs';

/** What serve_js.go passes on. @type {{environ: string[], listen: string, greeting: string} | undefined} */
let serving;
Object.assign(globalThis, { ukemiServe: (line) => { serving = JSON.parse(line); } });

const compile = async (name) => WebAssembly.compile(await readFile(new URL(name, import.meta.url)));
const module = await compile('app.wasm');
process.exitCode = await runGo(process.argv.slice(2));
if (serving) serve(serving, createEdgeCore(await compile('core.wasm'), module));

/**
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
async function runGo(args) {
  const go = new globalThis.Go();
  go.argv = ['ukemi', 'command'];
  const environ = Object.entries(process.env).filter(([name]) => name.startsWith('UKEMI_'));
  const ukemiCommand = JSON.stringify({ args, environ: environ.map((pair) => pair.join('=')) });
  Object.assign(globalThis, { ukemiCommand });
  let code = 0;
  go.exit = (exit) => { code = exit; };
  const instance = await WebAssembly.instantiate(module, { ...go.importObject, workers: { ready() {} } });
  await go.run(instance, { binding: {} });
  return code;
}

/**
 * @param {NonNullable<typeof serving>} settings
 * @param {import('../../../wasm/src/core.js').CallCore} core
 */
function serve({ environ, listen, greeting }, core) {
  const error = (message) => process.stderr.write(message + '\n');
  const edge = createEdge({
    core, routes: createRoutes(core), send,
    decoded: /^(|identity)$/i, // send() removes the header of a body that it decodes
    log: (line) => error(JSON.stringify({ time: new Date().toISOString(), ...line })),
    complain: error,
  });
  const settings = Object.fromEntries(environ.map((pair) => {
    const end = pair.indexOf('=');
    return [pair.slice(0, end), pair.slice(end + 1)];
  }));
  const assets = createFiles(new URL('assets/', import.meta.url));
  const server = createEdgeServer(edge, { ...settings, ASSETS: assets }, settings.UKEMI_UPSTREAM);
  const [, host, port] = /^(.*):(.*)$/s.exec(listen) ?? [];
  server.once('error', ({ message }) => {
    error(`ukemi: UKEMI_LISTEN=${JSON.stringify(listen)}: cannot listen there: ${message}`);
    process.exitCode = 2;
  });
  server.listen({ port: Number(port), host: host.replace(/^\[|\]$/g, '') || undefined }, () => {
    const address = /** @type {import('node:net').AddressInfo} */ (server.address());
    const shown = address.family === 'IPv6' ? `[${address.address}]` : address.address;
    process.stderr.write(greeting.replaceAll('{address}', `${shown}:${address.port}`));
    drainOnSignal(server, () => error('ukemi: draining'));
  });
}
