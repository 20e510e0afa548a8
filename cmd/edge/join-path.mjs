// Whose a request's path is, and where at the upstream it goes. The same rules
// as in pkg/edge/path.go, so that a request needs no call into Go;
// test/scenarios/paths.json holds both to them.

/**
 * What a proxy and the server behind it may read differently goes nowhere: dot
 * segments, backslashes, control characters, /_ukemi/ in disguise.
 * @param {string} written the path as it was written, escapes and all
 * @returns {'edge' | 'upstream' | 'nobody'}
 */
export function ownerOf(written) {
  const path = written.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  if (!written.startsWith('/') || /[\x00-\x1f\x7f\\]|\/\.\.?(\/|$)/.test(path)) return 'nobody';
  if (/^\/_ukemi(\/|$)/.test(written)) return 'edge';
  return /^\/+_ukemi(\/|$)/i.test(path) ? 'nobody' : 'upstream';
}

/**
 * Join the upstream's base path and the request's. Where both have /v1 it is
 * written once, so that a base URL with or without it, or with a slash too many,
 * does the same.
 * @param {string} base
 * @param {string} path
 */
export function joinPath(base, path) {
  base = base.replace(/\/$/, '');
  const last = base.slice(base.lastIndexOf('/'));
  const single = path.replace(/^\/+/, '/');
  const twice = last.length > 1 && (single === last || single.startsWith(last + '/'));
  return twice ? base.slice(0, -last.length) + single : base + path;
}
