// make dev: the Worker under `wrangler dev`, as a developer runs it.
//
//   node test/workerd/dev.mjs PORT UPSTREAM     (UPSTREAM demo: the built-in demo provider)

import { spawn } from 'node:child_process';

import { startDemo } from '../demo/demo.mjs';

const [port, upstream] = process.argv.slice(2);
const demo = upstream === 'demo' ? await startDemo() : undefined;
const wrangler = spawn(
  'wrangler',
  ['dev', '--ip', '127.0.0.1', '--port', port, '--var', `UKEMI_UPSTREAM:${demo?.url ?? upstream}`],
  { stdio: 'inherit' },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => wrangler.kill('SIGTERM'));
process.exitCode = await new Promise((resolve) => wrangler.once('exit', resolve)) || 0;
await demo?.stop();
