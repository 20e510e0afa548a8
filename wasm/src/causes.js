// Errors that wrap other errors.

/**
 * An error and its causes, the outermost first, at most five.
 * @param {any} error
 * @returns {any[]}
 */
export function causes(error) {
  const all = [];
  for (let e = error; e && all.length < 5; e = e.cause ?? e.lastError ?? e.errors?.[0]) all.push(e);
  return all;
}

/**
 * The code and the message of an error, without those that are missing. The code of a
 * DOMException is a number without a meaning and is left out.
 * @param {any} error
 * @returns {string[]}
 */
export const codeAndMessage = ({ code, message }) => [code, message].filter((s) => s && typeof s === 'string');
