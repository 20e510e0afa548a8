// The service worker: keeps the page's own files, and nothing else. Assets have
// their content in their names, so the kept one is always right; the pages are
// asked for anew and served from the store when nothing answers.

const version = 'ukemi-__VERSION__';
const files = '__FILES__'.split(' ');
const pages = ['./', './live/'];

addEventListener('install', (event) => {
  skipWaiting();
  event.waitUntil(caches.open(version).then((cache) => cache.addAll([...files, ...pages])));
});

addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith('ukemi-') && name !== version) await caches.delete(name);
    await clients.claim();
  })());
});

addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const here = new URL('./', location.href).pathname;
  if (request.method !== 'GET' || url.origin !== location.origin || !url.pathname.startsWith(here)) return;
  if (url.pathname.startsWith(here + 'assets/')) event.respondWith(fromStore(request).then((kept) => kept ?? fetch(request)));
  else if (request.mode === 'navigate') event.respondWith(fetch(request).catch(async () => (await fromStore(request)) ?? Response.error()));
});

const fromStore = async (request) => (await caches.open(version)).match(request, { ignoreSearch: true });
