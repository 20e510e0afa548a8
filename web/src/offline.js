// The service worker: caches the page's own files. The names of assets contain a hash of their
// content, so a cached asset is always current. Pages are fetched, and served from the cache
// if that fails; those of the reference are in it once they were visited.

const version = 'ukemi-__VERSION__';
const files = '__FILES__'.split(' ');
// An edge sends Markdown where HTML is not asked for.
const pages = ['./', './live/', './reference'].map((url) => new Request(url, { headers: { accept: 'text/html' } }));

addEventListener('install', (event) => {
  skipWaiting();
  event.waitUntil(caches.open(version).then((cache) => cache.addAll([...files, ...pages])));
});

addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys())
        if (name.startsWith('ukemi-') && name !== version) await caches.delete(name);
      await clients.claim();
    })(),
  );
});

addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const here = new URL('./', location.href).pathname;
  if (request.method !== 'GET' || url.origin !== location.origin || !url.pathname.startsWith(here)) return;
  if (url.pathname.startsWith(here + 'assets/'))
    event.respondWith(fromCache(request).then((cached) => cached ?? fetch(request)));
  else if (request.mode === 'navigate')
    event.respondWith(visit(request).catch(async () => (await fromCache(request)) ?? Response.error()));
});

async function visit(request) {
  const response = await fetch(request);
  if (response.ok && /\/(class|provider)\/[^/]+$/.test(new URL(request.url).pathname)) {
    await (await caches.open(version)).put(request, response.clone());
  }
  return response;
}

async function fromCache(request) {
  return (await caches.open(version)).match(request, { ignoreSearch: true, ignoreVary: true });
}
