// workerd's fetch insists on its own `this`, which Go's js.Value.Call does not give it.

const { fetch } = globalThis;
globalThis.fetch = (...args) => fetch(...args);

export { default } from './worker.mjs';
