//! A page whose conductors obey a spec: they end whom they are told to end, and tell how large they are.
//!
//! Who lives is asked of the browser: every worker holds a lock as long as it lives, whoever ends it.
//! It refuses to change what a worker does until it is told to.

use std::collections::BTreeMap;

use e2e::{Browser, Site, USUAL, dist, until};
use serde_json::{Value, json};

/// Stands before `conductor.js`. Words for one conductor carry its name.
const OBEY: &str = "
    const living = { thread: [], process: [] };
    let doomed;
    self.Worker = class extends self.Worker {
        constructor(script, how) {
            super(script, how);
            const all = living[how?.name?.split('-')[1]];
            if (!all) return;
            if (all === living.process && doomed === 'before it lives') super.terminate(doomed = undefined);
            this.addEventListener('message', ({ data }) => {
                // One that ends before it is up is started again, and nobody the wiser.
                if (all === living.process ? data?.up : data?.lives) all.push(this);
                if (data?.up && doomed) this.terminate(doomed = undefined);
            });
        }
        terminate() {
            for (const all of Object.values(living)) if (all.includes(this)) all.splice(all.indexOf(this), 1);
            super.terminate();
        }
    };
    const memories = [];
    const { Memory } = WebAssembly;
    WebAssembly.Memory = class extends Memory {
        constructor(how) { super(how); memories.push(this); }
    };
    const spec = new BroadcastChannel('spec');
    spec.onmessage = ({ data: { to, what, nth = -1 } }) => {
        if (!what || (to && to !== self.name)) return;
        const [, kind] = what.match(/^end an? (thread|process)$/) ?? [];
        const found = living[kind]?.at(nth % living[kind].length);
        found?.terminate();
        if (what === 'end the next process') doomed = 'as it comes up';
        if (what === 'end the next process early') doomed = 'before it lives';
        spec.postMessage({ from: self.name, done: kind ? !!found : true, memory: memories[0].buffer.byteLength });
        if (what === 'end the conductor') self.close();
    };
";

/// Stands in the page: keeps its memory and its conductor's name where a spec finds them.
const SHOW: &str = "
    for (const name of ['instantiate', 'instantiateStreaming']) {
        const start = WebAssembly[name];
        WebAssembly[name] = async (...how) => {
            const made = await start.apply(WebAssembly, how);
            window.pageMemory ??= (made.instance ?? made).exports.memory;
            return made;
        };
    }
    window.Worker = class Worker extends window.Worker {
        constructor(script, how) {
            super(script, how);
            if (how?.name) window.conductor = how.name;
        }
    };
    // What the conductor of this name answers, or of this page; nothing, where it does not within a second.
    window.tell = (what, nth, to = window.conductor) => new Promise((done) => {
        const spec = new BroadcastChannel('spec');
        const over = (answer) => { spec.close(); done(answer); };
        setTimeout(over, 1000, null);
        spec.onmessage = ({ data }) => data.from === to && over(data);
        spec.postMessage({ to, what, nth });
    });";

/// Served, it is an origin of its own: the locks of another page's workers, which may take their time to
/// end, are not seen there.
pub(crate) fn obeying() -> Site {
    Site::plain(dist()).isolated().with_text_before("conductor.js", OBEY).with_script(SHOW)
}

/// Tells the page's conductor to do this; gives its answer.
#[track_caller]
pub(crate) fn tell(browser: &mut Browser, what: &str) -> Value {
    let answer = browser.eval("return window.tell(arguments[0])", &[json!(what)]);
    assert_eq!(answer["done"], true, "{what}: {answer}");
    answer
}

/// How many workers of each kind live, of whatever page of this origin.
pub(crate) fn living(browser: &mut Browser) -> BTreeMap<String, usize> {
    let held = browser.eval("return navigator.locks.query().then(({ held }) => held.map(({ name }) => name))", &[]);
    let mut living = BTreeMap::new();
    for name in held.as_array().into_iter().flatten().filter_map(Value::as_str) {
        if let Some(kind) = name.strip_prefix("heddle-").and_then(|name| name.split('-').next()) {
            *living.entry(kind.to_owned()).or_default() += 1;
        }
    }
    living
}

/// Waits until so many workers live as did: an end takes its time.
#[track_caller]
pub(crate) fn lives_on(browser: &mut Browser, before: &BTreeMap<String, usize>, what: &str) {
    until(&format!("{what}: {before:?}"), USUAL, || (living(browser) == *before).then_some(()));
}

/// Bytes of the page's memory and of the conductor's.
#[track_caller]
pub(crate) fn memory(browser: &mut Browser) -> [u64; 2] {
    let page = browser.eval("return window.pageMemory.buffer.byteLength", &[]);
    [page, tell(browser, "tell memory")["memory"].take()].map(|bytes| bytes.as_u64().expect("both have a memory"))
}
