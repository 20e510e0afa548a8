// The Cloudflare Worker: the JavaScript driver in front of the upstream. It decides with one
// long-lived Go instance that is called synchronously and does no I/O. Go handlers serve the
// routes under /_ukemi/, with an instance per request, through the stock glue of
// github.com/syumai/workers.

import routes from '../../build/worker/worker.mjs';
import { loadModule } from '../../build/worker/runtime.mjs';
import { collector, createCore } from '../../wasm/src/core.js';
import { putBack, readUpTo } from '../../wasm/src/body.js';
import { authHeaders } from '../../wasm/src/fallback.js';
import { drive } from '../../wasm/src/driver.js';
import { asksForStream } from '../../wasm/src/request.js';
import { joinPath, destinationOf } from './join-path.mjs';
import { notForwarded } from './not-forwarded.mjs';

const core = createCore(startGo(await loadModule()));

/** The health of the upstreams, as this isolate knows it. */
const health = { value: null };

/**
 * The parsed settings of each environment. An isolate gets the same env object with every
 * request, so they are parsed once.
 * @type {WeakMap<object, {settings: Record<string, string>, config: any}>}
 */
const configured = new WeakMap();

function configure(env) {
  const settings = {};
  for (const [name, value] of Object.entries(env)) {
    if (name.startsWith('UKEMI_')) settings[name] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  const environ = Object.entries(settings).map((pair) => pair.join('='));
  const { result: config } = core('config', { environ });
  configured.set(env, { settings, config });
  return { settings, config };
}

export default {
  async fetch(request, env, ctx) {
    const { settings, config } = configured.get(env) ?? configure(env);
    if (config.misconfigured) return misconfigured(config.misconfigured);
    const url = URL.parse(request.url);
    const destination = url && request.method !== 'TRACE' ? destinationOf(writtenPath(request.url)) : 'refused';
    if (destination === 'refused') return failed(400, 'invalid_request_error', 'invalid_request', noSuchTarget);
    const respond = () => (destination === 'edge'
      ? route(request, { ...env, ...settings }, ctx)
      : proxy(request, url, config, env.ANALYTICS));
    return config.corsOrigins.length ? cors(request, config, respond) : respond();
  },
};

/**
 * The path before the URL parser resolves dot segments and rewrites escapes.
 * @param {string} url
 */
const writtenPath = (url) => /^[^:]+:\/\/[^/?#]*([^?#]*)/.exec(url)?.[1] || '/';

const noSuchTarget = 'This request cannot be forwarded: its method is TRACE, its host is none, or its path has a '
  + 'dot segment, a backslash or a control character, or is /_ukemi/ in disguise.';

/** Serve a file of the playground, or else a route in Go. */
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
  const query = url.search || (request.url.includes('?') ? '?' : ''); // the parser drops an empty query
  const path = joinPath(config.basePath, url.pathname);
  const target = config.upstream + path + query;
  const { method, signal } = request;
  const callerHeaders = [...request.headers];
  const headers = new Headers(callerHeaders.filter(([name]) => !notForwarded.test(name)));
  // A WebSocket cannot be retried and is passed through.
  if (headers.get('upgrade')?.toLowerCase() === 'websocket') {
    return fetch(target, { method, headers, redirect: 'manual' });
  }
  headers.delete('upgrade');
  const { bytes, rest } = await readBody(request, config.maxBody);
  const hasBody = request.body && method !== 'GET' && method !== 'HEAD';
  const body = hasBody ? withLength(putBack(bytes, rest), headers.get('content-length')) : undefined;
  const send = (signal, fallback) => {
    if (!fallback) return fetch(target, { method, headers, body, signal, redirect: 'manual' });
    const ownUpstream = config.upstream + fallback.path + url.search;
    return fetch(...fallbackArgs(ownUpstream, fallback, method, headers, config, signal));
  };
  return drive(
    {
      method, path, query: url.search.slice(1), upstream: config.upstream, headers: callerHeaders,
      body: rest ? null : bytes, replayable: !rest, signal, streams: asksForStream(url.pathname, bytes), send,
    },
    {
      policy: config.policy, caller: config.caller, core: async () => core, health,
      onCall: (record) => log(record, analytics),
    },
  );
}

/**
 * Read a body up to a limit; rest is the part beyond it. A body with a stated length is read
 * by arrayBuffer(), which costs half of reading by chunks.
 */
async function readBody(request, maxBody) {
  const length = Number(request.headers.get('content-length') ?? NaN);
  if (!request.body) return { bytes: new Uint8Array(), rest: null };
  if (length > maxBody) return { bytes: new Uint8Array(), rest: request.body.getReader() };
  if (length <= maxBody) return { bytes: new Uint8Array(await request.arrayBuffer()), rest: null };
  return readUpTo(request.body, maxBody + 1);
}

/** The arguments of fetch for a fallback: another model, and perhaps another upstream with its own key. */
function fallbackArgs(ownUpstream, { url, keep, auth, key, body }, method, headers, config, signal) {
  const sent = new Headers(headers);
  if (url) {
    for (const name of [...sent.keys()]) if (!keep.includes(name)) sent.delete(name);
    for (const [name, value] of authHeaders(auth, config.keys[key])) sent.set(name, value);
  }
  sent.delete('content-length');
  return [url || ownUpstream, { method, headers: sent, body, signal, redirect: 'manual' }];
}

/**
 * A streamed body with its stated length. Without one it would be sent chunked, which some
 * upstreams reject.
 * @param {BodyInit} body
 * @param {string | null} length in bytes
 */
function withLength(body, length) {
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
  const { result } = core('cors', {
    origins: corsOrigins, origin: headers.get('origin') ?? '', preflight,
    headers: headers.get('access-control-request-headers') ?? '',
  });
  if (!result.allowed) return respond();
  const answer = preflight ? { status: 204 } : await respond();
  const response = new Response(answer.body, answer);
  for (const [name, value] of result.headers) {
    if (name === 'Vary') response.headers.append(name, value);
    else response.headers.set(name, value);
  }
  return response;
}

/**
 * Write one JSON line per recovered or failed call, with OpenTelemetry's names as in
 * pkg/edge/record.go; never a body, never a key. If the binding ANALYTICS (an Analytics
 * Engine data set) exists, write a data point as well.
 */
function log(record, analytics) {
  const { method, path, status, class: cls, provider, rule, reason, model, answered, attempts } = record;
  const { resends, ambiguous, request_id, duration_ms } = record;
  console.log(JSON.stringify({
    level: cls ? 'WARN' : 'INFO', msg: cls ? 'failed' : 'recovered',
    'http.request.method': method, 'url.path': shorten(path), 'http.response.status_code': status,
    'error.type': cls, 'http.request.resend_count': resends, 'gen_ai.provider.name': provider,
    'gen_ai.request.model': shorten(model), 'gen_ai.response.model': answered,
    'ukemi.rule': rule, 'ukemi.reason': reason, 'ukemi.attempts': attempts, 'ukemi.ambiguous': ambiguous,
    request_id: shorten(request_id), duration_ms,
  }));
  analytics?.writeDataPoint({
    indexes: [cls || 'recovered'],
    blobs: [cls, reason, provider, model, answered, rule, attempts],
    doubles: [status, resends, ambiguous, duration_ms],
  });
}

/**
 * Limit a value that the caller or the upstream chose.
 * @param {string} s
 */
const shorten = (s) => (s.length > 256 ? s.slice(0, 256) + '…' : s);

/**
 * The answer while a setting is invalid. The log has the whole message; callers get the name
 * of the setting, but not its value.
 * @param {string} line
 */
function misconfigured(line) {
  console.error('edge: ' + line);
  const message = `The edge is misconfigured: ${/^UKEMI_\w*/.exec(line)?.[0]}. Its log says how.`;
  return failed(500, 'server_error', 'misconfigured', message);
}

/** An error in the error format that is made without the core. */
function failed(status, type, code, message) {
  const error = { message, type, param: null, code };
  return Response.json({ error }, { status, headers: { 'x-should-retry': 'false' } });
}

/**
 * Start the long-lived instance; returns the core's exports. In global scope Cloudflare has
 * neither a clock nor random numbers. Go needs both only for the seeds of its maps, so fixed
 * values are given.
 * @param {WebAssembly.Module} module
 */
function startGo(module) {
  return () => {
    const go = new globalThis.Go();
    go.argv = ['edge', 'core'];
    go.env = collector;
    const { gojs } = go.importObject;
    const view = () => new DataView(instance.exports.mem.buffer);
    const address = (sp) => view().getUint32(sp, true);
    gojs['runtime.nanotime1'] = (sp) => view().setBigInt64(sp + 8, BigInt(Date.now() + 1) * 1_000_000n, true);
    gojs['runtime.getRandomData'] = (sp) => {
      new Uint8Array(instance.exports.mem.buffer, address(sp + 8), address(sp + 16)).fill(4);
    };
    const instance = new WebAssembly.Instance(module, { ...go.importObject, workers: { ready() {} } });
    go.run(instance, { binding: {} });
    const { room, call, mem } = instance.exports;
    return { room, call, memory: mem };
  };
}
