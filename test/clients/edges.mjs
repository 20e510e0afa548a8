// The edges that clients are pointed at, started in front of an upstream.

import { startGo } from '../wall/wall.mjs';
import { startWorker } from '../workerd/workerd.mjs';

// Every test brings its own failures; budget and breaker would add them up.
const settings = { UKEMI_RETRY_BUDGET: '0', UKEMI_BREAKER_FAILURES: '0', UKEMI_INITIAL_BACKOFF: '2ms', UKEMI_MAX_BACKOFF: '8ms' };

/** @type {Record<string, (upstream: string) => Promise<{url: string, stop: () => Promise<void>}>>} */
export const edges = {
  'native edge': (upstream) => startGo(['./cmd/edge'], { ...settings, UKEMI_UPSTREAM: upstream, UKEMI_LISTEN: '127.0.0.1:0' }),
  Worker: (upstream) => startWorker({ ...settings, UKEMI_UPSTREAM: upstream }),
};
