/**
 * 签到台离线页: lets the tablet at the door open its page without a network after it was restarted. It keeps the page and
 * the program files of /kiosk and nothing else: no answer of the interface, no picture, nothing about people.
 */
const prefix = 'mingxun-kiosk-';
const kept = `${prefix}1`;
const page = '/kiosk';
const patience = 4000;

const isPage = ({ mode, url }) => mode === 'navigate' && new URL(url).pathname === page;
const isProgram = (url) => {
  const { origin, pathname } = new URL(url, self.location.origin);
  return origin === self.location.origin && pathname.startsWith('/assets/');
};
const isWorthKeeping = (response) => response.ok && response.type === 'basic' && !response.redirected;

async function removeOld() {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(prefix) && name !== kept).map((name) => caches.delete(name)),
  );
  await self.clients.claim();
}

async function fetchPage() {
  const timer = new AbortController();
  const stop = setTimeout(() => timer.abort(), patience);
  try {
    const response = await fetch(page, { signal: timer.signal, credentials: 'omit', cache: 'no-cache' });
    if (isWorthKeeping(response)) await (await caches.open(kept)).put(page, response.clone());
    return response;
  } finally {
    clearTimeout(stop);
  }
}

/** The page as the server has it now; without a network, as it was last. */
async function answerPage() {
  try {
    const response = await fetchPage();
    if (response.status < 500) return response;
  } catch {
    // No network: what is kept answers.
  }
  return (await (await caches.open(kept)).match(page)) ?? Response.error();
}

/** Program files have their content in their name, so that one kept is the right one. */
async function answerProgram(request) {
  const cache = await caches.open(kept);
  const known = await cache.match(request.url);
  if (known) return known;
  const response = await fetch(request);
  if (isWorthKeeping(response)) await cache.put(request.url, response.clone());
  return response;
}

/** Keeps what the page says it was made of, and drops the files of earlier editions. */
async function keep(files) {
  const cache = await caches.open(kept);
  const wanted = new Set(files.filter((url) => typeof url === 'string' && isProgram(url)));
  await fetchPage().catch(() => undefined);
  for (const url of wanted) if (!(await cache.match(url))) await cache.add(url).catch(() => undefined);
  for (const { url } of await cache.keys()) if (isProgram(url) && !wanted.has(url)) await cache.delete(url);
}

self.addEventListener('install', (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener('activate', (event) => event.waitUntil(removeOld()));
self.addEventListener('fetch', (event) => {
  if (event.request.method !== 'GET') return;
  if (isPage(event.request)) event.respondWith(answerPage());
  else if (isProgram(event.request.url)) event.respondWith(answerProgram(event.request));
});
self.addEventListener('message', (event) => {
  if (Array.isArray(event.data?.keep)) event.waitUntil(keep(event.data.keep));
});
