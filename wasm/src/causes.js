// Errors that wrap errors, and what each says.

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

/**
 * Its code, where that is a word (a DOMException's is a number), and its message.
 * @param {any} error
 * @returns {string[]}
 */
export const words = ({ code, message }) => [code, message].filter((word) => word && typeof word === 'string');
