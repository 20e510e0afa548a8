// Splits overlapping positions of facts into segments that do not overlap.

/**
 * @param {({start: number, end: number, against: boolean} | null)[]} places one entry for each fact
 * @param {number} from start of the shown part of the text
 * @param {number} length of the shown part
 * @returns {{start: number, end: number, facts: number[], against: boolean}[]} in order; positions in the shown part
 */
export function segmentsOf(places, from, length) {
  const ranges = places.flatMap((place, fact) => {
    const start = Math.max(0, (place?.start ?? 0) - from);
    const end = Math.min(length, (place?.end ?? 0) - from);
    return place && end > start ? [{ start, end, fact, against: place.against }] : [];
  });
  const borders = [...new Set(ranges.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  return borders.slice(1).flatMap((end, i) => {
    const start = borders[i];
    const covering = ranges.filter((range) => range.start < end && range.end > start);
    return covering.length
      ? [{ start, end, facts: covering.map(({ fact }) => fact), against: covering.every(({ against }) => against) }]
      : [];
  });
}
