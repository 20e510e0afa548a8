// What both pages have around their content: colors, help, their own errors,
// and the way to the live page.

import { openHelp } from './elements/help-dialog.js';
import { watchForTrouble } from './elements/page-trouble.js';
import { startTheme } from './theme.js';

export function startFrame() {
  watchForTrouble();
  startTheme(document.getElementById('theme'));
  document.getElementById('help').addEventListener('click', openHelp);
  document.getElementById('live').hidden = !servedByEdge();
}

/** Only an edge has the live page's API; elsewhere there is nobody to ask. */
export const servedByEdge = () => location.pathname.startsWith('/_ukemi/');
