// An answer that was made here says of itself what the upstream's does, which no
// constructor can be told.

/**
 * @param {Response} made
 * @param {any} from the upstream's Response; the Request where there is none
 * @returns {Response} made
 */
export function alike(made, from) {
  const { clone } = made;
  return Object.defineProperties(made, {
    url: { value: from.url },
    redirected: { value: !!from.redirected },
    type: { value: from.type ?? 'default' },
    clone: { value: () => alike(clone.call(made), from) },
  });
}
