// Starts a module that Go built as a reactor, and writes what it is then: its globals, a line of JSON, and its
// memory. The module comes by standard input. All that it gets from outside is constant: no environment, no
// arguments, zeros for random numbers, and one moment of time.

import { readFileSync, writeFileSync } from 'node:fs';

const module = new WebAssembly.Module(readFileSync(0));
const view = () => new DataView(exports.memory.buffer);
const wasi = {
  clock_time_get: (_id, _precision, at) => view().setBigUint64(at, 1n, true),
  environ_sizes_get(count, size) {
    view().setUint32(count, 0, true);
    view().setUint32(size, 0, true);
  },
};
const call = (name) => (...args) => (wasi[name]?.(...args), 0);
const imports = Object.fromEntries(WebAssembly.Module.imports(module).map(({ name }) => [name, call(name)]));
const { exports } = new WebAssembly.Instance(module, { wasi_snapshot_preview1: imports });
exports._initialize();
const globals = [];
for (let n = 0; exports[`global ${n}`]; n++) globals.push(Number(exports[`global ${n}`].value));
writeFileSync(1, JSON.stringify(globals) + '\n');
writeFileSync(1, new Uint8Array(exports.memory.buffer));
