// A fresh clone after `npm ci`, with Go: wrangler builds the Worker by itself.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';

import { root } from './install.mjs';

// Beside the modules, because they are linked and not copied.
mkdirSync(join(root, 'build'), { recursive: true });
const clone = mkdtempSync(join(root, 'build/clone-'));
after(() => rmSync(clone, { recursive: true, force: true }));

/** @param {string} program @param {string[]} args */
const run = (program, ...args) => execFileSync(program, args, {
  cwd: clone, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 << 20,
  env: { ...process.env, WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false' },
});

test('npx wrangler deploy --dry-run, staging, types', { timeout: 240_000 }, () => {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
  for (const file of list.toString().split('\0').filter(Boolean)) {
    mkdirSync(dirname(join(clone, file)), { recursive: true });
    cpSync(join(root, file), join(clone, file));
  }
  execFileSync('cp', ['-al', join(root, 'node_modules'), join(clone, 'node_modules')]);
  // As npm leaves it: newer than package.json.
  const installed = 'node_modules/.package-lock.json';
  rmSync(join(clone, installed));
  copyFileSync(join(root, installed), join(clone, installed));

  const deployed = run('npx', 'wrangler', 'deploy', '--dry-run', '--env=');
  assert.match(deployed, /env\.UKEMI_UPSTREAM \("https:\/\/api\.openai\.com\/v1"\)/);
  assert.match(deployed, /env\.ASSETS/);
  const size = Number(/gzip: ([\d.]+) KiB/.exec(deployed)?.[1]);
  assert.ok(size < 2900, `the free plan takes 3 MB (3,072 KiB), gzip: ${size} KiB`);
  assert.doesNotMatch(deployed, /warning/i);
  const staging = run('npx', 'wrangler', 'deploy', '--dry-run', '--env', 'staging');
  assert.match(staging, /env\.UKEMI_DETAILS \("body"\)/);
  const types = run('npx', 'wrangler', 'types', 'env.d.ts');
  assert.match(types, /UKEMI_UPSTREAM/);
  assert.doesNotMatch(types, /warning|error/i);
});
