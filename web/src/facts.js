// Facts: the evidence of a verdict, with one entry for each field and value.

/**
 * @typedef {object} Fact
 * @property {string} field its name
 * @property {string} value
 * @property {string[]} says the conclusions from it
 * @property {boolean} against whether it supports another class
 * @property {[number, number] | null} at start and end in the text
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
 * Whether a text is not an error but a model's answer.
 * @param {Record<string, any>} verdict
 */
export const isNoError = (verdict) => verdict.rule === 'no-error';
