// Splits a log into records. A record is a line with the lines that belong to it: indented
// lines, closing brackets, and the lines of a traceback or an HTTP answer.

/** @typedef {{line: number, text: string}} Record line: of its beginning, counted from 1 */

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

/** The kind of a multi-line record that begins with a line; '' for a single line. */
function opens(line) {
  if (/Traceback \(most recent call last\)/.test(line)) return 'traceback';
  if (/^HTTP\/\d/.test(line)) return 'head';
  return '';
}

const maxRecord = 400; // lines

/** @returns {string} the kind of record that continues after this line; '' for none */
function stillOpen(open, line, lines) {
  if (lines.length > maxRecord) return '';
  if (open === 'traceback') return lines.length > 1 && /^\S/.test(line) && !/^Traceback/.test(line) ? '' : open;
  if (open === 'head') return line === '' ? 'body' : open;
  if (open === 'body') return line === '' ? '' : open;
  return '';
}
