// The live page: the only one whose policy lets it speak, and only with the
// edge that served it.

import './elements/live-view.js';
import './styles/index.css';

import { startFrame } from './frame.js';
import { startOffline } from './register.js';

startFrame();
document.getElementById('live').setAttribute('aria-current', 'page');
startOffline();
