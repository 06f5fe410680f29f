// Starts the page: loads its binary, says in words what is wrong where it cannot, and where the
// host sends no isolation headers lets the service worker add them. Plain JavaScript, because it
// has to work where the rest does not.

const notice = document.getElementById('boot');
const inIndonesian = (localStorageItem('lang') ?? navigator.language ?? '').startsWith('id');

/** Something worse than no language preference must not stop the page: storage may be forbidden. */
function localStorageItem(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function say(english, indonesian) {
  notice.lang = inIndonesian ? 'id' : 'en';
  notice.textContent = inIndonesian ? indonesian : english;
  notice.setAttribute('role', 'alert');
  notice.hidden = false;
}

async function start() {
  if (typeof WebAssembly !== 'object') {
    say(
      'This browser has WebAssembly switched off, and Heddle is made of it. Allow WebAssembly ' +
        'for this site (a lockdown or strict security mode turns it off), or open the page in ' +
        'another browser.',
      'WebAssembly dimatikan di peramban ini, padahal Heddle dibuat dengannya. Izinkan ' +
        'WebAssembly untuk situs ini (mode keamanan ketat mematikannya), atau buka halaman ini ' +
        'di peramban lain.',
    );
    return;
  }
  const { js, wasm } = document.querySelector('script[data-js]').dataset;
  try {
    const page = await import(new URL(js, document.baseURI));
    await page.default({ module_or_path: new URL(wasm, document.baseURI) });
    notice.remove();
  } catch (error) {
    console.error(error);
    const unsupported = error instanceof WebAssembly.CompileError;
    if (unsupported) {
      say(
        'This browser is too old for Heddle: use Chrome, Edge, Firefox or Safari of 2023 or later.',
        'Peramban ini terlalu lama untuk Heddle: pakai Chrome, Edge, Firefox, atau Safari ' +
          'keluaran 2023 atau lebih baru.',
      );
    } else {
      say(
        `Heddle did not load completely (${error.message}). Check the connection and load the page again.`,
        `Heddle tidak termuat lengkap (${error.message}). Periksa koneksi lalu muat ulang halaman.`,
      );
    }
  }
}

/**
 * Registers the service worker, and loads the page once more where that makes it isolated.
 *
 * The page that installs a service worker is not yet served by it. Once a tab is enough: where the
 * second load is not isolated either, the browser cannot do it, and the page works without.
 */
async function isolate() {
  const RELOADED = 'heddle-reloaded';
  if (document.documentElement.dataset.build !== 'hosting' || !navigator.serviceWorker) return;
  try {
    if (self.crossOriginIsolated) sessionStorage.removeItem(RELOADED);
    await navigator.serviceWorker.register(new URL('sw.js', document.baseURI));
    // A framed page is isolated only if its parent is, whatever its headers.
    if (self.crossOriginIsolated || window.top !== window) return;
    if (sessionStorage.getItem(RELOADED)) return;
    await navigator.serviceWorker.ready;
    sessionStorage.setItem(RELOADED, 'yes');
    location.reload();
  } catch (error) {
    // Private windows forbid it, and hosts without https: the page says what it lacks itself.
    console.warn('No service worker, so no real threads and no offline use:', error.message);
  }
}

await start();
await isolate();
