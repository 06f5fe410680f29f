// Both ends of a process: a worker that loads the workers' binary into a memory of its own.
//
// The conductor imports this file and starts processes with it; a process is this file again, under
// another name. It shares no memory with anybody but what it is asked to share, so it works on pages
// that are not isolated too. It refuses to know what the bytes mean.

import { kind_of, live_on, name_of, watch } from './keep.js';

/** The processes of one run, and the memory they share. */
export function new_colony() {
  return { workers: new Set(), shared: [] };
}

/** Milliseconds after which one that does not live yet is started once more: it lives before it loads anything large. */
const PATIENCE = 1000;

/**
 * Starts a process. `module` is the compiled binary; without it the process loads its own, as one
 * does that starts from nothing. `entry` is what it calls with its first bytes.
 *
 * Nobody hears of a worker that ends before it lives, or never begins to. So it is started once more, and the
 * first of the two that lives is the process: what the other began without knowing, nobody hears.
 */
export function start_process(colony, module, main, entry, birth, heard, died) {
  const process = { tries: [], early: [], worker: undefined, timer: undefined };
  const lives = (worker) => {
    if (process.worker) return;
    clearTimeout(process.timer);
    process.worker = worker;
    for (const other of process.tries) if (other !== worker) end_worker(colony, other);
    for (const bytes of process.early) worker.postMessage(bytes, [bytes.buffer]);
  };
  const begin = () => {
    const worker = new Worker(import.meta.url, { type: 'module', name: name_of('process') });
    // Once it is ended by us there is nobody left to tell.
    const gone = (why) => worker.onerror && died(why);
    worker.onmessage = ({ data }) => {
      if (typeof data === 'string') died(data);
      else if (watch(data, gone)) lives(worker);
      else if (data.memory) share(colony, worker, data);
      else heard(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      died(event.message ?? 'its script did not load');
    };
    const bytes = birth.slice();
    worker.postMessage({ module, main, entry, birth: bytes, shared: colony.shared }, [bytes.buffer]);
    colony.workers.add(worker);
    process.tries.push(worker);
  };
  begin();
  process.timer = setTimeout(() => {
    begin();
    process.timer = setTimeout(() => died('it did not come up'), 2 * PATIENCE);
  }, PATIENCE);
  return process;
}

/** What one process shares every other gets, before any message that names it. */
function share(colony, from, message) {
  colony.shared.push(message);
  for (const worker of colony.workers) if (worker !== from) worker.postMessage(message);
}

export function post_to_process(process, bytes) {
  if (process.worker) process.worker.postMessage(bytes, [bytes.buffer]);
  else process.early.push(bytes);
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
    binary[entry](birth);
    for (const data of early) self.dispatchEvent(new MessageEvent('message', { data }));
  } catch (error) {
    postMessage(String(error?.message ?? error));
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
