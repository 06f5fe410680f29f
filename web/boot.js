// Loads the page's binary.
const { js, wasm } = document.querySelector('script[data-js]').dataset;
const at = (path) => new URL(path, document.baseURI);
const app = await import(at(js));
await app.default({ module_or_path: at(wasm) });
