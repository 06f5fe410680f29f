// The service worker: what a host without headers lacks, and use without a connection.
//
// It belongs to one folder. It answers Heddle's own pages and files and nothing else, and keeps a build in a cache
// that has folder and build in its name. A build is whole once every file of it is there, each checked against the
// list below; before that no page is answered from a cache, but what the host has is handed through with the headers
// that isolate a page. Then every page is that of the build that became whole last. A page names the folder of its own
// build in every address, so no visit ever sees a mix, whatever half of an update the host has just then; and a tab
// that still shows the build before gets that one's files to its end.
//
// The first worker of a folder starts at once, so that the page can be isolated before anything in it is used, and
// keeps the build when the page stands. A later one is installed only when its build is whole. From then on the next
// page that is loaded is of the new build, whichever of the two workers answers: it may be a while before a browser
// lets the old one go.
//
// The next two lines are filled in by crates/xtask/src/content/precache.rs. As they stand here, under `trunk serve`,
// the worker only removes itself and what an earlier build left in this folder: nobody develops against stale files.
const BUILD = '';
const FILES = {};

const FOLDER = self.registration.scope;
const PAGE = 'index.html';
/** Every build has a folder of its own for its files. */
const OF_A_BUILD = /^heddle-[0-9a-f]+\//;
/** No address holds a space, so this is the beginning of this folder's caches and of no other's. */
const OURS = `heddle ${new URL(FOLDER).pathname} `;
/** Stands in a cache once all the rest does, and says since when. */
const WHOLE = `${FOLDER}whole`;
/** What the policy of a page allows, for workers: each is under that of its own script, and no host sends one. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  // The threads of the pool are started from a blob.
  "worker-src 'self' blob:",
  "connect-src 'self'",
].join('; ');
/** So many files are asked for at once: the page needs the line too. */
const LANES = 4;

self.addEventListener('install', (event) => {
  event.waitUntil(install());
});

self.addEventListener('activate', (event) => {
  if (!BUILD) event.waitUntil(retire());
});

self.addEventListener('fetch', (event) => {
  const name = nameOf(event.request);
  if (BUILD && name !== undefined) event.respondWith(answer(event.request, name));
});

/** What a page may ask for, by its name and with the page's build; each answers whether it was done. */
const DEEDS = { keep: keepAndTidy, repair };

self.addEventListener('message', (event) => {
  const { deed, build } = event.data ?? {};
  const tell = (done) => event.ports[0]?.postMessage(done);
  if (BUILD && Object.hasOwn(DEEDS, deed)) event.waitUntil(DEEDS[deed](build).then(tell, () => tell(false)));
});

async function install() {
  if (!BUILD) self.skipWaiting();
  else if (self.registration.active) await keep();
}

async function retire() {
  await dropBut(undefined);
  await self.registration.unregister();
}

async function ourCaches() {
  return (await caches.keys()).filter((name) => name.startsWith(OURS));
}

/** Drops all of this folder's caches but one. */
async function dropBut(one) {
  await Promise.all((await ourCaches()).filter((name) => name !== one).map((name) => caches.delete(name)));
}

/** The cache of the build that became whole last; undefined where none is. */
async function newest() {
  const since = async (name) => {
    const whole = await caches.match(WHOLE, { cacheName: name });
    return { name, since: whole ? Number(await whole.text()) : 0 };
  };
  const known = await Promise.all((await ourCaches()).map(since));
  return known.filter((cache) => cache.since > 0).sort((one, other) => other.since - one.since)[0]?.name;
}

/** Under which name this is ours; undefined where it is not, and the browser asks the host as if nobody were here. */
function nameOf(request) {
  if (request.method !== 'GET' || !request.url.startsWith(FOLDER)) return undefined;
  const name = request.url.slice(FOLDER.length).replace(/[?#].*$/s, '');
  // Every address in `lab` is the page's: it says so itself where there is no such experiment.
  if (request.mode === 'navigate' && (name === '' || name === PAGE || /^lab(\/|$)/.test(name))) return PAGE;
  // A page of another build gets that build's files, from the host.
  return Object.hasOwn(FILES, name) || OF_A_BUILD.test(name) ? name : undefined;
}

async function answer(request, name) {
  const kept = await fromCache(name);
  const framed = request.destination === 'iframe';
  return kept && !framed ? kept : isolated(kept ?? (await fetch(request)), framed);
}

async function fromCache(name) {
  // Whatever build it is of, it was checked before it was kept, and its name is no other's.
  if (OF_A_BUILD.test(name)) return caches.match(FOLDER + name);
  const cacheName = await newest();
  return cacheName && caches.match(FOLDER + name, { cacheName });
}

/** For a page that stands. Where it is the only one, and of the newest build, nobody needs another any more. */
async function keepAndTidy(build) {
  // A page that was isolated from the first has been nobody's so far.
  await self.clients.claim();
  // A newer one is kept by the worker that comes with it.
  if (build === BUILD && !(await caches.match(WHOLE, { cacheName: OURS + BUILD }))) await keep();
  const open = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const ours = open.filter(({ url }) => nameOf({ method: 'GET', mode: 'navigate', url }) === PAGE);
  const last = await newest();
  if (last === OURS + build && ours.length === 1) await dropBut(last);
}

/** Keeps the whole build. What is there already, from a time before that was cut short, was checked then. */
async function keep() {
  const cache = await caches.open(OURS + BUILD);
  // The page first: where the host has another build, that is seen before anything else is fetched.
  await cache.put(FOLDER + PAGE, await page());
  const wanted = Object.entries(FILES);
  const lane = async () => {
    for (let next = wanted.pop(); next; next = wanted.pop()) {
      const [name, integrity] = next;
      if (!(await cache.match(FOLDER + name))) await cache.put(FOLDER + name, isolated(await file(name, integrity)));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  await cache.put(WHOLE, new Response(String(Date.now())));
}

/**
 * The one page, for every address of ours: what differs is its words, and it knows those itself.
 *
 * Hosts add to HTML (a banner, a counter of visits), so it is not held against a digest: it must name this build, and
 * be there to its end. Its base is this folder, whatever the address.
 */
async function page() {
  const response = await fetch(FOLDER + PAGE, { cache: 'no-cache' });
  const html = await response.text();
  const base = /<base\b[^>]*>/;
  if (!response.ok || !html.includes(`data-build="${BUILD}"`) || !html.includes('</html>') || !base.test(html)) {
    throw new Error(`the page of the host is not of build ${BUILD}`);
  }
  const here = html.replace(base, () => `<base href="${new URL(FOLDER).pathname}">`);
  return isolated(new Response(here, { headers: { 'Content-Type': 'text/html; charset=utf-8' } }));
}

/** A file of this build: one of the browser's own cache that is cut short or of another build is asked for again. */
async function file(name, integrity) {
  const get = async (cache) => {
    const response = await fetch(FOLDER + name, { cache, integrity });
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
    return response;
  };
  return OF_A_BUILD.test(name) ? get('default').catch(() => get('reload')) : get('no-cache');
}

/**
 * For a page that could not start: what is kept is dropped, and the host's answers are handed through until it is
 * whole again. Not where the host does not answer: what is kept is then all there is.
 */
async function repair() {
  const { ok } = await fetch(FOLDER + PAGE, { cache: 'no-store' });
  if (ok) await dropBut(undefined);
  return ok;
}

/** The same response with the headers without which a browser gives a page no shared memory. */
function isolated(response, framed = false) {
  // Opaque answers cannot be read, and a redirect is for the browser to follow.
  if (response.type === 'opaque' || response.type === 'opaqueredirect') return response;
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  // Pages of other sites may frame ours, isolated or not.
  headers.set('Cross-Origin-Resource-Policy', 'cross-origin');
  if (/javascript/.test(headers.get('Content-Type'))) headers.set('Content-Security-Policy', POLICY);
  // In a frame the first two need the page around it to be isolated; Chromium has a way that does not.
  if (framed) headers.set('Document-Isolation-Policy', 'isolate-and-require-corp');
  const { status, statusText } = response;
  const body = [101, 204, 205, 304].includes(status) ? null : response.body;
  return new Response(body, { status, statusText, headers });
}
