// From a log to its records: a line, with the lines that belong to it – those
// that are indented, close a bracket, or make up a traceback or an HTTP answer.

/** @typedef {{line: number, text: string}} Record where it begins, counted from 1 */

/**
 * @param {string} log
 * @returns {Generator<Record>}
 */
export function* recordsOf(log) {
  let line = 0;
  let begin = 0;
  /** @type {string[]} */
  let lines = [];
  let open = '';
  for (const next of log.split(/\r?\n/)) {
    line++;
    const joins = lines.length > 0 && (open !== '' || /^[\s)}\]]/.test(next));
    if (!joins) {
      if (lines.join('').trim()) yield { line: begin, text: lines.join('\n') };
      [lines, begin] = [[], line];
    }
    lines.push(next);
    open = stillOpen(open || opens(next), next, lines);
  }
  if (lines.join('').trim()) yield { line: begin, text: lines.join('\n') };
}

/** What a line begins that goes on in the next ones. */
function opens(line) {
  if (/Traceback \(most recent call last\)/.test(line)) return 'traceback';
  if (/^HTTP\/\d/.test(line)) return 'head';
  return '';
}

const longestRecord = 400; // lines

/** @returns {string} what is open after this line */
function stillOpen(open, line, lines) {
  if (lines.length > longestRecord) return '';
  if (open === 'traceback') return lines.length > 1 && /^\S/.test(line) && !/^Traceback/.test(line) ? '' : open;
  if (open === 'head') return line === '' ? 'body' : open;
  if (open === 'body') return line === '' ? '' : open;
  return '';
}
