// Bulk mode in the worker: classifies every record of a log and counts the records of each
// class and provider.

import { isNoError } from './facts.js';
import { recordsOf } from './records.js';

const reportInterval = 60; // ms
const maxExample = 4000; // characters
const maxCached = 2000; // verdicts

/**
 * @typedef {object} Row the records of one class and provider
 * @property {string} class
 * @property {string} provider
 * @property {number} count
 * @property {boolean} retry
 * @property {number} line of the first record
 * @property {string} message of the first record
 * @property {string} example the text of the first record
 *
 * @typedef {[
 *   line: number, cls: string, provider: string, status: number | null, retry: boolean, after: number | null,
 *   message: string,
 * ]} Failure
 */

/**
 * @param {string} log
 * @param {import('../../wasm/src/core.js').CallCore} core
 * @param {(report: {done: number, total: number, quiet: number, rows: Row[], failures?: Failure[]}) => void} report
 *   done, total: characters; quiet: records without an error; failures: in the last report only
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
    const verdict = classifyCached(verdicts, record.text, core);
    done += record.text.length + 1;
    if (isQuiet(verdict)) quiet++;
    else count(rows, failures, record, verdict);
    if (performance.now() - reported > reportInterval) {
      reported = performance.now();
      report({ done, total: log.length, quiet, rows: [...rows.values()] });
    }
  }
  report({ done: log.length, total: log.length, quiet, rows: [...rows.values()], failures });
}

/** Many records of a log are equal, so verdicts are cached. */
function classifyCached(verdicts, text, core) {
  let verdict = verdicts.get(text);
  if (!verdict) {
    verdict = core('classify', { input: 'paste' }, text).result;
    if (verdicts.size < maxCached) verdicts.set(text, verdict);
  }
  return verdict;
}

/** Whether a record contains no error. */
const isQuiet = (verdict) =>
  verdict.class === 'unknown' && (verdict.confidence === 'guess' || isNoError(verdict)) && !(verdict.status >= 400);

function count(rows, failures, { line, text }, verdict) {
  const provider = verdict.provider ?? '';
  const key = `${verdict.class} ${provider}`;
  const row = rows.get(key);
  if (row) row.count++;
  else {
    const { retry, message } = verdict;
    rows.set(key, {
      class: verdict.class,
      provider,
      count: 1,
      retry,
      line,
      message,
      example: text.slice(0, maxExample),
    });
  }
  failures.push([line, verdict.class, provider, verdict.status, verdict.retry, verdict.after_ms, verdict.message]);
}
