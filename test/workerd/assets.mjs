// Stands in for Cloudflare's asset layer where the built Worker runs on a bare
// workerd: files from a disk service, with their types, index.html for a folder.

const types = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
  wasm: 'application/wasm',
  json: 'application/json',
  webmanifest: 'application/manifest+json',
  png: 'image/png',
};

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    const path = pathname.endsWith('/') ? pathname + 'index.html' : pathname;
    const file = await env.FILES.fetch('http://files' + path);
    const type = types[path.slice(path.lastIndexOf('.') + 1)];
    if (!file.ok || !type) return new Response(null, { status: 404 });
    return new Response(file.body, { headers: { 'content-type': type } });
  },
};
