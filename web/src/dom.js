// Building elements. Texts become text nodes: nothing pasted is ever markup.

/**
 * @param {string} tag with optional classes: 'p.summary'
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElement}
 */
export function h(tag, ...children) {
  const [name, ...classes] = tag.split('.');
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(' ');
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/**
 * A button that copies a text and says so.
 * @param {string} text
 */
export function copyButton(text) {
  const button = /** @type {HTMLButtonElement} */ (h('button.copy', 'Copy'));
  button.type = 'button';
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  });
  return button;
}
