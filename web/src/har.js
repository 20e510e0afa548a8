// Extracts the failed exchanges from a browser's recording (HAR 1.2), in the format of
// curl -i.

/** Whether a text is a complete HAR. */
export function isHar(content) {
  if (!/^\s*\{\s*"log"\s*:\s*\{/.test(content)) return false;
  try {
    return Array.isArray(JSON.parse(content).log.entries);
  } catch {
    return false;
  }
}

/**
 * @param {string} content a HAR
 * @returns {string[]} one text for each failed exchange
 */
export const exchangesOf = (content) => JSON.parse(content).log.entries.filter(failed).map(exchange);

/** Status 0 means that no answer arrived. A stream may fail after a status of 200. */
const failed = ({ response }) => response
  && (response.status === 0 || response.status >= 400 || /"error"/.test(response.content?.text ?? ''));

function exchange({ request, response: { status, statusText, headers = [], content = {}, _error } }) {
  if (status === 0) return `${request?.method ?? 'GET'} ${request?.url ?? ''}\n${_error ?? 'network error'}`;
  const lines = headers.map(({ name, value }) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${statusText ?? ''}`.trim(), ...lines, '', bodyOf(content)].join('\n');
}

function bodyOf({ text = '', encoding }) {
  if (encoding !== 'base64') return text;
  return new TextDecoder().decode(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
}
