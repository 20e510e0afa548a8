// How the benchmarks of running processes compare designs: in each round every design
// takes its turn, in the opposite order of the round before, so that other work on the
// machine hits them alike. A figure is the list of its rounds; a ratio is that of one round.

import { ask } from './load.mjs';

/**
 * @typedef {object} Figure
 * @property {string} what
 * @property {number[]} values one for each round
 * @property {string} unit
 * @property {number} [atMost] the aim
 * @property {number} [atLeast] the aim
 *
 * @typedef {object} Started
 * @property {string} url
 * @property {number} [pid]
 * @property {(key: string) => Record<string, string>} [headers] that its calls need
 * @property {() => Promise<unknown>} [stop]
 *
 * @typedef {Record<string, () => Promise<Started>>} Designs the first is the one that the others are compared with
 * @typedef {Record<string, Record<string, number>[]>} Rounds of each design
 * @typedef {{rounds: number, seconds: number}} Options
 */

/**
 * @param {Designs} designs
 * @param {(design: Started, seconds: number) => Promise<Record<string, number>>} take
 * @param {Options} options
 * @returns {Promise<Rounds>}
 */
export async function takeTurns(designs, take, { rounds, seconds }) {
  const names = Object.keys(designs);
  /** @type {Record<string, Started>} */
  const running = {};
  /** @type {Rounds} */
  const taken = Object.fromEntries(names.map((name) => [name, []]));
  try {
    for (const name of names) running[name] = await designs[name]();
    for (const name of names) await take(running[name], 1); // the first calls compile what they run
    for (let round = 0; round < rounds; round++) {
      for (const name of round % 2 ? [...names].reverse() : names) taken[name].push(await take(running[name], seconds));
    }
  } finally {
    for (const design of Object.values(running)) await design.stop?.();
  }
  return taken;
}

/** What `take` is for one model and a number of clients. */
export const asking = (model, clients) => (design, seconds) => ask(design, model, clients, seconds);

/** The rounds' ratios of a field, beside the first design. */
export const ratio = (taken, design, field) =>
  taken[design].map((round, n) => round[field] / Object.values(taken)[0][n][field]);

/** What the rounds of a design have more of a field than the first design. */
export const more = (taken, design, field) =>
  taken[design].map((round, n) => round[field] - Object.values(taken)[0][n][field]);

/** The rounds' values of a field. */
export const plain = (taken, design, field) => taken[design].map((round) => round[field]);
