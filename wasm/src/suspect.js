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

/** @param {Uint8Array} body @returns {string} '' where it is too long for an error */
const textOf = (body) => (body.length > maxSuspect ? '' : decoder.decode(body).trimStart());

/** @param {Uint8Array} body of a suspect answer under a status of success */
export function looksLikeError(body) {
  const text = textOf(body);
  return /^<|"(errors?|Error|error_code|error_msg|base_resp|cfWaitingRoom)"/.test(text) || (text.includes('"code"') && !text.includes('"choices"'));
}

/** @param {Uint8Array} body @returns {boolean} whether it is JSON, or too long to be looked at */
export function isJSON(body) {
  try {
    return body.length > maxSuspect || (JSON.parse(decoder.decode(body)), true);
  } catch {
    return false;
  }
}
