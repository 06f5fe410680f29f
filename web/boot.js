// Starts the page: loads its binary, or says in words what is wrong where it cannot. Where the host sends no
// isolation headers, the page is loaded once more, by way of the service worker, before anything in it can be used.
// Plain JavaScript, because it has to work where the rest does not.

const notice = document.getElementById('boot');

/** The folder this page was made for. */
const folder = new URL('.', document.baseURI);
const { build, files } = document.documentElement.dataset;
const { js, wasm } = document.querySelector('script[data-js]').dataset;
const script = new URL(js, folder);
const binary = new URL(wasm, folder);

/** Milliseconds that a page which could stand waits for the service worker; usually that is there before it. */
const PATIENCE = 5000;

/** What is said here, by language; filled in by the build of the site (crates/xtask/src/content/languages.rs). */
const WORDS = {};

/** The language that the page begins with: as the address says, as was chosen before, as the browser speaks. */
const lang = language();
const table = new URL(`${files}words.${lang}.txt`, folder);

/** The registrations of service workers; undefined where there are none to be had, or nobody wants them. */
const workers = build === 'development' ? undefined : navigator.serviceWorker;

/** Whether something of the page may be in use: then it is not loaded again. */
let begun = false;

// A browser may keep a page that was left to be loaded once more, and show it again.
addEventListener('pageshow', ({ persisted }) => persisted && !begun && location.reload());

await start();

async function start() {
  if (typeof WebAssembly !== 'object') {
    say('no_wasm');
    return;
  }
  const left = leave();
  try {
    const [page, words] = await Promise.all([import(script), text(table)]);
    if (await Promise.race([left, later(PATIENCE, false)])) return;
    begun = true;
    // The page's binary finds them there (crates/app/src/text.rs).
    self.words = words;
    await page.default({ module_or_path: binary });
  } catch (error) {
    console.error(error);
    if (!(await repaired())) sayWhy(error);
    return;
  }
  document.querySelectorAll('#boot, #late').forEach((words) => words.remove());
  forget('repair');
  await keep();
}

/** Whether the page is being left, to be loaded once more, isolated. */
async function leave() {
  if (!workers) return false;
  try {
    if (self.crossOriginIsolated) forget('isolate');
    if (self.crossOriginIsolated || !couldBeIsolated()) return false;
    await registered();
    await workers.ready;
    return again('isolate');
  } catch (error) {
    // Private windows forbid it, and hosts without https: the page says what it lacks itself.
    console.warn('No service worker, so no real threads and no offline use:', error.message);
    return false;
  }
}

/** A framed page is isolated if its parent is; in Chromium for desktops there is a header that does not need that. */
function couldBeIsolated() {
  if (window.top === window) return true;
  const { mobile, brands = [] } = navigator.userAgentData ?? {};
  return !mobile && brands.some(({ brand, version }) => brand === 'Chromium' && Number(version) >= 137);
}

function registered() {
  return workers.register(new URL('sw.js', folder));
}

/** Has the worker keep this build, for use without a connection. */
async function keep() {
  if (!workers) return;
  try {
    await registered();
    (await workers.ready).active.postMessage({ deed: 'keep', build });
  } catch (error) {
    console.warn('No service worker, so no offline use:', error.message);
  }
}

/**
 * Whether what could not start is being loaded once more, after the worker has dropped what it kept and the browser
 * what it had. Not where the host does not answer: it would be in vain.
 */
async function repaired() {
  if (build === 'development') return false;
  try {
    if (workers?.controller && (await ask(workers.controller, 'repair')) === false) return false;
    await Promise.all([location.href, script, binary, table].map((address) => fetch(address, { cache: 'reload' })));
  } catch {
    return false;
  }
  begun = false;
  return again('repair');
}

/** Loads the page once more, once a tab for each reason: where it did not help, the page is shown as it is. */
function again(why) {
  if (begun || !once(why)) return false;
  location.reload();
  return true;
}

// What a tab remembers belongs to this folder: another Heddle may be on the same host.

function once(why) {
  try {
    if (sessionStorage.getItem(key(why))) return false;
    sessionStorage.setItem(key(why), 'yes');
    return true;
  } catch {
    // Where nothing is remembered, nothing would end it.
    return false;
  }
}

function forget(why) {
  try {
    sessionStorage.removeItem(key(why));
  } catch {
    // There is nothing to forget.
  }
}

function key(why) {
  return `heddle ${folder.pathname} ${why}`;
}

/** What a service worker answers; undefined where it does not. */
function ask(worker, deed) {
  const { port1, port2 } = new MessageChannel();
  const answered = new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
  });
  worker.postMessage({ deed, build }, [port2]);
  return Promise.race([answered, later(PATIENCE)]);
}

function later(milliseconds, value) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, value));
}

function language() {
  // The first where none of these is spoken here.
  const asked = new URLSearchParams(location.search).get('lang');
  const spoken = navigator.languages.map((tag) => tag.split('-')[0]);
  return [asked, localStorageItem('lang'), ...spoken].find((id) => Object.hasOwn(WORDS, id)) ?? Object.keys(WORDS)[0];
}

/** Something worse than no language preference must not stop the page: storage may be forbidden. */
function localStorageItem(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

async function text(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address.pathname}: ${response.status}`);
  return response.text();
}

function sayWhy(error) {
  if (error instanceof WebAssembly.CompileError && !isModern()) {
    say('too_old');
  } else {
    say('incomplete', error.message);
  }
}

/**
 * Whether this browser compiles what the binary is made of: atomic operations without shared memory, copies of
 * memory, numbers that saturate. A binary that such a browser does not compile did not come whole.
 */
function isModern() {
  const { validate } = WebAssembly;
  // (module (memory 1) (func i32.const 0 i32.atomic.load drop
  //   i32.const 0 i32.const 0 i32.const 0 memory.copy f32.const 0 i32.trunc_sat_f32_s drop))
  return validate(
    Uint8Array.of(
      ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...[1, 4, 1, 0x60, 0, 0],
      ...[3, 2, 1, 0],
      ...[5, 3, 1, 0, 1],
      ...[10, 29, 1, 27, 0],
      ...[0x41, 0, 0xfe, 0x10, 2, 0, 0x1a],
      ...[0x41, 0, 0x41, 0, 0x41, 0, 0xfc, 10, 0, 0],
      ...[0x43, 0, 0, 0, 0, 0xfc, 0, 0x1a],
      ...[0x0b],
    ),
  );
}

function say(what, why) {
  document.getElementById('late')?.remove();
  notice.lang = lang;
  notice.textContent = WORDS[lang][what].replace('{why}', () => why);
  notice.setAttribute('role', 'alert');
  notice.hidden = false;
}
