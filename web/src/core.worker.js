// The core, off the page's thread. Answers {id, explanation} or {id, error};
// says {classes} once at the start.

import { classes, explain } from 'ukemi';

const maxPaste = 8 << 20; // as the core: what comes after is not read

classes().then((list) => postMessage({ classes: list }), (error) => postMessage({ id: Infinity, error: error.message }));

onmessage = async ({ data: { id, text } }) => {
  try {
    postMessage({ id, explanation: await explain(text.slice(0, maxPaste)) });
  } catch (error) {
    postMessage({ id, error: error.message });
  }
};
