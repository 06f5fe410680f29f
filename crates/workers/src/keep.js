// Who lives, and that all do who should.
//
// A browser tells nobody when a worker is ended from outside, ends itself, or is ended by the browser for want
// of memory. But it lets go of every lock the dead one held. So a worker holds a lock of its own name from its
// first moment to its last, and whoever asks for the same lock hears of the end, whatever it was.
//
// Where there are no locks (site data blocked, a frame on another site, no HTTPS) a worker makes an address of a
// blob instead: the browser takes that away with the worker, and answers for it as long as it lives, however
// busy it is. So whoever asks for that address now and then misses the worker soon, and never by mistake.
//
// A worker whose script is a file has the policy of that file's response, which on most hosts is none; one whose
// script is a blob has the policy of whoever starts it. So every worker starts from a blob that imports its file.
//
// The library that starts the pool fetches the same script once for every worker, all at the same time, and
// holds the workers only once all of them are up (it knows of https://bugzilla.mozilla.org/show_bug.cgi?id=1702191,
// by which Firefox collects those that nobody holds). In Firefox on a busy machine about one pool in
// ten never got ready. So the script is fetched once, and again where no answer comes; and the workers
// are held from the beginning. Processes are held, and heard of, by who starts them.
//
// It is one file because each is a request, all at once when a worker starts, and the server of wasm-pack's
// tests left one of them unanswered in every second start when there was one more (Chromium 156, runner 0.2.129).
// It refuses to know what a worker is for.

const KINDS = /^heddle-(conductor|thread|process)-/;

/** A name that no other worker of this origin has. */
export const name_of = (kind) => `heddle-${kind}-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

/** Of which kind a worker of this name is; undefined where it is none of ours. */
export const kind_of = (name) => KINDS.exec(name ?? '')?.[1];

const blob = (text) => URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));

/**
 * An address that a worker can start from, under the policy of who starts it. Its script is imported when it runs:
 * where a worker's blob names it at its head, Firefox 153 does not ask the service worker for it. What comes
 * meanwhile is kept for it.
 */
export const under_our_policy = (script) =>
  blob(`
    const early = [];
    self.onmessage = ({ data }) => early.push(data);
    import(${JSON.stringify(script)}).then(
      () => early.forEach((data) => self.dispatchEvent(new MessageEvent('message', { data }))),
      (error) => postMessage({ fault: String(error?.message ?? error) }),
    );`);

// Whoever is started here may have another `fetch` later.
const get = self.fetch.bind(self);

/** Holds a lock of this worker's name for as long as it lives; whether it can. */
const hold_lock = () =>
  new Promise((done) => {
    const hold = async () =>
      navigator.locks.request(self.name, () => {
        done(true);
        return new Promise(() => {});
      });
    hold().catch(() => done(false));
  });

/** Proves for as long as this worker lives that it does, and tells who started it. */
export async function live_on() {
  if (!kind_of(self.name)) return;
  const proof = (await hold_lock()) ? undefined : blob('');
  postMessage({ lives: self.name, proof });
}

/**
 * Calls once the worker that told this is no more, unless nobody wants to know any longer. Gives whether the
 * message was of that kind.
 */
export function watch(data, gone, is_wanted = () => true) {
  if (!data?.lives) return false;
  if (data.proof) miss(data.proof, gone, is_wanted);
  // One that got its lock where we get none is missed by nobody, and Stop ends what waits for it.
  else navigator.locks.request(data.lives, () => gone()).catch(() => {});
  return true;
}

/** Milliseconds between two questions for a proof. */
const AGAIN = 500;

async function miss(proof, gone, is_wanted) {
  const is_there = () =>
    get(proof).then(
      () => true,
      () => false,
    );
  do {
    await new Promise((done) => setTimeout(done, AGAIN));
    if (!is_wanted()) return;
  } while (await is_there());
  // Where not even a proof of our own is to be had, nothing is proved.
  const ours = blob('');
  const can_ask = await get(ours).catch(() => false);
  URL.revokeObjectURL(ours);
  if (can_ask) gone();
}

const PATIENCE = 2000;

// Inside of a thread: it blocks as soon as it is up, so it has to prove that it lives before that. The one
// moment at which the library waits for anything then is the making of the binary. (An `await` at this
// level would make every page that loads this file an asynchronous one, and some are not written for it.)
if (kind_of(self.name) === 'thread') {
  const lives = live_on();
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...given) => {
    await lives;
    return instantiate(...given);
  };
}

let kept;

/**
 * From now on; `lost` is called where a thread ends or does not load: with nothing where it ended, with what the
 * browser says (which may be no word) where it does not load.
 */
export function keep_workers(lost) {
  if (kept) return;
  kept = [];
  const Started = self.Worker;
  self.Worker = class extends Started {
    constructor(script, how) {
      const is_thread = !kind_of(how?.name);
      super(script, is_thread ? { ...how, name: name_of('thread') } : how);
      if (!is_thread) return;
      kept.push(this);
      this.addEventListener('message', ({ data }) => watch(data, lost));
      this.addEventListener('error', (event) => {
        event.preventDefault();
        lost(event.message ?? '');
      });
    }
    // The library hands the glue of the binary two arguments where it wants one object, and says so in the
    // console once a thread.
    postMessage(message, ...rest) {
      const { module, memory } = message ?? {};
      const one = module && memory && !kind_of(this.name) ? { ...message, module: { module_or_path: module, memory } } : message;
      super.postMessage(one, ...rest);
    }
  };
  const scripts = new Map();
  self.fetch = async (address, how) => {
    if (how || typeof address !== 'string' || !address.endsWith('.js')) return get(address, how);
    if (!scripts.has(address)) scripts.set(address, patiently(address));
    return (await scripts.get(address)).clone();
  };
}

/** Asks a second time, past the cache, where the first answer does not come. */
function patiently(address) {
  return new Promise((resolve, reject) => {
    const again = setTimeout(() => get(address, { cache: 'no-store' }).then(answered, reject), PATIENCE);
    const answered = (response) => {
      clearTimeout(again);
      if (response.ok) resolve(response);
      else reject(new Error(`${new URL(address).pathname}: ${response.status}`));
    };
    get(address).then(answered, reject);
  });
}
