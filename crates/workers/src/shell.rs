//! The conductor in a browser's worker: its messages, its pulse, its pool. As thin as can be.

mod colony;

use crate::colony::Colony;
use crate::conductor::{Conductor, Next, Send};
use crate::pool::{self, Place, Pool, PoolState};
use crate::pulse::Pulse;
use crate::{clock, failure};
use colony::BrowserColony;
use js_sys::Uint8Array;
use model::{Fault, wire};
use scenarios::{TWINS, Twin};
use std::cell::RefCell;
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// The conductor that is to hear of something, once it is there.
type Awake = Rc<RefCell<Weak<Shell>>>;

/// A conductor that was started, with what calls it.
pub struct Shell {
    conductor: RefCell<Conductor<BrowserPool>>,
    pulse: RefCell<Option<Pulse>>,
}

/// Starts the conductor in the worker that calls it, which from then on belongs to it.
///
/// # Errors
/// Where the browser lacks what it needs.
#[wasm_bindgen]
pub fn conduct() -> Result<(), JsValue> {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    listen_to_panics();
    let page = scope.clone();
    let shell = Shell::start(Box::new(move |message| post(&page, &message)), TWINS, "live")?;
    let ears = shell.clone();
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        ears.hear(&Uint8Array::new(&message.data()).to_vec());
    });
    scope.set_onmessage(Some(hear.into_js_value().unchecked_ref()));
    live_on();
    Ok(())
}

#[wasm_bindgen(module = "/src/keep.js")]
extern "C" {
    fn live_on();
}

impl Shell {
    /// Starts a conductor that sends like this and knows these programs. Its processes are to call
    /// what the binary exports under the name of `entry`.
    ///
    /// # Errors
    /// Where the browser lacks what it needs.
    pub fn start(send: Send, twins: &'static [Twin], entry: &'static str) -> Result<Rc<Shell>, JsValue> {
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        let cores = scope.navigator().hardware_concurrency() as u32;
        let isolated = js_sys::Reflect::get(&scope, &"crossOriginIsolated".into())?.is_truthy();
        let place = Place { isolated, cores: cores.max(1), pool: None };
        let wake = Awake::default();
        let pool = BrowserPool { entry, wake: wake.clone(), ..BrowserPool::default() };
        let conductor = Conductor::new(send, twins, pool, place, clock::resolution());
        let shell = Rc::new(Shell { conductor: RefCell::new(conductor), pulse: RefCell::new(None) });
        wake.replace(Rc::downgrade(&shell));
        let beating = shell.clone();
        shell.pulse.replace(Some(Pulse::new(scope, move || beating.beat())?));
        Ok(shell)
    }

    /// Takes a message of the page.
    pub fn hear(&self, message: &[u8]) {
        self.call(|conductor| conductor.hear(message));
    }

    /// Something came that does not wait for the next beat.
    fn beat_now(&self) {
        self.call(Conductor::beat);
    }

    /// A worker that this one started has ended or did not load.
    fn lost(&self, fault: Fault) {
        // What a panic said is better than what the browser made of it.
        let fault = failure::take().unwrap_or(fault);
        self.call(|conductor| {
            conductor.fail(fault);
            Next::Idle
        });
    }

    fn beat(&self) {
        if let Some(pulse) = &mut *self.pulse.borrow_mut() {
            pulse.came();
        }
        self.call(Conductor::beat);
    }

    fn call(&self, what: impl FnOnce(&mut Conductor<BrowserPool>) -> Next) {
        // It stays borrowed for ever where it panicked; the page knows, and will end this worker.
        let Ok(mut conductor) = self.conductor.try_borrow_mut() else { return };
        let next = what(&mut conductor);
        if let Some(pulse) = &mut *self.pulse.borrow_mut() {
            pulse.ask(next);
        }
    }
}

fn post(page: &DedicatedWorkerGlobalScope, message: &[u8]) {
    // A copy, because this memory is shared and what is transferred must not be.
    let bytes = Uint8Array::new_from_slice(message);
    let moved = js_sys::Array::of1(&bytes.buffer());
    page.post_message_with_transfer(&bytes, &moved).expect("bytes can be sent");
}

/// Whichever thread panics or finds no memory: the page hears what it said, and the console what it
/// always hears.
pub fn listen_to_panics() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        tell_fault(failure::panicked(panic));
        before(panic);
    }));
    std::alloc::set_alloc_error_hook(|wanted| tell_fault(failure::out_of_memory(wanted)));
}

fn tell_fault(fault: Fault) {
    if pool::lane() == 0 {
        // On the conductor's own thread nobody comes back to look at a note.
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        post(&scope, &wire::report(&failure::report(fault)));
    } else {
        failure::note(fault);
    }
}

/// The pool of the browser: its workers come up while the conductor is in its event loop.
#[derive(Default)]
pub struct BrowserPool {
    entry: &'static str,
    wake: Awake,
    state: Rc<RefCell<Option<PoolState>>>,
    /// Kept because they will be called.
    calls: Vec<Closure<dyn FnMut(JsValue)>>,
    lost: Option<Closure<dyn FnMut(Option<String>)>>,
}

#[wasm_bindgen(module = "/src/keep.js")]
extern "C" {
    fn keep_workers(lost: &Closure<dyn FnMut(Option<String>)>);
}

impl Pool for BrowserPool {
    fn start(&mut self, threads: u32) {
        let wake = self.wake.clone();
        keep_workers(self.lost.insert(Closure::new(move |why: Option<String>| {
            let shell = wake.borrow().upgrade();
            if let Some(shell) = shell {
                shell.lost(failure::of_worker(why));
            }
        })));
        self.state.replace(Some(PoolState::Starting));
        let (up, down) = (self.state.clone(), self.state.clone());
        let ready = Closure::new(move |_: JsValue| {
            up.replace(Some(PoolState::Ready));
        });
        let failed = Closure::new(move |error: JsValue| {
            down.replace(Some(PoolState::Failed(Fault::NoThreads(Some(format!("{error:?}"))))));
        });
        // Who looks at the state later sees both; nobody waits for the promise itself.
        let _ = wasm_bindgen_rayon::init_thread_pool(threads as usize).then2(&ready, &failed);
        self.calls.extend([ready, failed]);
    }

    fn state(&self) -> PoolState {
        self.state.borrow().clone().unwrap_or(PoolState::Cold)
    }

    fn colony(&self) -> Rc<dyn Colony> {
        let wake = self.wake.clone();
        let wake = move || {
            let shell = wake.borrow().upgrade();
            if let Some(shell) = shell {
                shell.beat_now();
            }
        };
        Rc::new(BrowserColony::new(self.entry, Rc::new(wake)))
    }
}
