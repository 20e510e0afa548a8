// The page of the playground: its elements, its address, its keys.

import './elements/explain-view.js';
import './elements/paste-box.js';
import './styles/index.css';

import { startBoxTools } from './box-tools.js';
import { openHelp } from './elements/help-dialog.js';
import { watchForTrouble } from './elements/page-trouble.js';
import { startKeys } from './keys.js';
import { startOffline } from './register.js';
import { route } from './router.js';
import { startTheme } from './theme.js';

watchForTrouble();
startTheme(document.getElementById('theme'));
startKeys();
startBoxTools(/** @type {any} */ (document.getElementById('explain')));
document.getElementById('help').addEventListener('click', openHelp);
// Only an edge has the live page's API; elsewhere the link would lead nowhere.
document.getElementById('live').hidden = !location.pathname.startsWith('/_ukemi/');
addEventListener('hashchange', route);
route();
startOffline();
