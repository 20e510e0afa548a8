// Which answers must be looked at before they are delivered. The same rules as
// in internal/core, twice so that a success never loads or enters the core;
// test/scenarios/suspect.json holds both to it.

/** Bytes of an error body that are read. */
export const maxBody = 1 << 20;

/** Bytes that a body under a status of success may have to be looked at. */
export const maxSuspect = 16 << 10;

/**
 * @param {string} method
 * @param {number} status
 * @param {string} contentType
 * @param {number} length of the body, −1 when it is not known
 * @param {boolean} streams whether the answer is streamed on purpose
 */
export function suspect(method, status, contentType, length, streams) {
  if (status >= 400) return true;
  if ((status !== 200 && status !== 202) || method === 'HEAD' || method === 'OPTIONS') return false;
  if ((length === 0 && (method !== 'POST' || status !== 200)) || length > maxSuspect || (length < 0 && streams)) return false;
  return /^(application\/json|application\/problem\+json|text\/html)/i.test(contentType);
}

const decoder = new TextDecoder();

/** @param {Uint8Array} body of a suspect answer under a status of success */
export function looksLikeError(body) {
  if (body.length > maxSuspect) return false;
  const text = decoder.decode(body);
  return /"(errors?|base_resp|cfWaitingRoom|error_code|error_msg|Error)"/.test(text) || text.trimStart().startsWith('<') || (text.includes('"code"') && !text.includes('"choices"'));
}

/**
 * Whether a suspect answer under a status of success is JSON that ends in the
 * middle, or before it began.
 * @param {Uint8Array} body
 */
export function breaksOff(body) {
  if (body.length > maxSuspect) return false;
  const text = decoder.decode(body).trimStart();
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
