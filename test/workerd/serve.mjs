// make serve-worker: the built Worker in the foreground, until it is signalled.
//
//   node test/workerd/serve.mjs PORT UPSTREAM     (UPSTREAM demo: the built-in demo provider)

import { startDemo } from '../demo/demo.mjs';
import { startWorker } from './workerd.mjs';

const [port, upstream] = process.argv.slice(2);
const demo = upstream === 'demo' ? await startDemo() : undefined;
try {
  const settings = Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('UKEMI_')));
  const worker = await startWorker({ ...settings, UKEMI_UPSTREAM: demo?.url ?? upstream }, Number(port), 'inherit');
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => worker.stop(5_000));
  console.log(`the Worker listens on ${worker.url} in front of ${demo ? `the demo provider (${demo.url})` : upstream}`);
  process.exitCode = (await worker.ended) || 0;
} finally {
  await demo?.stop();
}
