// The Cloudflare Worker: the shared JavaScript driver in front of the upstream,
// deciding with one long-lived Go instance that is called synchronously and
// does no I/O. What stands under /_ukemi/ is served by Go handlers, an instance
// per request, through the stock glue of github.com/syumai/workers.

import routes from '../../build/worker/worker.mjs';
import { loadModule } from '../../build/worker/runtime.mjs';
import { collector, createCore } from '../../wasm/src/core.js';
import { putBack, readUpTo } from '../../wasm/src/body.js';
import { authHeaders } from '../../wasm/src/fallback.js';
import { drive } from '../../wasm/src/driver.js';
import { asksForStream } from '../../wasm/src/request.js';
import { joinPath, ownerOf } from './join-path.mjs';
import { notForwarded } from './not-forwarded.mjs';

const core = createCore(startGo(await loadModule()));

/**
 * What the settings mean, worked out once for each environment: an isolate sees
 * the same object with every request.
 * @type {WeakMap<object, {settings: Record<string, string>, config: any}>}
 */
const configured = new WeakMap();

function configure(env) {
  const settings = Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('UKEMI_')).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]));
  const { result: config } = core('config', { environ: Object.entries(settings).map((pair) => pair.join('=')) });
  configured.set(env, { settings, config });
  return { settings, config };
}

export default {
  async fetch(request, env, ctx) {
    const { settings, config } = configured.get(env) ?? configure(env);
    if (config.misconfigured) return misconfigured(config.misconfigured);
    const url = URL.parse(request.url);
    const owner = url && request.method !== 'TRACE' ? ownerOf(written(request.url)) : 'nobody';
    if (owner === 'nobody') return failed(400, 'invalid_request_error', 'invalid_request', noSuchTarget);
    const respond = () => (owner === 'edge' ? route(request, { ...env, ...settings }, ctx) : proxy(request, url, config, env.ANALYTICS));
    return config.corsOrigins.length ? cors(request, config, respond) : respond();
  },
};

/**
 * The path before the URL parser resolves and rewrites it.
 * @param {string} url
 */
const written = (url) => /^[^:]+:\/\/[^/?#]*([^?#]*)/.exec(url)?.[1] || '/';

const noSuchTarget = 'This request cannot be forwarded: its method is TRACE, its host is none, or its path has a dot segment, a backslash or a control character, or is /_ukemi/ in disguise.';

/** The playground's files, else the routes in Go. */
async function route(request, env, ctx) {
  const asset = request.method === 'GET' ? await env.ASSETS?.fetch(request.clone()) : undefined;
  return asset && asset.status < 400 ? asset : routes.fetch(request, env, ctx);
}

/**
 * @param {Request} request
 * @param {URL} url
 * @param {any} config
 * @param {{writeDataPoint: (point: object) => void}} [analytics]
 */
async function proxy(request, url, config, analytics) {
  const query = url.search || (request.url.includes('?') ? '?' : ''); // an empty one is one, too
  const path = joinPath(config.basePath, url.pathname);
  const target = config.upstream + path + query;
  const { method, signal } = request;
  const own = [...request.headers];
  const headers = new Headers(own.filter(([name]) => !notForwarded.test(name)));
  if (headers.get('upgrade')?.toLowerCase() === 'websocket') return fetch(target, { method, headers, redirect: 'manual' }); // a WebSocket is no call that could be repeated
  headers.delete('upgrade');
  const { bytes, rest } = await take(request, config.maxBody);
  const body = request.body && method !== 'GET' && method !== 'HEAD' ? sized(putBack(bytes, rest), headers.get('content-length')) : undefined;
  return drive(
    {
      method, path, query: url.search.slice(1), upstream: config.upstream, headers: own, body: rest ? null : bytes, replayable: !rest, signal,
      streams: asksForStream(url.pathname, bytes),
      send: (signal, detour) => (detour ? fetch(...around(config.upstream + detour.path + url.search, detour, method, headers, config, signal)) : fetch(target, { method, headers, body, signal, redirect: 'manual' })),
    },
    { policy: config.policy, caller: config.caller, core: async () => core, health, onCall: (record) => log(record, analytics) },
  );
}

/**
 * The body, kept up to a limit; rest is what is beyond it. Where the length is
 * stated it comes in one piece, which costs half of reading it by chunks.
 */
async function take(request, maxBody) {
  const length = Number(request.headers.get('content-length') ?? NaN);
  if (!request.body) return { bytes: new Uint8Array(), rest: null };
  if (length > maxBody) return { bytes: new Uint8Array(), rest: request.body.getReader() };
  if (length <= maxBody) return { bytes: new Uint8Array(await request.arrayBuffer()), rest: null };
  return readUpTo(request.body, maxBody + 1);
}

/** What this isolate knows of its upstreams. */
const health = { value: null };

/**
 * What fetch takes for a fallback: another model, and perhaps another upstream
 * with a key of its own.
 */
function around(here, { url: elsewhere, keep, auth, key, body }, method, headers, config, signal) {
  const own = new Headers(headers);
  if (elsewhere) {
    for (const name of [...own.keys()]) if (!keep.includes(name)) own.delete(name);
    for (const [name, value] of authHeaders(auth, config.keys[key])) own.set(name, value);
  }
  own.delete('content-length');
  return [elsewhere || here, { method, headers: own, body, signal, redirect: 'manual' }];
}

/**
 * A streamed body keeps its stated length, for upstreams that want one.
 * @param {BodyInit} body
 * @param {string | null} length
 */
function sized(body, length) {
  if (!(body instanceof ReadableStream) || length === null) return body;
  return body.pipeThrough(new FixedLengthStream(Number(length)));
}

/**
 * @param {Request} request
 * @param {any} config
 * @param {() => Promise<Response>} respond
 */
async function cors(request, { corsOrigins }, respond) {
  const { headers, method } = request;
  const preflight = method === 'OPTIONS' && headers.has('access-control-request-method');
  const { result } = core('cors', { origins: corsOrigins, origin: headers.get('origin') ?? '', preflight, headers: headers.get('access-control-request-headers') ?? '' });
  if (!result.allowed) return respond();
  const answer = preflight ? { status: 204 } : await respond();
  const response = new Response(answer.body, answer);
  for (const [name, value] of result.headers) name === 'Vary' ? response.headers.append(name, value) : response.headers.set(name, value);
  return response;
}

/**
 * One structured line per recovered or failed call, with OpenTelemetry's names
 * as in pkg/edge/record.go; never a body, never a key. Where the binding
 * ANALYTICS (an Analytics Engine data set) is there, a data point as well.
 */
function log(record, analytics) {
  const { method, path, status, class: kind, provider, rule, reason, model, answered, attempts, resends, ambiguous, request_id, duration_ms } = record;
  console.log(JSON.stringify({
    level: kind ? 'WARN' : 'INFO', msg: kind ? 'failed' : 'recovered',
    'http.request.method': method, 'url.path': brief(path), 'http.response.status_code': status, 'error.type': kind, 'http.request.resend_count': resends,
    'gen_ai.provider.name': provider, 'gen_ai.request.model': brief(model), 'gen_ai.response.model': answered,
    'ukemi.rule': rule, 'ukemi.reason': reason, 'ukemi.attempts': attempts, 'ukemi.ambiguous': ambiguous, request_id: brief(request_id), duration_ms,
  }));
  analytics?.writeDataPoint({ indexes: [kind || 'recovered'], blobs: [kind, reason, provider, model, answered, rule, attempts], doubles: [status, resends, ambiguous, duration_ms] });
}

/**
 * Strangers may make these as long as they like.
 * @param {string} s
 */
const brief = (s) => (s.length > 256 ? s.slice(0, 256) + '…' : s);

/**
 * The whole line stands in the log; callers learn the name of the setting, not
 * its value.
 * @param {string} line
 */
function misconfigured(line) {
  console.error('edge: ' + line);
  const message = `The edge is misconfigured: ${/^UKEMI_\w*/.exec(line)?.[0]}. Its log says how.`;
  return failed(500, 'server_error', 'misconfigured', message);
}

/** A contract error that needs no core. */
function failed(status, type, code, message) {
  return Response.json({ error: { message, type, param: null, code } }, { status, headers: { 'x-should-retry': 'false' } });
}

/**
 * Start the long-lived instance, as the core's exports. In global scope
 * Cloudflare gives neither a clock nor randomness; Go only seeds its maps with
 * them.
 * @param {WebAssembly.Module} module
 */
function startGo(module) {
  return () => {
    const go = new globalThis.Go();
    go.argv = ['edge', 'core'];
    go.env = collector;
    const { gojs } = go.importObject;
    const view = () => new DataView(instance.exports.mem.buffer);
    gojs['runtime.nanotime1'] = (sp) => view().setBigInt64(sp + 8, BigInt(Date.now() + 1) * 1_000_000n, true);
    gojs['runtime.getRandomData'] = (sp) => new Uint8Array(instance.exports.mem.buffer, view().getUint32(sp + 8, true), view().getUint32(sp + 16, true)).fill(4);
    const instance = new WebAssembly.Instance(module, { ...go.importObject, workers: { ready() {} } });
    go.run(instance, { binding: {} });
    const { room, call, mem } = instance.exports;
    return { room, call, memory: mem };
  };
}
