// Whether a request goes to the edge's own routes or to the upstream, and its path there.
// pkg/edge/path.go has the same rules; here they exist a second time so that a request needs
// no call into Go. test/scenarios/paths.json is run against both.

/**
 * Refused is a path that a proxy and the server behind it may read differently: one with dot
 * segments, backslashes, control characters or an escaped /_ukemi/.
 * @param {string} written the path before decoding
 * @returns {'edge' | 'upstream' | 'refused'}
 */
export function destinationOf(written) {
  const path = written.includes('%')
    ? written.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)))
    : written;
  if (!written.startsWith('/') || /[\x00-\x1f\x7f\\]|\/\.\.?(\/|$)/.test(path)) return 'refused';
  if (/^\/_ukemi(\/|$)/.test(written)) return 'edge';
  return /^\/+_ukemi(\/|$)/i.test(path) ? 'refused' : 'upstream';
}

/**
 * Join the upstream's base path and the request's. If both contain /v1, the result contains it
 * once, so that a base URL works with or without it and with an extra slash.
 * @param {string} base
 * @param {string} path
 */
export function joinPath(base, path) {
  base = base.replace(/\/$/, '');
  const last = base.slice(base.lastIndexOf('/'));
  const single = path.replace(/^\/+/, '/');
  const isRepeated = last.length > 1 && (single === last || single.startsWith(last + '/'));
  return isRepeated ? base.slice(0, -last.length) + single : base + path;
}
