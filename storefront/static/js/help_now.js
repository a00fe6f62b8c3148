// Keeps "Get help now" and the files that it needs on this device, so that it opens without a connection. Without this
// script, or where a browser keeps nothing, the page works while there is a connection.
const KEPT = "help-now";
const FILES = /\.(css|woff2|svg|js)$/;
const note = document.querySelector("[data-kept]");

async function keep(worker) {
  await navigator.serviceWorker.register(worker);
  const loaded = performance.getEntriesByType("resource").map((entry) => new URL(entry.name));
  const files = loaded.filter((url) => url.origin === location.origin && FILES.test(url.pathname));
  const wanted = [location.pathname, ...new Set(files.map((url) => url.pathname))];
  const cache = await caches.open(KEPT);
  await cache.addAll(wanted);
  for (const old of await cache.keys()) {
    const { pathname } = new URL(old.url);
    if (FILES.test(pathname) && !wanted.includes(pathname)) await cache.delete(old);
  }
  note.hidden = false;
}

if (navigator.serviceWorker && note) {
  addEventListener("load", () => keep(note.dataset.kept).catch(() => { note.hidden = true; }));
}
