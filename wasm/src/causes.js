// Errors that wrap errors.

/**
 * An error and its causes, the outermost first.
 * @param {any} error
 * @returns {any[]}
 */
export function causes(error) {
  const all = [];
  for (let e = error; e && all.length < 5; e = e.cause ?? e.lastError ?? e.errors?.[0]) all.push(e);
  return all;
}
