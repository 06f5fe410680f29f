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

/**
 * Starts a process. `module` is the compiled binary; without it the process loads its own, as one
 * does that starts from nothing. `entry` is what it calls with its first bytes.
 */
export function start_process(colony, module, main, entry, birth, heard, died) {
  const worker = new Worker(import.meta.url, { type: 'module', name: name_of('process') });
  // Once it is ended by us there is nobody left to tell.
  const gone = (why) => worker.onerror && died(why);
  worker.onmessage = ({ data }) => {
    if (typeof data === 'string') died(data);
    else if (watch(data, gone)) return;
    else if (data.memory) share(colony, worker, data);
    else heard(data);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    died(event.message ?? 'its script did not load');
  };
  worker.postMessage({ module, main, entry, birth, shared: colony.shared }, [birth.buffer]);
  colony.workers.add(worker);
  return worker;
}

/** What one process shares every other gets, before any message that names it. */
function share(colony, from, message) {
  colony.shared.push(message);
  for (const worker of colony.workers) if (worker !== from) worker.postMessage(message);
}

export function post_to_process(worker, bytes) {
  worker.postMessage(bytes, [bytes.buffer]);
}

export function end_process(colony, worker) {
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
