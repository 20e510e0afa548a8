// Which answers must be looked at before they are delivered. The same rules as
// in internal/core, twice so that a success never loads or enters the core;
// test/scenarios/suspect.json holds both to it. They may know less here, never
// better: what is not clearly good is for the core to judge.

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

/**
 * Whether a suspect answer under a status of success is JSON and no error, or
 * too long for one.
 * @param {Uint8Array} body
 */
export function meansWell(body) {
  if (body.length > maxSuspect) return true;
  const text = new TextDecoder().decode(body);
  try {
    JSON.parse(text);
  } catch {
    return false;
  }
  return !/"(errors?|Error|error_code|error_msg|base_resp|cfWaitingRoom)"/.test(text) && (!text.includes('"code"') || text.includes('"choices"'));
}
