// Whether an answer ends too early. Loaded when one is no JSON that should be.

import { maxSuspect } from './suspect.js';

/**
 * Whether a suspect answer under a status of success is JSON that ends in the
 * middle, or before it began. The rule of BreaksOff in internal/core.
 * @param {Uint8Array} body
 */
export function breaksOff(body) {
  if (body.length > maxSuspect) return false;
  const text = new TextDecoder().decode(body).trimStart();
  if (text === '') return true;
  if (!/^[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return false;
  } catch {
    return unbalanced(text);
  }
}

/** @param {string} text that is no JSON: because it ends too early? */
function unbalanced(text) {
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*("|$)|[[{]|[\]}]/gs)) {
    if (token.startsWith('"')) {
      if (token.length < 2 || !token.endsWith('"')) return true;
    } else if ((depth += /[[{]/.test(token) ? 1 : -1) === 0) return false;
  }
  return true;
}
