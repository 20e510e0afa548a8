// Registers the service worker, which makes the page work offline.

export function startOffline() {
  if (!('serviceWorker' in navigator) || !isSecureContext) return;
  const root = /** @type {HTMLAnchorElement} */ (document.querySelector('.home')).href;
  // The page works without a service worker, too.
  const register = () => navigator.serviceWorker.register(new URL('sw.js', root)).catch(() => {});
  if (document.readyState === 'complete') register();
  else addEventListener('load', register, { once: true });
}
