// What ordinary events of a stream say, so that a stream that goes well never
// enters the core. Anything that is not clearly ordinary is odd, and odd is for
// the core (pkg/stream) to judge: this file may know less, never better.

/**
 * @typedef {object} Seen what a stream has told so far
 * @property {number} contents events with content
 * @property {number} opened choices that appeared, a bit for each
 * @property {number} finished those that are whole
 * @property {boolean} end the stream said that it is over
 * @property {number} signs events that were more than a sign of life
 */

/** @returns {Seen} */
export const nothingSeen = () => ({ contents: 0, opened: 0, finished: 0, end: false, signs: 0 });

/** @param {Seen} seen */
export const isWhole = ({ opened, finished, end }) => end || (finished !== 0 && (opened & ~finished) === 0);

/**
 * @param {string} text whole events, the last one's empty line included
 * @param {Seen} seen is added to
 * @returns {boolean} false when anything is odd
 */
export function glance(text, seen) {
  const events = text.replaceAll('\r\n', '\n');
  if (/"error"\s*:(?!\s*null)|\r/.test(events)) return false;
  for (const event of events.slice(0, -2).split('\n\n')) {
    if (seen.end) return false;
    if (/^:.*$/.test(event)) continue; // a keep-alive
    const data = /^(?:event: (?!error)[\w.]+\n)?data: (.+)$/.exec(event)?.[1];
    if (!data) return false;
    seen.signs++;
    if (data === '[DONE]') seen.end = true;
    else {
      try {
        if (!read(JSON.parse(data), seen)) return false;
      } catch {
        return false;
      }
    }
    if (seen.end && !seen.opened) return false;
  }
  return true;
}

/**
 * @param {any} event
 * @param {Seen} seen
 */
function read(event, seen) {
  const { choices, candidates, type } = event;
  if (choices) {
    for (const { index = 0, delta = {}, text, message, finish_reason: reason } of choices) {
      if (index > 30 || message || reason === 'error' || reason === 'null') return false;
      note(seen, index, reason, some(text) || Object.entries(delta).some(([key, value]) => key !== 'role' && some(value)));
    }
  } else if (candidates) {
    for (const { index = 0, content: { parts = [] } = {}, finishReason } of candidates) {
      if (index > 30) return false;
      note(seen, index, finishReason, parts.some((/** @type {any} */ part) => part.text !== ''));
    }
  } else if (/^response\./.test(type)) {
    if (type === 'response.failed') return false;
    seen.end = /^response\.(completed|incomplete|cancelled|done)$/.test(type);
    note(seen, 0, seen.end && type !== 'response.done', /\.(delta|partial_image)$/.test(type));
  } else if (type === 'ping') {
    seen.signs--;
  } else if (/^(message|content_block)_/.test(type)) {
    note(seen, 0, event.delta?.stop_reason, type === 'content_block_delta' || (type === 'content_block_start' && !/^(text|thinking)$/.test(event.content_block?.type)));
    seen.end = type === 'message_stop';
  } else return false;
  return true;
}

/**
 * @param {Seen} seen
 * @param {number} index
 * @param {unknown} finished
 * @param {boolean} content that follows on a finish shows that it was none
 */
function note(seen, index, finished, content) {
  const bit = 1 << index;
  seen.opened |= bit;
  if (content) seen.finished &= ~bit;
  if (finished) seen.finished |= bit;
  if (content) seen.contents++;
}

/** @param {unknown} value @returns {boolean} whether it says anything */
const some = (value) => !!value && (typeof value !== 'object' || Object.keys(value).length > 0);
