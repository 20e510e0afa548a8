import { throughDriver } from './through.mjs';

await throughDriver('npx', 'HTTP');
