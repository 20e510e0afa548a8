// Where the evidence stands in a paste. The core counts bytes of UTF-8, the
// page's text is UTF-16. Evidence without a place, or with one that does not
// hold it (the core cuts long logs before it reads them), is looked for by value.

/**
 * @param {string} text
 * @param {{field: string, value: string, start: number, end: number}[]} evidence
 * @returns {([number, number] | null)[]} start and end in UTF-16 units, one entry for each piece
 */
export function findPlaces(text, evidence) {
  const units = unitsOf(text, evidence.flatMap(({ start, end }) => [start, end]));
  return evidence.map(({ field, value, start, end }) => {
    const place = [units.get(start), units.get(end)];
    return end > start && holds(text, place, value) ? place : findValue(text, field, value);
  });
}

/** The first letters tell; what follows may be escaped, redacted or shortened. */
function holds(text, [start, end], value) {
  const there = text.slice(start, end);
  return /^(\\|\[redacted)/.test(value) || there.startsWith('\\') || there.slice(0, 4) === value.slice(0, 4);
}

/**
 * The UTF-16 positions of byte positions, in one pass.
 * @param {string} text
 * @param {number[]} positions
 */
export function unitsOf(text, positions) {
  const units = new Map();
  let byte = 0;
  let unit = 0;
  for (const position of [...new Set(positions)].sort((a, b) => a - b)) {
    while (byte < position && unit < text.length) {
      const code = text.charCodeAt(unit++);
      const pair = code >= 0xd800 && code < 0xdc00 && (text.charCodeAt(unit) & 0xfc00) === 0xdc00;
      byte += code < 0x80 ? 1 : code < 0x800 ? 2 : pair ? 4 : 3;
      if (pair) unit++;
    }
    units.set(position, unit);
  }
  return units;
}

/** @returns {[number, number] | null} */
function findValue(text, field, value) {
  if (!value) return null;
  if (field === 'status') {
    const found = new RegExp(`(?<![\\w.])${value}(?![\\w.])`).exec(text);
    return found && [found.index, found.index + value.length];
  }
  const words = value.replace(/…$/, '');
  const escaped = JSON.stringify(words).slice(1, -1); // as it stands inside of JSON inside of JSON
  for (const form of [words, escaped, escaped.replaceAll('\\"', '\\\\\\"')]) {
    const at = form.length > 2 ? text.indexOf(form) : -1;
    if (at >= 0) return [at, at + form.length];
  }
  return null;
}
