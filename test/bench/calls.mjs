// Calls that are not streamed, on the Worker and natively: a success, one whose headers
// prove that it is one, and an error that is normalized.

import {
  floor, leastProxy, native, passThrough, portkey, reverseProxy, syumai, worker,
} from './designs.mjs';
import { startLoad } from './load.mjs';
import { asking, plain, ratio, takeTurns } from './rounds.mjs';

/** @typedef {import('./rounds.mjs').Options} Options */

/**
 * A row: calls of eight clients.
 * @param {string} model of the upstream
 * @param {(upstream: string) => Promise<import('./rounds.mjs').Designs>} designs
 * @param {{rps?: number, cpu?: number}} aims of the design ukemi: at least, at most
 */
const calls = (model, designs, aims) => async (/** @type {Options} */ options) => {
  const upstream = await startLoad('serve');
  try {
    const taken = await takeTurns(await designs(upstream.url), asking(model, 8), options);
    const [first, ...others] = Object.keys(taken);
    const figures = [
      { what: `${first}: requests`, values: plain(taken, first, 'rps'), unit: '/s' },
      { what: `${first}: CPU`, values: plain(taken, first, 'cpu_ms'), unit: 'ms' },
    ];
    for (const name of others) {
      const aim = name === 'ukemi' ? aims : {};
      figures.push(
        { what: `${name}: requests`, values: ratio(taken, name, 'rps'), unit: '×', atLeast: aim.rps },
        { what: `${name}: CPU`, values: ratio(taken, name, 'cpu_ms'), unit: '×', atMost: aim.cpu },
      );
    }
    return { figures, raw: taken };
  } finally {
    await upstream.stop();
  }
};

const onWorkerd = async (url) => ({ 'passed on': passThrough(url), ukemi: worker(url) });
const withFloor = async (url) => ({ ...(await onWorkerd(url)), 'the least': floor(url) });
const inGo = async (url) => ({
  ReverseProxy: reverseProxy(url), 'the least': leastProxy(url), ukemi: native(url),
});

export const rows = {
  'worker-success': {
    title: 'Worker, a success, eight clients',
    measure: calls('ok', withFloor, { rps: 0.85, cpu: 1.25 }),
  },
  'worker-proven': {
    title: 'Worker, a success that its headers prove',
    measure: calls('proven', withFloor, { rps: 0.93 }),
  },
  'worker-400': {
    title: 'Worker, a normalized 400, every error different',
    measure: calls('400', withFloor, { rps: 0.5, cpu: 2.3 }),
  },
  'native-success': {
    title: 'native edge, a success, eight clients',
    measure: calls('ok', inGo, { rps: 1 }),
  },
  'native-400': {
    title: 'native edge, a normalized 400, every error different',
    measure: calls('400', inGo, { rps: 0.75 }),
  },
  others: {
    title: 'other gateways, a success, eight clients',
    measure: calls('ok', async (url) => ({
      ...(await onWorkerd(url)),
      'a Go instance per request': syumai(url),
      ...(await portkey(url)),
    }), {}),
  },
};
