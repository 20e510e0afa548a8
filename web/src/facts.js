// Facts: the evidence of a verdict, with what one piece of it says put together.

/**
 * @typedef {object} Fact
 * @property {string} field where it stood
 * @property {string} value
 * @property {string[]} says
 * @property {boolean} against whether it spoke for something else and lost
 * @property {[number, number] | null} at in the paste
 *
 * @param {Record<string, any>[]} evidence
 * @param {([number, number] | null)[]} places
 * @returns {Fact[]}
 */
export function factsOf(evidence, places) {
  /** @type {Fact[]} */
  const facts = [];
  for (const [i, { field, value, says, against }] of evidence.entries()) {
    const same = facts.find((fact) => fact.field === field && fact.value === value && fact.against === against);
    if (!same) facts.push({ field, value, says: [says], against, at: places[i] });
    else if (!same.says.includes(says)) same.says.push(says);
  }
  return facts;
}

/**
 * A paste that tells of no failure: a model's answer.
 * @param {Record<string, any>} verdict
 */
export const isNoError = (verdict) => verdict.rule === 'no-error';
