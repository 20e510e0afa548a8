// Headers of a request that the Worker does not forward: hop-by-hop headers, those that
// Cloudflare adds, and x-ukemi-*. The other cf- headers come from the caller: cf-aig-* is for
// Cloudflare's AI Gateway, cf-access-client-* for an upstream behind Access. And those that
// the driver reads.

/** developers.cloudflare.com: HTTP headers; managed transforms; Access, application token. */
const addedByCloudflare = [
  'cf-connecting-.*',
  'cf-pseudo-ipv4',
  'cf-ip.*',
  'cf-ray',
  'cf-visitor',
  'cf-worker',
  'cf-ew-via',
  'cf-request-id',
  'cf-device-type',
  'cf-warp-.*',
  'true-client-ip',
  'cdn-loop',
  'cf-region',
  'cf-region-code',
  'cf-metro-code',
  'cf-postal-code',
  'cf-timezone',
  'cf-bot-.*',
  'cf-verified-bot.*',
  'cf-ja[34].*',
  'cf-threat-score',
  'cf-cert-.*',
  'cf-access-jwt-assertion',
  'cf-access-authenticated-.*',
];

const others = [
  'host',
  'x-forwarded-.*',
  'x-real-ip',
  'forwarded',
  'x-ukemi-.*',
  'proxy-.*',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
];

export const notForwarded = new RegExp(`^(${[...addedByCloudflare, ...others].join('|')})$`);

/** The headers that the driver reads before the first error: hints for the policy, timeouts of the SDK. */
const isHint = /^x-(ukemi-|stainless-(read-)?timeout$)/;

/**
 * The headers that are sent upstream, and those that the driver reads. On workerd a copy and
 * deletions cost a tenth of Headers made from a list.
 * @param {Headers} given
 */
export function forwarded(given) {
  const headers = new Headers(given);
  /** @type {[string, string][]} */
  const hints = [];
  for (const name of given.keys()) {
    if (notForwarded.test(name)) headers.delete(name);
    if (isHint.test(name)) hints.push([name, given.get(name) ?? '']);
  }
  return { headers, hints };
}
