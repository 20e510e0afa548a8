// This browser's storage for the page. It may be closed or full: then nothing
// is kept, and the page works without.

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
 * @param {string | null} value null forgets it
 */
export function write(name, value) {
  try {
    if (value === null) localStorage.removeItem('ukemi.' + name);
    else localStorage.setItem('ukemi.' + name, value);
  } catch {
    // see above
  }
}
