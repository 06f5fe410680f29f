// Both ends of a process: a worker that loads the workers' binary into a memory of its own.
//
// The conductor imports this file and starts processes with it; a process is this file again, under
// another name. It shares no memory with anybody, so it works on pages that are not isolated too.
// It refuses to know what the bytes mean.

const NAME = 'heddle-process';

/**
 * Starts a process. `module` is the compiled binary; without it the process loads its own, as one
 * does that starts from nothing. `entry` is what it calls with its first bytes.
 */
export function start_process(module, main, entry, birth, heard, died) {
  const worker = new Worker(import.meta.url, { type: 'module', name: NAME });
  worker.onmessage = ({ data }) => (typeof data === 'string' ? died(data) : heard(data));
  worker.onerror = (event) => {
    event.preventDefault();
    died(event.message ?? 'its script did not load');
  };
  worker.postMessage({ module, main, entry, birth }, [birth.buffer]);
  return worker;
}

export function post_to_process(worker, bytes) {
  worker.postMessage(bytes, [bytes.buffer]);
}

export function end_process(worker) {
  worker.onmessage = worker.onerror = null;
  worker.terminate();
}

async function live({ module, main, entry, birth }) {
  const early = [];
  self.onmessage = ({ data }) => early.push(data);
  try {
    const binary = await import(main);
    await binary.default(module && { module_or_path: module });
    binary[entry](birth);
    for (const data of early) self.dispatchEvent(new MessageEvent('message', { data }));
  } catch (error) {
    postMessage(String(error?.message ?? error));
  }
}

if (self.name === NAME) self.onmessage = ({ data }) => live(data);
