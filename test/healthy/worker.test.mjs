import { throughDriver } from './through.mjs';

await throughDriver('Worker', 'HTTP');
