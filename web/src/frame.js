// The frame of both pages: colors, help, display of their own errors, the link to the live
// page.

import { openHelp } from './elements/help-dialog.js';
import { showUncaughtErrors } from './elements/page-problem.js';
import { startTheme } from './theme.js';

export function startFrame() {
  showUncaughtErrors();
  startTheme(document.getElementById('theme'));
  document.getElementById('help').addEventListener('click', openHelp);
  document.getElementById('live').hidden = !servedByEdge();
}

/** Whether an edge serves this page. Only an edge has the live page's API. */
export const servedByEdge = () => location.pathname.startsWith('/_ukemi/');
