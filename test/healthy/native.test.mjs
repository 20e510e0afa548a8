import { throughDriver } from './through.mjs';

await throughDriver('native', 'HTTP');
