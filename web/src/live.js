// The script of the live page. It is the only page whose security policy allows connections,
// and only to the edge that served it.

import './elements/live-view.js';
import './styles/index.css';

import { startFrame } from './frame.js';
import { startOffline } from './register.js';

startFrame();
document.getElementById('live').setAttribute('aria-current', 'page');
startOffline();
