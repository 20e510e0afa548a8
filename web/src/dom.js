// Building elements. Texts become text nodes: nothing pasted is ever markup.

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * @param {string} tag with optional classes: 'p.summary'
 * @param {...(Record<string, any> | Child | Child[])} rest attributes first, if any; onclick and the like are listeners
 * @returns {any} the element
 */
export function h(tag, ...rest) {
  const [name, ...classes] = tag.split('.');
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(' ');
  return fill(element, rest);
}

/** The same for SVG: no classes in the tag. */
export function svg(tag, ...rest) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), rest);
}

function fill(element, rest) {
  const [first] = rest;
  if (first && typeof first === 'object' && !(first instanceof Node) && !Array.isArray(first)) {
    for (const [name, value] of Object.entries(rest.shift())) setAttribute(element, name, value);
  }
  element.append(...rest.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

function setAttribute(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
  else element.setAttribute(name, value === true ? '' : value);
}

/** Tell the elements above, with a value. */
export const tell = (element, type, detail) => element.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));

/**
 * A custom element that draws itself from what it is given, anew each time.
 * @param {string} tag
 * @param {(data: any, element: HTMLElement) => Child | Child[]} draw
 * @returns {(data: any) => any} makes one
 */
export function element(tag, draw) {
  customElements.define(tag, class extends HTMLElement {
    set data(data) {
      const drawn = [draw(data, this)].flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
      this.replaceChildren(...drawn);
    }
  });
  return (data) => Object.assign(document.createElement(tag), { data });
}
