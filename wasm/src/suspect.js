// Which answers must be looked at before they are delivered. The same rules as
// in internal/core and pkg/stream/envelope.go, twice so that a success never
// loads or enters the core; test/scenarios/suspect.json holds both to it. They
// may know less here, never better: what is not clearly good is for the core to
// judge.

import { generating } from './tables.js';

/** Bytes of an error body that are read. */
export const maxBody = 1 << 20;

/** Bytes that a body under a status of success may have to be looked at. */
export const maxSuspect = 16 << 10;

/**
 * Whether a call's answer is made for this request alone (internal/api).
 * @param {string} method
 * @param {string} path
 */
export const generates = (method, path) => method === 'POST' && !path.includes('/threads/') && (generating.test(path) || path.includes('/ai/run/') || /\/model\/.*\/(invoke|converse)(-\S*stream)?\/*$/.test(path));

/**
 * @param {string} method
 * @param {string} path
 * @param {number} status
 * @param {string} contentType
 * @param {number} length of the body, −1 when it is not known
 * @param {boolean} streams whether the answer is streamed on purpose
 */
export function suspect(method, path, status, contentType, length, streams) {
  if (status >= 400) return true;
  if ((status !== 200 && status !== 202) || (length === 0 && status !== 200) || length > maxSuspect || (length < 0 && streams)) return false;
  return /^(application\/json|application\/problem\+json|text\/html)/i.test(contentType) && generates(method, path);
}

/** Members that may be signs of an error. */
const signs = ['error', 'errors', 'Error', 'err', 'base_resp', 'header', 'Response', 'Output', '__type', 'error_code', 'code', 'cfWaitingRoom'];

/**
 * Whether the body of a suspect answer under a status of success is JSON without
 * any sign of an error, or too long for one.
 * @param {Uint8Array} body
 */
export function isCleanSuccess(body) {
  if (body.length > maxSuspect) return true;
  try {
    const answer = JSON.parse(new TextDecoder().decode(body));
    const { type, object, success, choices } = answer;
    if (Array.isArray(answer) || type === 'error' || object === 'error' || success === false) return false;
    const failed = Array.isArray(choices) && choices.some((choice) => choice?.error || choice?.finish_reason === 'error');
    return !failed && !signs.some((name) => answer[name]);
  } catch {
    return false;
  }
}
