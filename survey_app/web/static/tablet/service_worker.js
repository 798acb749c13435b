/**
 * Keeps the app on the tablet. VERSION and FILES (address and SHA-256 of each file) are written
 * before this text by the server. Requests that change something are never touched, and what a
 * foreign network answers in the place of the server is never kept.
 */
const NAME = "hai-long ";
const OWN = NAME + VERSION;

async function sha256(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function fetched({ url, sha256: promised }) {
  const response = await fetch(url);
  const bytes = await response.clone().arrayBuffer();
  if (!response.ok || (await sha256(bytes)) !== promised) throw new Error(`not the file: ${url}`);
  return response;
}

/** All files or none: a half version would be worse than the old one. */
async function install() {
  const responses = await Promise.all(FILES.map(fetched));
  const cache = await caches.open(OWN);
  await Promise.all(
    FILES.flatMap(({ url, also }, at) => [
      also ? cache.put(also, responses[at].clone()) : null,
      cache.put(url, responses[at]),
    ]),
  );
}

/** The versions in which drafts on this tablet were begun. */
function versionsOfDrafts() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("hai-long");
    // Opened before the app ever was: there is no draft, and no empty database is left behind.
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onerror = () =>
      opening.error?.name === "AbortError" ? resolve([]) : reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const reading = database.transaction("drafts").objectStore("drafts").getAll();
      reading.onerror = () => reject(reading.error);
      reading.onsuccess = () => {
        database.close();
        resolve(reading.result.map((draft) => draft.app_version));
      };
    };
  });
}

/** Old versions go, except those that a draft still needs; in doubt all of them stay. */
async function removeOldVersions() {
  let needed;
  try {
    needed = await versionsOfDrafts();
  } catch {
    return;
  }
  const kept = new Set([OWN, ...needed.map((version) => NAME + version)]);
  const names = (await caches.keys()).filter((name) => name.startsWith(NAME));
  // A newer version that is being fetched, or waits, has its files here already.
  const { installing, waiting } = self.registration;
  if (installing || waiting) return;
  await Promise.all(names.filter((name) => !kept.has(name)).map((name) => caches.delete(name)));
}

async function answer(request) {
  const address = new URL(request.url);
  const own = await caches.open(OWN);
  const found = (await own.match(address.pathname)) ?? (await caches.match(address.pathname));
  return found ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) =>
  event.waitUntil(removeOldVersions().then(() => self.clients.claim())),
);
self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
  if (event.data === "tidy") event.waitUntil(removeOldVersions());
});
self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  const address = new URL(event.request.url);
  if (address.origin !== self.location.origin || !address.pathname.startsWith("/tablet/")) return;
  event.respondWith(answer(event.request));
});
