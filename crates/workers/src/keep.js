// Who lives, and that all do who should.
//
// A worker holds a lock of its own name from its first moment to its last. A browser tells nobody when a
// worker is ended from outside, ends itself, or is ended by the browser for want of memory; but it lets go
// of every lock the dead one held. So whoever asks for the same lock hears of the end, whatever it was.
// Pages without HTTPS have no locks: there such an end is missed, and Stop ends what waits for it.
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

/** Holds this worker's lock for as long as it lives, and tells who started it that it does. */
export async function live_on() {
  if (!kind_of(self.name)) return;
  const held = (done) =>
    navigator.locks.request(self.name, () => {
      done();
      return new Promise(() => {});
    });
  if (navigator.locks) await new Promise(held);
  postMessage({ lives: self.name });
}

/** Calls once the worker that told this is no more. Gives whether the message was of that kind. */
export function watch(data, gone) {
  if (!data?.lives) return false;
  navigator.locks?.request(data.lives, () => gone('it was ended'));
  return true;
}

const PATIENCE = 2000;

// Inside of a thread: it blocks as soon as it is up, so it has to hold its lock before that. The one
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

/** From now on; `lost` is called with words where a thread ends or does not load. */
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
      this.addEventListener('message', ({ data }) => watch(data, () => lost('a thread was ended')));
      this.addEventListener('error', (event) => {
        event.preventDefault();
        lost(event.message ?? 'the script of a thread did not load');
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
  const get = self.fetch.bind(self);
  self.fetch = async (address, how) => {
    if (how || typeof address !== 'string' || !address.endsWith('.js')) return get(address, how);
    if (!scripts.has(address)) scripts.set(address, patiently(get, address));
    return (await scripts.get(address)).clone();
  };
}

/** Asks a second time, past the cache, where the first answer does not come. */
function patiently(get, address) {
  return new Promise((resolve, reject) => {
    const again = setTimeout(() => get(address, { cache: 'no-store' }).then(answered, reject), PATIENCE);
    const answered = (response) => {
      clearTimeout(again);
      if (response.ok) resolve(response);
      else reject(new Error(`the script of the threads did not load (${response.status})`));
    };
    get(address).then(answered, reject);
  });
}
