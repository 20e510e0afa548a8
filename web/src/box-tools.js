// The buttons above the text box, and files dropped anywhere on the page.

import { readFiles } from './files.js';
import { text } from './text.js';

/** @param {any} explain the explain-view */
export function startBoxTools(explain) {
  const on = (id, listener) => document.getElementById(id).addEventListener('click', listener);
  const picker = /** @type {HTMLInputElement} */ (document.getElementById('file'));
  on('clear', () => {
    explain.box.value = '';
    explain.box.area.focus();
  });
  on('clipboard', async () => {
    try {
      explain.open(await navigator.clipboard.readText());
    } catch {
      explain.box.note.textContent = text('box.clipboard.refused');
      explain.box.area.focus();
    }
  });
  on('open', () => picker.click());
  picker.addEventListener('change', () => openFiles(explain, picker.files).then(() => (picker.value = '')));
  startDrop((files) => openFiles(explain, files));
}

async function openFiles(explain, files) {
  const { paste, many } = await readFiles([...files]);
  if (many) {
    const { openBulk } = await import('./elements/bulk-view.js');
    return openBulk(paste);
  }
  if (location.hash !== '#/') location.hash = '#/';
  explain.open(paste);
}

/** @param {(files: FileList) => void} onDrop */
function startDrop(onDrop) {
  const dragged = (event) => event.dataTransfer?.types.includes('Files');
  addEventListener('dragover', (event) => {
    if (!dragged(event)) return;
    event.preventDefault();
    document.body.classList.add('dropping');
  });
  addEventListener('dragleave', (event) => event.relatedTarget === null && document.body.classList.remove('dropping'));
  addEventListener('drop', (event) => {
    document.body.classList.remove('dropping');
    if (!dragged(event)) return;
    event.preventDefault();
    onDrop(event.dataTransfer.files);
  });
}
