// The boot file of the worker that owns a run: loads the workers' binary and hands over to it.
// It is plain JavaScript so that a binary that does not load still leaves somebody to say so.
try {
  const { default: init, conduct, worker_failed } = await import('./workers.js');
  // The threads are started by a library that keeps them to itself. A thread that ends by itself,
  // or whose script does not load, must be heard of.
  self.Worker = class extends Worker {
    constructor(script, how) {
      super(script, how);
      // A process has a memory of its own, and its end is heard of by who started it.
      if (how?.name === 'heddle-process') return;
      this.addEventListener('error', (event) => {
        event.preventDefault();
        worker_failed(event.message ?? 'the script of a thread did not load');
      });
    }
  };
  await init();
  conduct();
} catch (error) {
  postMessage({ failed: String(error?.message ?? error) });
}
