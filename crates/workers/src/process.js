// Both ends of a process: a worker that loads the workers' binary into a memory of its own.
//
// The conductor imports this file and starts processes with it; a process is this file again, under
// another name. It shares no memory with anybody but what it is asked to share, so it works on pages
// that are not isolated too. It refuses to know what the bytes mean.

import { kind_of, live_on, name_of, under_our_policy, watch } from './keep.js';

/** The processes of one run, and the memory they share. */
export function new_colony() {
  return { workers: new Set(), shared: [] };
}

/**
 * Milliseconds after which one that does not live yet is started once more, and given up after the last: it lives
 * before it loads anything large, but a busy machine takes its time.
 */
const PATIENCE = [1000, 2000, 7000];

/** Milliseconds for which one that lives may load. */
const ENOUGH = 7000;

let script;

/**
 * Starts a process. `module` is the compiled binary; without it the process loads its own, as one
 * does that starts from nothing. `entry` is what it calls with its first bytes.
 *
 * Nobody hears of a worker that ends before it lives, or never begins to; and what one did that ended before it was
 * up, nobody heard. So it is started once more, and the first that lives is the process. `not_up` is called
 * where that does not help: it is no fault of a program. `died` is called where one that was up is no more. Both hear
 * nothing where it just was no more, the browser's words (which may be none) where its script did not load,
 * and bytes where it told its fault itself.
 */
export function start_process(colony, module, main, entry, birth, heard, died, not_up) {
  script ??= under_our_policy(import.meta.url);
  const process = { tries: [], begun: 0, early: [], worker: undefined, up: false, timer: undefined };
  const wait = (then, millis) => {
    clearTimeout(process.timer);
    process.timer = setTimeout(then, millis);
  };
  const give_up = (why) => {
    clearTimeout(process.timer);
    not_up(why);
  };
  const lives = (worker) => {
    if (process.worker) return;
    wait(give_up, ENOUGH);
    process.worker = worker;
    for (const other of process.tries) if (other !== worker) end_worker(colony, other);
    process.tries = [worker];
    for (const bytes of process.early) post(worker, bytes.slice());
  };
  const is_up = () => {
    clearTimeout(process.timer);
    process.up = true;
    process.early = [];
  };
  const failed = (worker, why) => {
    // Once it is ended by us there is nobody left to tell.
    if (!worker.onerror) return;
    if (process.up) return died(why);
    end_worker(colony, worker);
    process.tries = process.tries.filter((other) => other !== worker);
    if (process.worker === worker) process.worker = undefined;
    if (process.tries.length) return;
    try_again(why);
  };
  const try_again = (why) => {
    if (process.begun < PATIENCE.length) begin();
    else give_up(why);
  };
  const begin = () => {
    wait(try_again, PATIENCE[process.begun++]);
    const worker = new Worker(script, { type: 'module', name: name_of('process') });
    worker.onmessage = ({ data }) => {
      if (data.fault !== undefined) failed(worker, data.fault);
      else if (watch(data, () => failed(worker), () => worker.onerror)) lives(worker);
      else if (data.up) is_up();
      else if (data.memory) share(colony, worker, data);
      else heard(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      failed(worker, event.message ?? '');
    };
    worker.postMessage({ module, main, entry, birth: birth.slice(), shared: colony.shared });
    colony.workers.add(worker);
    process.tries.push(worker);
  };
  begin();
  return process;
}

/** What one process shares every other gets, before any message that names it. */
function share(colony, from, message) {
  colony.shared.push(message);
  for (const worker of colony.workers) if (worker !== from) worker.postMessage(message);
}

const post = (worker, bytes) => worker.postMessage(bytes, [bytes.buffer]);

export function post_to_process(process, bytes) {
  if (!process.up) process.early.push(process.worker ? bytes.slice() : bytes);
  if (process.worker) post(process.worker, bytes);
}

export function end_process(colony, process) {
  clearTimeout(process.timer);
  for (const worker of process.tries) end_worker(colony, worker);
}

function end_worker(colony, worker) {
  colony.workers.delete(worker);
  worker.onmessage = worker.onerror = null;
  worker.terminate();
}

// Inside of a process.

const memories = new Map();

export function share_bytes(number, bytes) {
  if (!self.crossOriginIsolated) return false;
  const memory = new SharedArrayBuffer(bytes.length);
  new Uint8Array(memory).set(bytes);
  memories.set(number, memory);
  postMessage({ number, memory });
  return true;
}

export function shared_bytes(number) {
  const memory = memories.get(number);
  return memory && new Uint8Array(memory);
}

async function live({ module, main, entry, birth, shared }) {
  const early = [];
  self.onmessage = ({ data }) => early.push(data);
  for (const { number, memory } of shared) memories.set(number, memory);
  try {
    await live_on();
    const binary = await import(main);
    await binary.default(module && { module_or_path: module });
    const begin = binary[entry];
    if (!begin) throw new Error(`${main}: ${entry}?`);
    // Whatever happens from here on happens in its life.
    postMessage({ up: true });
    begin(birth);
    for (const data of early) self.dispatchEvent(new MessageEvent('message', { data }));
  } catch (error) {
    postMessage({ fault: String(error?.message ?? error) });
  }
}

if (kind_of(self.name) === 'process') {
  self.addEventListener('message', (event) => {
    if (!event.data.memory) return;
    memories.set(event.data.number, event.data.memory);
    event.stopImmediatePropagation();
  });
  self.onmessage = ({ data }) => live(data);
}
