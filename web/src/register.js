// Works offline: the service worker keeps the page's files once they are here.

export function startOffline() {
  if (!('serviceWorker' in navigator) || !isSecureContext) return;
  const root = /** @type {HTMLAnchorElement} */ (document.querySelector('.home')).href;
  const register = () => navigator.serviceWorker.register(new URL('sw.js', root)).catch(() => {}); // a page without is still a page
  if (document.readyState === 'complete') register();
  else addEventListener('load', register, { once: true });
}
