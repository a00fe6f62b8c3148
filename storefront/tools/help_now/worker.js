// Opens "Get help now" from this device when there is no connection, or none that answers soon. It answers for that page
// and its files only; storefront/static/js/help_now.js keeps them.
const KEPT = "help-now";
const PAGE = new URL(self.registration.scope).pathname;
const PATIENCE = 3000; // milliseconds

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const isElsewhere = origin !== self.location.origin || (request.mode === "navigate" && pathname !== PAGE);
  if (request.method === "GET" && !isElsewhere) event.respondWith(answer(request, pathname));
});

async function answer(request, pathname) {
  const kept = await (await caches.open(KEPT)).match(pathname);
  if (!kept) return fetch(request);
  const fresh = fetch(request).then((found) => (found.status < 500 ? found : kept), () => kept);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
  return Promise.race([fresh, late]);
}
