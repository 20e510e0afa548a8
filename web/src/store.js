// The browser's storage. It may be blocked or full; then nothing is stored, and the page works
// without it.

/** @param {string} name */
export function read(name) {
  try {
    return localStorage.getItem('ukemi.' + name);
  } catch {
    return null;
  }
}

/**
 * @param {string} name
 * @param {string | null} value null removes it
 */
export function write(name, value) {
  try {
    if (value === null) localStorage.removeItem('ukemi.' + name);
    else localStorage.setItem('ukemi.' + name, value);
  } catch {
    // blocked or full
  }
}
