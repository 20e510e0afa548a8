// Reads ordinary events of a stream, so that a healthy stream never enters the core. Every
// event that is not clearly ordinary goes to the core (pkg/stream): a rule here may be less
// precise than the core's, but only in that direction.

/**
 * @typedef {object} Progress of a stream so far
 * @property {number} contents events with content
 * @property {number} opened choices that appeared, one bit each
 * @property {number} finished choices that finished, one bit each
 * @property {boolean} terminated the terminator came
 * @property {number} events all events apart from pings
 */

/** @returns {Progress} */
export const noProgress = () => ({ contents: 0, opened: 0, finished: 0, terminated: false, events: 0 });

/** @param {Progress} progress */
export const isFinished = ({ opened, finished, terminated }) =>
  terminated || (finished !== 0 && (opened & ~finished) === 0);

/**
 * @param {string} text whole events, including the empty line after the last one
 * @param {Progress} progress is updated
 * @returns {boolean} false if an event is not ordinary
 */
export function readOrdinaryEvents(text, progress) {
  const events = text.replaceAll('\r\n', '\n');
  if (/"error"\s*:(?!\s*null)|\r/.test(events)) return false;
  for (const event of events.slice(0, -2).split('\n\n')) {
    if (progress.terminated) return false;
    if (/^:.*$/.test(event)) continue; // a comment, sent as a keep-alive
    const data = /^(?:event: (?!error)[\w.]+\n)?data: (.+)$/.exec(event)?.[1];
    if (!data) return false;
    progress.events++;
    if (data === '[DONE]') progress.terminated = true;
    else {
      try {
        if (!readEvent(JSON.parse(data), progress)) return false;
      } catch {
        return false;
      }
    }
    if (progress.terminated && !progress.opened) return false;
  }
  return true;
}

/**
 * @param {any} event
 * @param {Progress} progress
 */
function readEvent(event, progress) {
  const { choices, candidates, type } = event;
  if (choices) {
    for (const { index = 0, delta = {}, text, message, finish_reason: reason } of choices) {
      if (index > 30 || message || reason === 'error' || reason === 'null') return false;
      const hasDelta = Object.entries(delta).some(([key, value]) => key !== 'role' && isContent(value));
      update(progress, index, reason, isContent(text) || hasDelta);
    }
  } else if (candidates) {
    for (const { index = 0, content: { parts = [] } = {}, finishReason } of candidates) {
      if (index > 30) return false;
      update(progress, index, finishReason, parts.some((/** @type {any} */ part) => part.text !== ''));
    }
  } else if (/^response\./.test(type)) {
    if (type === 'response.failed') return false;
    progress.terminated = /^response\.(completed|incomplete|cancelled|done)$/.test(type);
    const isFinish = progress.terminated && type !== 'response.done';
    update(progress, 0, isFinish, /\.(delta|partial_image)$/.test(type));
  } else if (type === 'ping') {
    progress.events--;
  } else if (/^(message|content_block)_/.test(type)) {
    const opensTool = type === 'content_block_start' && !/^(text|thinking)$/.test(event.content_block?.type);
    update(progress, 0, event.delta?.stop_reason, type === 'content_block_delta' || opensTool);
    progress.terminated = type === 'message_stop';
  } else return false;
  return true;
}

/**
 * @param {Progress} progress
 * @param {number} index of the choice
 * @param {unknown} isFinish
 * @param {boolean} hasContent content after a finish shows that the choice was not finished
 */
function update(progress, index, isFinish, hasContent) {
  const bit = 1 << index;
  progress.opened |= bit;
  if (hasContent) progress.finished &= ~bit;
  if (isFinish) progress.finished |= bit;
  if (hasContent) progress.contents++;
}

/** @param {unknown} value */
const isContent = (value) => !!value && (typeof value !== 'object' || Object.keys(value).length > 0);
