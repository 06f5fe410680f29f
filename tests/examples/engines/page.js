// A page with a conductor and nothing else, so that nothing of Heddle's own page is measured too.
// What the messages say is read by the bench: here they are only timed and handed on.
let worker, words, wanted, asked, first;

/** Starts a conductor of the build in this folder; what was there before is ended. */
self.boot = (files) => {
  worker?.terminate();
  words = [];
  worker = new Worker(`${files}conductor.js`, { type: 'module' });
  worker.onerror = (event) => hear({ failed: event.message ?? 'the worker did not load' });
  worker.onmessage = ({ data }) => {
    if (!(data instanceof Uint8Array)) hear(data);
    else if (data[0] === 0) hear([...data]);
    else first ??= performance.now();
  };
};

function hear(message) {
  words.push(message);
  wanted?.(words.shift());
  wanted = undefined;
}

/** Sends a command. */
self.ask = (bytes) => {
  const message = new Uint8Array(bytes);
  first = undefined;
  asked = performance.now();
  worker.postMessage(message, [message.buffer]);
};

/** The next message of words. */
self.next = () =>
  words.length > 0 ? words.shift() : new Promise((resolve) => { wanted = resolve; });

/** Milliseconds from the last command to the first events that came of it. */
self.firstEvent = () => first - asked;
