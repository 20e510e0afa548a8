import { throughDriver } from './through.mjs';

await throughDriver('createFetch', 'fetch');
