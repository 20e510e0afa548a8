// The path that a request goes to. The same rule as joinPath in pkg/edge, so
// that a request needs no call into Go; test/scenarios/paths.json holds both to
// it.

/**
 * Join the upstream's base path and the request's. Where both have /v1 it is
 * written once, so that a base URL with or without it does the same.
 * @param {string} base
 * @param {string} path
 */
export function joinPath(base, path) {
  base = base.replace(/\/$/, '');
  const last = base.slice(base.lastIndexOf('/'));
  const twice = last.length > 1 && (path === last || path.startsWith(last + '/'));
  return (twice ? base.slice(0, -last.length) : base) + path;
}
