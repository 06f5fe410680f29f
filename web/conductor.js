// The boot file of the worker that owns a run: loads the workers' binary and hands over to it.
// It is plain JavaScript so that a binary that does not load still leaves somebody to say so.
try {
  const { default: init, conduct } = await import('./workers.js');
  await init();
  conduct();
} catch (error) {
  postMessage({ failed: String(error?.message ?? error) });
}
