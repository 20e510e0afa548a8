// The exports that few pages use. A bundler makes one chunk of them, loaded on their first use.

export { toContract } from './contract.js';
export { forUser } from './user.js';
