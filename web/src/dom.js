// Builds elements. Texts become text nodes, so that a pasted text is never parsed as HTML.

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * @param {string} tag with optional classes, such as 'p.summary'
 * @param {...(Record<string, any> | Child | Child[])} rest optional attributes (onclick and the like are
 *   listeners), then children
 * @returns {any} the element
 */
export function h(tag, ...rest) {
  const [name, ...classes] = tag.split('.');
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(' ');
  return fill(element, rest);
}

/** Like h, for SVG, but without classes in the tag. */
export function svg(tag, ...rest) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), rest);
}

function fill(element, rest) {
  const [first] = rest;
  if (first && typeof first === 'object' && !(first instanceof Node) && !Array.isArray(first)) {
    for (const [name, value] of Object.entries(rest.shift())) setAttribute(element, name, value);
  }
  element.append(...rest.flat(Infinity).filter(isChild));
  return element;
}

const isChild = (child) => child !== null && child !== undefined && child !== false;

function setAttribute(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
  else element.setAttribute(name, value === true ? '' : value);
}

/** Dispatch an event that bubbles, with a value. */
export const emit = (element, type, detail) => element.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));

/**
 * Define a custom element that is redrawn whenever its `data` is set.
 * @param {string} tag
 * @param {(data: any, element: HTMLElement) => Child | Child[]} draw
 * @returns {(data: any) => any} creates the element
 */
export function element(tag, draw) {
  customElements.define(tag, class extends HTMLElement {
    set data(data) {
      this.replaceChildren(...[draw(data, this)].flat(Infinity).filter(isChild));
    }
  });
  return (data) => Object.assign(document.createElement(tag), { data });
}
