// The page of the playground: its elements, its address, its keys.

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
for (const sign of ['pointermove', 'pointerdown', 'keydown', 'scroll', 'dragenter']) addEventListener(sign, warm, { once: true, passive: true });
