// Answers for the report page where there is no network. KNOWN stands before these lines: addresses, no content.
"use strict";
importScripts(KNOWN.drafts);

// The empty page of whoever is signed in now; of nobody when the server no longer gives it.
async function renewPage() {
  const cache = await caches.open(KNOWN.cache);
  const answer = await fetch(KNOWN.offline, { redirect: "manual", credentials: "same-origin" });
  if (answer.ok && answer.type === "basic") await cache.put(KNOWN.offline, answer);
  else if (answer.status === 404 || answer.status === 403 || answer.type === "opaqueredirect") await cache.delete(KNOWN.offline);
}

async function install() {
  const cache = await caches.open(KNOWN.cache);
  await cache.addAll(KNOWN.files);
  await renewPage();
}

async function activate() {
  for (const name of await caches.keys()) {
    if (name.startsWith("report-") && name !== KNOWN.cache) await caches.delete(name);
  }
  await self.clients.claim();
  await self.tilannekuva.drafts.expire();
}

async function openPage(event) {
  event.waitUntil(self.tilannekuva.drafts.expire());
  try {
    const answer = await fetch(event.request);
    if (answer.ok) event.waitUntil(renewPage().catch(() => {}));
    return answer;
  } catch (noNetwork) {
    const kept = await caches.match(KNOWN.offline);
    if (kept) return kept;
    throw noNetwork;
  }
}

self.addEventListener("install", (event) => { self.skipWaiting(); event.waitUntil(install()); });
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && pathname === KNOWN.page) event.respondWith(openPage(event));
  else if (KNOWN.files.includes(pathname)) event.respondWith(caches.match(pathname).then((kept) => kept || fetch(request)));
});
