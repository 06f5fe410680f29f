// The service worker, for hosts that send no headers and for use with no connection.
//
// It answers from a cache that holds one build completely: page, binaries and workers of two builds
// are never mixed. A new build is installed beside the old one and takes over when the last tab of
// the old one is closed. The next two lines are filled in by crates/xtask/src/content/precache.rs;
// as they stand here, under `trunk serve`, the worker only removes itself and what an earlier build
// left on this address, so that nobody develops against stale files.
const VERSION = '';
const FILES = {};

const PREFIX = 'heddle-';
const CACHE = PREFIX + VERSION;
const SCOPE = new URL(self.registration.scope);

self.addEventListener('install', (event) => {
  event.waitUntil(VERSION ? fill() : self.skipWaiting());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(VERSION ? dropOthers() : retire());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const ours = request.url.startsWith(SCOPE.href) && request.method === 'GET';
  if (VERSION && ours) event.respondWith(answer(request));
});

/** Fetches every file past the HTTP cache, which may still hold an older build's. */
async function fill() {
  const cache = await caches.open(CACHE);
  const put = async ([name, integrity]) => {
    // Hosts may add to HTML (an analytics tag, a banner) but must leave the rest as it was built.
    const checked = name.endsWith('.html') ? {} : { integrity };
    const response = await fetch(new URL(name, SCOPE), { cache: 'no-cache', ...checked });
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
    await cache.put(new URL(name, SCOPE), isolated(response));
  };
  await Promise.all(Object.entries(FILES).map(put));
}

async function dropOthers() {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
  }
}

async function retire() {
  await dropOthers();
  await self.registration.unregister();
}

async function answer(request) {
  const cache = await caches.open(CACHE);
  for (const name of names(request)) {
    const cached = await cache.match(new URL(name, SCOPE));
    if (cached) return cached;
  }
  const asked = request.mode === 'navigate';
  try {
    const response = await fetch(request);
    // Our own page for an unknown address is more use than the host's.
    if (!asked || response.status !== 404) return isolated(response);
  } catch (error) {
    if (!asked) throw error;
  }
  return unknownPage(cache);
}

/** The page itself, for an address that has none: it says so, and knows where it belongs. */
async function unknownPage(cache) {
  const page = await cache.match(new URL('index.html', SCOPE));
  if (!page) return Response.error();
  const html = (await page.text()).replace('<base href="./">', `<base href="${SCOPE.pathname}">`);
  return new Response(html, { status: 404, headers: page.headers });
}

/** The files that may stand for an address: what follows `?` is for the page, not for the host. */
function names(request) {
  const { origin, pathname } = new URL(request.url);
  const name = (origin + pathname).slice(SCOPE.href.length);
  if (name === '' || name.endsWith('/')) return [`${name}index.html`];
  return request.mode === 'navigate' ? [name, `${name}.html`] : [name];
}

/** The same response with the headers without which a browser gives a page no shared memory. */
function isolated(response) {
  // Opaque answers cannot be read, and a redirect is for the browser to follow.
  if (response.type === 'opaque' || response.type === 'opaqueredirect') return response;
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  const { status, statusText } = response;
  const body = [101, 204, 205, 304].includes(status) ? null : response.body;
  return new Response(body, { status, statusText, headers });
}
