// make serve-worker: the built Worker in the foreground, until it is signalled.
//
//   node test/workerd/serve.mjs PORT UPSTREAM     (UPSTREAM demo: the built-in demo provider)

import { startWall } from '../wall/wall.mjs';
import { startWorker } from './workerd.mjs';

const [port, upstream] = process.argv.slice(2);
const wall = upstream === 'demo' ? await startWall() : undefined;
try {
  const settings = Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('UKEMI_')));
  const worker = await startWorker({ ...settings, UKEMI_UPSTREAM: wall?.url ?? upstream }, Number(port), 'inherit');
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => worker.stop(5_000));
  console.log(`the Worker listens on ${worker.url} in front of ${wall ? `the demo provider (${wall.url})` : upstream}`);
  process.exitCode = (await worker.ended) || 0;
} finally {
  await wall?.stop();
}
