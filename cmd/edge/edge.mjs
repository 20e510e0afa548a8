// The edge in JavaScript, as the Worker (worker.mjs) and Node (node/) have it: the driver in
// front of the upstream. It decides with one long-lived Go instance that is called
// synchronously and does no I/O. Go handlers serve the routes under /_ukemi/, with an instance
// per request, through the stock glue of github.com/syumai/workers.

import { putBack, readUpTo } from '../../wasm/src/body.js';
import { fallbackHeaders } from '../../wasm/src/fallback.js';
import { drive } from '../../wasm/src/driver.js';
import { asksForStream } from '../../wasm/src/request.js';
import { createRoutes } from './core-routes.mjs';
import { shareHealth } from './health.mjs';
import { forwarded } from './not-forwarded.mjs';
import { findPlace } from './place.mjs';
import { withoutDefaults } from './sent-policy.mjs';

/**
 * @typedef {import('./place.mjs').Place} Place
 *
 * @typedef {object} Platform what differs between Cloudflare and Node
 * @property {import('../../wasm/src/core.js').CallCore} core the long-lived instance
 * @property {{fetch: (request: Request, env: object, ctx: object) => Promise<Response>}} routes in Go
 * @property {(url: string, init: object, binding?: {fetch: typeof fetch}) => Promise<Response>} send makes one
 *   attempt, through the binding UPSTREAM if there is one
 * @property {import('../../wasm/src/driver.js').Call['openReader']} [openReader] of streams that are watched
 * @property {boolean} [unsignaled] the runtime ends attempts with their call; the first one then gets no signal
 * @property {RegExp} decoded the codings of bodies that `send` decodes, and none
 * @property {(line: object) => void} log writes a line of JSON
 * @property {(message: string) => void} complain writes a message for the operator
 */

/**
 * @param {Platform} platform
 * @returns {{fetch: (request: Request, env: any, ctx?: any, written?: string) => Promise<Response>}}
 *   written: the path before any parser saw it, if request.url has another
 */
export function createEdge(platform) {
  /** The health of the upstreams, as this instance knows it. */
  const health = { value: null };
  /**
   * The parsed settings of each environment. An isolate gets the same env object with every
   * request, so they are parsed once.
   * @type {WeakMap<object, {settings: Record<string, string>, config: any, core: Platform['core'],
   *   places: Map<string, Place>, share?: ReturnType<typeof shareHealth>}>}
   */
  const configured = new WeakMap();
  const configure = (env) => {
    const settings = {};
    for (const [name, value] of Object.entries(env)) {
      if (name.startsWith('UKEMI_')) settings[name] = typeof value === 'string' ? value : JSON.stringify(value);
    }
    const environ = Object.entries(settings).map((pair) => pair.join('='));
    const { result: config } = platform.core('config', { environ });
    if (typeof env.UPSTREAM === 'string') config.misconfigured = upstreamIsBinding;
    const share = env.HEALTH && !config.misconfigured
      ? shareHealth(health, env.HEALTH, platform, config.policy.retryBudget) : undefined;
    const core = config.policy ? withoutDefaults(platform.core, config.policy) : platform.core;
    const known = { settings, config, core, places: new Map(), share };
    configured.set(env, known);
    return known;
  };
  return {
    async fetch(request, env, ctx, written) {
      const { settings, config, core, places, share } = configured.get(env) ?? configure(env);
      if (config.misconfigured) return misconfigured(config.misconfigured, platform);
      const place = findPlace(request.url, written, config, places);
      if (place.destination === 'refused' || request.method === 'TRACE') {
        return failed(400, 'invalid_request_error', 'invalid_request', noSuchTarget);
      }
      const respond = () => (place.destination === 'edge'
        ? route(request, platform, { ...env, ...settings }, ctx)
        : proxy(request, place, config, env, platform, core, health, share && (() => share(ctx, request))));
      return config.corsOrigins.length ? cors(request, config, respond, platform.core) : respond();
    },
  };
}

const noSuchTarget = 'This request cannot be forwarded: its method is TRACE, its host is none, or its path has a '
  + 'dot segment, a backslash or a control character, or is /_ukemi/ in disguise.';

const upstreamIsBinding = 'UPSTREAM: is the name of a binding (a service or a VPC service); the base URL of the API '
  + 'is UKEMI_UPSTREAM';

/** The pages of the reference, which have two forms; as files they would have one. */
const referencePages = /^\/_ukemi\/(reference|class\/|provider\/|llms\.txt$)/;

/** Serve a page of the reference, a file of the playground, or else a route in Go. */
async function route(request, { core, routes }, env, ctx) {
  if (referencePages.test(new URL(request.url).pathname)) return createRoutes(core).fetch(request, env);
  const asset = request.method === 'GET' ? await env.ASSETS?.fetch(request.clone()) : undefined;
  return asset && asset.status < 400 ? asset : routes.fetch(request, env, ctx);
}

/**
 * @param {Request} request
 * @param {Place} place
 * @param {any} config
 * @param {{ANALYTICS?: {writeDataPoint: (point: object) => void}, UPSTREAM?: {fetch: typeof fetch}}} env
 * @param {Platform} platform
 * @param {Platform['core']} core
 * @param {{value: any}} health
 * @param {(() => ReturnType<ReturnType<typeof shareHealth>>) | undefined} share
 */
async function proxy(request, place, config, env, platform, core, health, share) {
  const { send: sendOne, log, unsignaled, openReader, decoded } = platform;
  const reconsider = share?.();
  const { pathname, path, query, target } = place;
  const { method } = request;
  const { headers, hints } = forwarded(request.headers);
  // A WebSocket cannot be retried and is passed through.
  if (headers.get('upgrade')?.toLowerCase() === 'websocket') {
    return sendOne(target, { method, headers, redirect: 'manual' }, env.UPSTREAM);
  }
  headers.delete('upgrade');
  const { bytes, rest } = await readBody(request, config.maxBody);
  const hasBody = method !== 'GET' && method !== 'HEAD' && (bytes.length > 0 || rest || request.body);
  const body = hasBody ? putBack(bytes, rest) : undefined;
  const streams = asksForStream(pathname, bytes);
  let isFirst = unsignaled && !streams; // a signal surely ends a silent stream
  const send = (signal, fallback, abort) => {
    const needsNoSignal = isFirst && !fallback;
    isFirst = false;
    if (fallback) {
      const binding = fallback.url ? undefined : env.UPSTREAM;
      return sendOne(...fallbackArgs(fallback, method, headers, config, signal), binding);
    }
    const init = { method, headers, body, redirect: 'manual' };
    if (needsNoSignal) return withoutSignal(sendOne(target, init, env.UPSTREAM), abort);
    return sendOne(target, { ...init, signal }, env.UPSTREAM);
  };
  return drive(
    {
      method, path, query, upstream: config.upstream, headers: hints,
      // On workerd this list costs a tenth of the call, which only an error pays.
      allHeaders: () => [...request.headers],
      body: rest ? null : bytes, replayable: !rest, streams, send,
      get signal() {
        return isFirst ? null : request.signal;
      },
      openReader,
      isEncoded: (headers) => !decoded.test(headers.get('content-encoding') ?? ''),
    },
    {
      policy: config.policy, caller: config.caller, core: async () => core, health,
      reconsider, onCall: (record) => report(record, log, env.ANALYTICS),
    },
  );
}

/**
 * The first attempt where the runtime ends attempts with their call: fetch gets no signal, which
 * costs 5 % of a call on workerd. One that is given up ends when its headers arrive, or the call.
 * @param {Promise<Response>} sending
 * @param {AbortController} abort of the attempt
 */
const withoutSignal = (sending, abort) => new Promise((resolve, reject) => {
  sending.then(resolve, reject);
  abort.abort = (reason) => {
    reject(reason);
    sending.then((late) => late.body?.cancel()).catch(() => {});
    AbortController.prototype.abort.call(abort, reason);
  };
});

/**
 * Read a body up to a limit; rest is the part beyond it. A body with a stated length is read
 * by arrayBuffer(), which costs half of reading by chunks.
 */
async function readBody(request, maxBody) {
  const length = Number(request.headers.get('content-length') ?? NaN);
  // workerd makes a stream where request.body is looked at.
  if (length > 0 && length <= maxBody) return { bytes: new Uint8Array(await request.arrayBuffer()), rest: null };
  if (!request.body) return { bytes: new Uint8Array(), rest: null };
  if (length > maxBody) return { bytes: new Uint8Array(), rest: request.body.getReader() };
  return readUpTo(request.body, maxBody + 1);
}

/** The arguments of fetch for a fallback: another model, upstream or key. */
function fallbackArgs(fallback, method, headers, config, signal) {
  const sent = new Headers(fallbackHeaders(headers, fallback, config.keys));
  sent.delete('content-length');
  const target = fallback.url || config.upstream + fallback.path;
  return [target, { method, headers: sent, body: fallback.body, signal, redirect: 'manual' }];
}

/**
 * @param {Request} request
 * @param {any} config
 * @param {() => Promise<Response>} respond
 * @param {Platform['core']} core
 */
async function cors(request, { corsOrigins }, respond, core) {
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
function report(record, log, analytics) {
  const { method, path, status, class: cls, provider, rule, reason, model, answered, attempts } = record;
  const { fallback_errors, resends, ambiguous, mended, request_id, duration_ms } = record;
  log({
    level: cls ? 'WARN' : 'INFO', msg: cls ? 'failed' : 'recovered',
    'http.request.method': method, 'url.path': shorten(path), 'http.response.status_code': status,
    'error.type': cls, 'http.request.resend_count': resends, 'gen_ai.provider.name': provider,
    'gen_ai.request.model': shorten(model), 'gen_ai.response.model': answered,
    'ukemi.rule': rule, 'ukemi.reason': reason, 'ukemi.attempts': attempts, 'ukemi.ambiguous': ambiguous,
    'ukemi.fallback_errors': fallback_errors, 'ukemi.mended': mended,
    request_id: shorten(request_id), duration_ms,
  });
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
 * @param {Platform} platform
 */
function misconfigured(line, { complain }) {
  complain('edge: ' + line);
  const message = `The edge is misconfigured: ${/^\w+/.exec(line)?.[0]}. Its log says how.`;
  return failed(500, 'server_error', 'misconfigured', message);
}

/** An error in the error format that is made without the core. */
export function failed(status, type, code, message) {
  const error = { message, type, param: null, code };
  return Response.json({ error }, { status, headers: { 'x-should-retry': 'false' } });
}
