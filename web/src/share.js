// The state as a part of the address, after '#/s/': JSON, deflate, base64url. Browsers never
// send a fragment to a server.

/** Characters; chat programs and browsers cut longer addresses. */
export const maxShared = 60_000;

/**
 * @param {object} state
 * @returns {Promise<string>}
 */
export async function encodeState(state) {
  const bytes = await through(new CompressionStream('deflate-raw'), new TextEncoder().encode(JSON.stringify(state)));
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/**
 * @param {string} encoded
 * @returns {Promise<any>}
 * @throws if the link is damaged
 */
export async function decodeState(encoded) {
  const binary = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = await through(new DecompressionStream('deflate-raw'), Uint8Array.from(binary, (c) => c.charCodeAt(0)));
  return JSON.parse(new TextDecoder().decode(bytes));
}

async function through(stream, bytes) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}

/**
 * The marks that redaction added, one for each removed secret.
 * @param {string} before
 * @param {string} after
 * @returns {string[]} '[redacted key …WXYZ]'
 */
export function removedFrom(before, after) {
  const marks = (text) => text.match(/\[redacted [^\]]{1,40}\]/g) ?? [];
  const there = marks(before);
  return marks(after).filter((mark) => {
    const at = there.indexOf(mark);
    if (at >= 0) there.splice(at, 1);
    return at < 0;
  });
}
