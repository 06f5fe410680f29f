// Has the workers that the pool's library starts come up, all of them.
//
// The library fetches the same script once for every worker, all at the same time, and holds the
// workers only once all of them are up (it knows of https://bugzilla.mozilla.org/show_bug.cgi?id=1702191,
// by which Firefox collects those that nobody holds). In Firefox on a busy machine about one pool in
// ten never got ready. So the script is fetched once, and again where no answer comes; and the workers
// are held from the beginning. Processes are held by who starts them.

const PATIENCE = 2000;

let kept;

export function keep_workers() {
  if (kept) return;
  kept = [];
  const Started = self.Worker;
  self.Worker = class extends Started {
    constructor(script, how) {
      super(script, how);
      if (how?.name !== 'heddle-process') kept.push(this);
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
    const again = setTimeout(() => resolve(get(address, { cache: 'no-store' })), PATIENCE);
    const answered = (response) => {
      clearTimeout(again);
      resolve(response);
    };
    get(address).then(answered, reject);
  });
}
