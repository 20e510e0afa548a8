// Where a request goes: to a route of the edge, or to which URL of the upstream.

import { destinationOf, joinPath } from './join-path.mjs';

/**
 * @typedef {object} Place where a request goes
 * @property {'edge' | 'upstream' | 'refused'} destination
 * @property {string} pathname of the request
 * @property {string} query of the request, without the question mark
 * @property {string} path at the upstream
 * @property {string} target the upstream's URL
 */

/**
 * URLs are few, and parsing one costs 4 % of a call. One with a query is not remembered:
 * some callers send their key in it.
 * @param {string} url
 * @param {string | undefined} written the path before any parser saw it, if url has another
 * @param {any} config
 * @param {Map<string, Place>} known
 */
export function findPlace(url, written, config, known) {
  const place = (!written && known.get(url)) || placeOf(url, written ?? writtenPath(url), config);
  if (!written && !url.includes('?')) {
    if (known.size > 99) known.clear();
    known.set(url, place);
  }
  return place;
}

/** @returns {Place} */
function placeOf(url, written, { basePath, upstream }) {
  const { pathname = '', search = '' } = URL.canParse(url) ? new URL(url) : {};
  const path = joinPath(basePath, pathname);
  const query = search || (url.includes('?') ? '?' : ''); // the parser drops an empty query
  const destination = pathname ? destinationOf(written) : 'refused';
  return { destination, pathname, query: search.slice(1), path, target: upstream + path + query };
}

/**
 * The path before the URL parser resolves dot segments and rewrites escapes.
 * @param {string} url
 */
const writtenPath = (url) => /^[^:]+:\/\/[^/?#]*([^?#]*)/.exec(url)?.[1] || '/';
