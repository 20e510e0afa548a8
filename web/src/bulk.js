// Bulk mode's work, in the worker: every record of a log gets its class, what
// is alike is counted together.

import { isNoError } from './facts.js';
import { recordsOf } from './records.js';

const pause = 60; // ms between two reports
const longestExample = 4000;
const mostRemembered = 2000;

/**
 * @typedef {object} Row records of one class and provider
 * @property {string} class
 * @property {string} provider
 * @property {number} count
 * @property {boolean} retry
 * @property {number} line of the first
 * @property {string} message of the first
 * @property {string} example the first
 *
 * @typedef {[line: number, cls: string, provider: string, status: number | null, retry: boolean, after: number | null, message: string]} Failure
 */

/**
 * @param {string} log
 * @param {import('../../wasm/src/core.js').CallCore} core
 * @param {(report: {done: number, total: number, quiet: number, rows: Row[], failures?: Failure[]}) => void} report
 */
export function classifyAll(log, core, report) {
  /** @type {Map<string, Row>} */
  const rows = new Map();
  const verdicts = new Map();
  const failures = [];
  let done = 0;
  let quiet = 0;
  let reported = 0;
  for (const record of recordsOf(log)) {
    const verdict = remember(verdicts, record.text, core);
    done += record.text.length + 1;
    if (isQuiet(verdict)) quiet++;
    else count(rows, failures, record, verdict);
    if (performance.now() - reported > pause) {
      reported = performance.now();
      report({ done, total: log.length, quiet, rows: [...rows.values()] });
    }
  }
  report({ done: log.length, total: log.length, quiet, rows: [...rows.values()], failures });
}

/** Logs repeat themselves. */
function remember(verdicts, text, core) {
  let verdict = verdicts.get(text);
  if (!verdict) {
    verdict = core('classify', { input: 'paste' }, text).result;
    if (verdicts.size < mostRemembered) verdicts.set(text, verdict);
  }
  return verdict;
}

/** A line that tells of no failure. */
const isQuiet = (verdict) => verdict.class === 'unknown' && (verdict.confidence === 'guess' || isNoError(verdict)) && !(verdict.status >= 400);

function count(rows, failures, { line, text }, verdict) {
  const provider = verdict.provider ?? '';
  const key = `${verdict.class} ${provider}`;
  const row = rows.get(key);
  if (row) row.count++;
  else rows.set(key, { class: verdict.class, provider, count: 1, retry: verdict.retry, line, message: verdict.message, example: text.slice(0, longestExample) });
  failures.push([line, verdict.class, provider, verdict.status, verdict.retry, verdict.after_ms, verdict.message]);
}
