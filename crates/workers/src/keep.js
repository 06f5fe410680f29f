// Has the workers that the pool's library starts come up, all of them, and hears when one is no more.
//
// The library fetches the same script once for every worker, all at the same time, and holds the
// workers only once all of them are up (it knows of https://bugzilla.mozilla.org/show_bug.cgi?id=1702191,
// by which Firefox collects those that nobody holds). In Firefox on a busy machine about one pool in
// ten never got ready. So the script is fetched once, and again where no answer comes; and the workers
// are held from the beginning. Processes are held, and heard of, by who starts them.

import { kind_of, live_on, name_of, watch } from './life.js';

const PATIENCE = 2000;

// Inside of a thread: it blocks as soon as it is up, so it has to hold its lock before that.
if (kind_of(self.name) === 'thread') await live_on();

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
