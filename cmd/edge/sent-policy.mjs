// The core completes a partial policy with the defaults. So an edge sends what differs from
// them: to write and read all of it took a seventh of a reaction.

/** @typedef {import('../../wasm/src/core.js').CallCore} CallCore */

/**
 * @param {CallCore} core
 * @param {Record<string, any>} policy complete
 * @returns {CallCore} the same core, which is sent a part of this policy
 */
export function withoutDefaults(core, policy) {
  const { result: defaults } = core('policy', {});
  const differs = ([name, value]) => JSON.stringify(value) !== JSON.stringify(defaults[name]);
  const sent = Object.fromEntries(Object.entries(policy).filter(differs));
  return (op, args, body) => core(op, args.policy === policy ? { ...args, policy: sent } : args, body);
}
