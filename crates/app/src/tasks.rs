//! Runs the page's futures, in microtasks of the browser.
//!
//! The whole wasm target is built with atomics, for which wasm-bindgen's own executor waits on
//! *shared* memory; the page's memory is deliberately not shared (see `.cargo/config.toml`), and
//! that wait throws. So the page brings its own executor. It refuses to know other threads.

use any_spawner::{CustomExecutor, Executor};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Wake, Waker};
use wasm_bindgen::prelude::*;

type Task = Pin<Box<dyn Future<Output = ()>>>;

thread_local! {
    static TASKS: RefCell<BTreeMap<u64, Task>> = const { RefCell::new(BTreeMap::new()) };
    static READY: RefCell<VecDeque<u64>> = const { RefCell::new(VecDeque::new()) };
    static NEXT: Cell<u64> = const { Cell::new(0) };
    static TURN: Closure<dyn FnMut(JsValue)> = Closure::new(|_| turn());
}

/// Has Leptos use this executor. Call it before anything is mounted.
pub(crate) fn start() {
    // Refused only where an executor is there already, and then this was called twice.
    let _ = Executor::init_custom_executor(Microtasks);
}

struct Microtasks;

impl CustomExecutor for Microtasks {
    fn spawn(&self, task: Pin<Box<dyn Future<Output = ()> + Send>>) {
        spawn(task);
    }

    fn spawn_local(&self, task: Task) {
        spawn(task);
    }

    /// Nobody needs to: the browser calls as soon as what it does now is done.
    fn poll_local(&self) {}
}

fn spawn(task: Task) {
    let id = NEXT.replace(NEXT.get() + 1);
    TASKS.with_borrow_mut(|tasks| tasks.insert(id, task));
    wake(id);
}

fn wake(id: u64) {
    let first = READY.with_borrow_mut(|ready| {
        ready.push_back(id);
        ready.len() == 1
    });
    if first {
        TURN.with(|turn| drop(js_sys::Promise::resolve(&JsValue::UNDEFINED).then(turn)));
    }
}

/// Polls every task that was woken, and those woken meanwhile.
fn turn() {
    while let Some(id) = READY.with_borrow_mut(VecDeque::pop_front) {
        // Not there: it was woken once more than it had need of, and has ended.
        let Some(mut task) = TASKS.with_borrow_mut(|tasks| tasks.remove(&id)) else { continue };
        let waker = Waker::from(Arc::new(WakeTask(id)));
        if task.as_mut().poll(&mut Context::from_waker(&waker)).is_pending() {
            TASKS.with_borrow_mut(|tasks| tasks.insert(id, task));
        }
    }
}

struct WakeTask(u64);

impl Wake for WakeTask {
    fn wake(self: Arc<Self>) {
        wake(self.0);
    }
}
