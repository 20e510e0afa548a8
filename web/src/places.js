// Finds the positions of evidence in a text. The core's positions are bytes of UTF-8; they are
// converted to UTF-16 units. Evidence without a position is found by its value, near evidence
// that has one.

/**
 * @param {string} text
 * @param {{field: string, value: string, start: number, end: number}[]} evidence
 * @returns {([number, number] | null)[]} start and end in UTF-16 units, one entry for each piece of evidence
 */
export function findPlaces(text, evidence) {
  const units = unitsOf(text, evidence.flatMap(({ start, end }) => [start, end]));
  const known = evidence.map(({ value, start, end }) => {
    const place = [units.get(start), units.get(end)];
    return end > start && startsLike(text, place, value) ? place : null;
  });
  // In a log the same value occurs often; of a log the core reads the end most closely.
  const near = text.length > longLog ? (known.find(Boolean)?.[0] ?? text.length) : 0;
  return evidence.map(({ field, value }, i) => known[i] ?? findValue(text, field, value, near));
}

const longLog = 256 << 10; // characters

/** Only the first letters are compared; the rest may be escaped, redacted or shortened. */
function startsLike(text, [start, end], value) {
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
function findValue(text, field, value, near) {
  if (!value) return null;
  if (field === 'status') return findNumber(text, value, near);
  const plain = value.replace(/…$/, '');
  const escaped = JSON.stringify(plain).slice(1, -1); // as in JSON inside of JSON
  for (const form of [plain, escaped, escaped.replaceAll('\\"', '\\\\\\"')]) {
    const at = form.length > 2 ? nearest(text, form, near) : -1;
    if (at >= 0) return [at, at + form.length];
  }
  return findBeginning(text, plain, near);
}

/**
 * Find a number that is not a part of another one.
 * @returns {[number, number] | null}
 */
function findNumber(text, value, near) {
  const places = [...text.matchAll(new RegExp(`(?<![\\w.])${value}(?!\\w|\\.\\d)`, 'g'))].map(({ index }) => index);
  if (places.length === 0) return null;
  const at = places.reduce((best, place) => (Math.abs(place - near) < Math.abs(best - near) ? place : best));
  return [at, at + value.length];
}

/**
 * Find the longest unchanged beginning of a value that was redacted, or joined from the parts
 * of an HTML page.
 * @returns {[number, number] | null}
 */
function findBeginning(text, value, near) {
  let [least, most] = [7, value.length]; // characters: found, and not
  while (most - least > 1) {
    const middle = (least + most) >> 1;
    if (text.includes(value.slice(0, middle))) least = middle;
    else most = middle;
  }
  const at = least > 7 ? nearest(text, value.slice(0, least), near) : -1;
  return at < 0 ? null : [at, at + value.slice(0, least).trimEnd().length];
}

/** The occurrence of a value that is nearest to a position, −1 if there is none. */
function nearest(text, value, near) {
  const before = text.lastIndexOf(value, near);
  const after = text.indexOf(value, near);
  return before >= 0 && (after < 0 || near - before < after - near) ? before : after;
}
