// Who lives: a worker holds a lock of its own name from its first moment to its last.
//
// A browser tells nobody when a worker is ended from outside, ends itself, or is ended by the browser
// for want of memory; but it lets go of every lock the dead one held. So whoever asks for the same lock
// hears of the end, whatever it was. Pages without HTTPS have no locks: there such an end is missed, and
// Stop ends what waits for it. It refuses to know what a worker is for.

const KINDS = /^heddle-(conductor|thread|process)-/;

/** A name that no other worker of this origin has. */
export const name_of = (kind) => `heddle-${kind}-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

/** Of which kind a worker of this name is; undefined where it is none of ours. */
export const kind_of = (name) => KINDS.exec(name ?? '')?.[1];

/** Holds this worker's lock for as long as it lives, and tells who started it that it does. */
export async function live_on() {
  if (!navigator.locks || !kind_of(self.name)) return;
  await new Promise((held) => {
    navigator.locks.request(self.name, () => {
      held();
      return new Promise(() => {});
    });
  });
  postMessage({ lives: self.name });
}

/** Calls once the worker that told this is no more. Gives whether the message was of that kind. */
export function watch(data, gone) {
  if (!data?.lives) return false;
  navigator.locks.request(data.lives, () => gone('it was ended'));
  return true;
}
