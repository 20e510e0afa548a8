// The script of the playground: starts its elements, router and shortcuts.

import './elements/explain-view.js';
import './elements/paste-box.js';
import './styles/index.css';

import { startBoxTools } from './box-tools.js';
import { warm } from './core.js';
import { startFrame } from './frame.js';
import { startKeys } from './keys.js';
import { startOffline } from './register.js';
import { route } from './router.js';

startFrame();
startKeys();
startBoxTools(/** @type {any} */ (document.getElementById('explain')));
addEventListener('hashchange', route);
route();
startOffline();
// Load the core at the first sign of a user.
for (const type of ['pointermove', 'pointerdown', 'keydown', 'scroll', 'dragenter']) {
  addEventListener(type, warm, { once: true, passive: true });
}
