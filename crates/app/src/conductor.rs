//! The page's end of the conductor: starts the worker, watches that it answers, kills it where it
//! does not, and starts another.
//!
//! One worker at a time. Nothing is sent before it is ready. A worker that is no longer ours is
//! terminated first, so what it had on its way is told apart by comparing who speaks.
//! It refuses to know what a run means to the page: that is told to `hear`.

use crate::web;
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::task::spawn_local;
use model::wire::{self, Heard};
use model::{Command, Ending, EngineError, Event, Fault, Report, RunId, Summary, Work};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

/// So long a worker may take until it is ready.
const BOOT: Duration = Duration::from_secs(10);
/// So long a run may take until its threads are there. Starting them takes a tenth of a second; but
/// Firefox now and then never comes back from starting the third or so, and then a fresh worker helps.
const START: Duration = Duration::from_secs(5);
/// So long nothing may be heard of a worker at work before it is asked whether it is there.
const QUIET: Duration = Duration::from_millis(600);
/// So long it may take to answer before a witness is called.
const ANSWER: Duration = Duration::from_millis(200);
/// So long it may take to answer when the witness is done: what a worker does while it starts others is not its own
/// work alone, and in Firefox that was seen to keep one from its messages for over a second.
const AFTER_WITNESS: Duration = Duration::from_secs(3);
/// So long it may take to answer where no witness is to be had.
const UNWITNESSED: Duration = Duration::from_secs(8);
/// So long a run may take to end politely.
const POLITE: Duration = Duration::from_millis(600);
/// After so long the next worker is started where one after another ends before it did anything; and after those
/// there is none.
const AGAIN: [Duration; 3] = [Duration::from_millis(100), Duration::from_millis(400), Duration::from_millis(1600)];

/// A witness of how fast this machine lets a worker work just now: a few hundred milliseconds of plain work, many
/// times what a conductor does before it listens again. Where a conductor has not answered by the time
/// that this is done, it is not the machine that keeps it. A time by the clock would not know.
const WITNESS: &str = "(() => { let x = 1; for (let i = 0; i < 3e8; i++) x = Math.imul(x, 1103515245) + i | 0; \
    postMessage(x); })()";

/// What the conductor has to say.
pub(crate) enum Said {
    /// A worker is being started: so many there have been with it.
    Booting(u32),
    /// The worker is not up, and this is why.
    NotUp(Fault),
    /// Events of the run.
    Events(Vec<Event>),
    /// What the worker reported of itself, or of the run there is.
    Report(Report),
}

/// The page's end of the conductor.
#[derive(Clone)]
pub(crate) struct Conductor {
    inner: Rc<Inner>,
}

struct Inner {
    hear: Box<dyn Fn(Said)>,
    worker: RefCell<Option<Worker>>,
    ready: Cell<bool>,
    started: Cell<u32>,
    /// Workers in a row that ended before they had begun anything.
    in_vain: Cell<usize>,
    /// Goes off where the worker takes too long: to be ready, to begin, to answer.
    boot: Timer,
    start: Timer,
    quiet: Timer,
    witness: RefCell<Option<Witness>>,
    run: RefCell<Option<Run>>,
    last_run: Cell<u32>,
    stopping: Timer,
    on_message: RefCell<Option<Ear<MessageEvent>>>,
    on_error: RefCell<Option<Ear<web_sys::Event>>>,
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["navigator", "locks"], js_name = request)]
    fn request_lock(name: &str, granted: &Function) -> Result<Promise, JsValue>;
}

/// What the browser calls with an event.
type Ear<E> = Closure<dyn Fn(E)>;

/// The run under way.
#[derive(Clone)]
struct Run {
    id: RunId,
    work: Work,
    /// Whether a fresh worker was already tried: for a larger pool, or since the old one fell silent.
    retried: bool,
    /// Whether a worker has begun it.
    begun: bool,
}

impl Conductor {
    /// Starts the first worker; from now on `hear` is told everything.
    pub(crate) fn start(hear: impl Fn(Said) + 'static) -> Conductor {
        let inner = Rc::new(Inner {
            hear: Box::new(hear),
            worker: RefCell::default(),
            ready: Cell::default(),
            started: Cell::default(),
            in_vain: Cell::default(),
            boot: Timer::default(),
            start: Timer::default(),
            quiet: Timer::default(),
            witness: RefCell::default(),
            run: RefCell::default(),
            last_run: Cell::default(),
            stopping: Timer::default(),
            on_message: RefCell::default(),
            on_error: RefCell::default(),
        });
        let to = Rc::downgrade(&inner);
        let on_message = Closure::new(move |event: MessageEvent| {
            if let Some(inner) = to.upgrade().filter(|inner| inner.is_ours(&event)) {
                inner.take(event.data());
            }
        });
        let to = Rc::downgrade(&inner);
        let on_error = Closure::new(move |event: web_sys::Event| {
            if let Some(inner) = to.upgrade().filter(|inner| inner.is_ours(&event)) {
                event.prevent_default();
                let why = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message).filter(|why| !why.is_empty());
                inner.died(why.map_or(Fault::NotLoaded, Fault::Said));
            }
        });
        *inner.on_message.borrow_mut() = Some(on_message);
        *inner.on_error.borrow_mut() = Some(on_error);
        inner.boot();
        Conductor { inner }
    }

    /// Holds the exploration, or lets it go on.
    pub(crate) fn hold(&self, held: bool) {
        if let Some(run) = self.inner.begun() {
            self.inner.send(&if held { Command::Pause(run) } else { Command::Resume(run) });
        }
    }

    /// Asks under this number what is wrong with a text. Nobody answers where there is no worker: the next one is
    /// asked again.
    pub(crate) fn check(&self, number: u32, text: Arc<str>) {
        if self.inner.ready.get() {
            self.inner.send(&Command::Check(number, text));
        }
    }

    /// Has this done; what was done before is over.
    pub(crate) fn ask(&self, work: Work) {
        let inner = &self.inner;
        if inner.run.take().is_some() {
            inner.over();
            inner.boot();
        }
        inner.last_run.set(inner.last_run.get() + 1);
        let id = RunId(inner.last_run.get());
        inner.run.replace(Some(Run { id, work, retried: false, begun: false }));
        inner.begin();
    }

    /// Ends the run, politely if it can be.
    pub(crate) fn stop(&self) {
        let Some(run) = self.inner.run.borrow().clone() else { return };
        if !self.inner.ready.get() {
            return self.inner.stopped();
        }
        self.inner.send(&Command::Stop(run.id));
        let inner = Rc::clone(&self.inner);
        self.inner.stopping.set(POLITE, move || {
            inner.boot();
            inner.stopped();
        });
    }

    /// Ends the worker, with all it started. Nothing more is heard of it.
    pub(crate) fn close(&self) {
        self.inner.run.take();
        self.inner.over();
        self.inner.end_worker();
    }

    /// Gives up on the worker there is, and starts another.
    pub(crate) fn restart(&self) {
        self.inner.in_vain.set(0);
        self.inner.boot();
    }
}

impl Inner {
    /// Ends the worker there is, with all it started, and starts another.
    fn boot(self: &Rc<Self>) {
        self.end_worker();
        self.started.set(self.started.get() + 1);
        (self.hear)(Said::Booting(self.started.get()));
        self.later(&self.boot, BOOT, |inner| inner.not_up(Fault::Silent));
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        // The worker proves under this name that it lives (`crates/workers/src/keep.js`).
        options.set_name(&format!("heddle-conductor-{}-{}", js_sys::Date::now(), js_sys::Math::random()));
        match Worker::new_with_options(&script(), &options) {
            Ok(worker) => {
                let on_error = self.on_error.borrow();
                let on_error = on_error.as_ref().map(|closure| closure.as_ref().unchecked_ref());
                worker.set_onmessage(self.on_message.borrow().as_ref().map(|closure| closure.as_ref().unchecked_ref()));
                worker.set_onerror(on_error);
                // `messageerror` has no setter of its own.
                let _ = Reflect::set(&worker, &"onmessageerror".into(), on_error.map_or(&JsValue::NULL, AsRef::as_ref));
                self.worker.replace(Some(worker));
            }
            Err(error) => self.died(Fault::Said(words_of(&error))),
        }
    }

    fn end_worker(&self) {
        self.boot.clear();
        self.hush();
        self.ready.set(false);
        if let Some(old) = self.worker.take() {
            old.terminate();
        }
    }

    /// Does this in a while, unless the timer is set anew or cleared before.
    fn later(self: &Rc<Self>, timer: &Timer, after: Duration, then: impl FnOnce(&Rc<Self>) + 'static) {
        let to = Rc::downgrade(self);
        timer.set(after, move || {
            if let Some(inner) = to.upgrade() {
                then(&inner);
            }
        });
    }

    /// Whether this comes from the worker there is now.
    fn is_ours(&self, event: &web_sys::Event) -> bool {
        let from = event.current_target();
        self.worker.borrow().as_ref().is_some_and(|worker| from.is_some_and(|from| from == **worker))
    }

    fn not_up(&self, fault: Fault) {
        self.run.take();
        self.over();
        self.end_worker();
        (self.hear)(Said::NotUp(fault));
    }

    /// The worker is no more. Another is started: at once where that had done something, otherwise after a while,
    /// a few times.
    fn died(self: &Rc<Self>, fault: Fault) {
        let running = self.run.borrow().clone();
        if let Some(run) = running.filter(|run| run.begun) {
            return self.give_up(&run, fault);
        }
        self.end_worker();
        let tries = self.in_vain.replace(self.in_vain.get() + 1);
        match AGAIN.get(tries) {
            // Whatever waits to be run waits for that one.
            Some(after) => self.later(&self.boot, *after, |inner| inner.boot()),
            None => self.not_up(fault),
        }
    }

    /// This cannot be done by the worker there is: another is started, and does not do it either.
    fn give_up(self: &Rc<Self>, run: &Run, fault: Fault) {
        if self.end(run.id).is_some() {
            self.boot();
            let error = EngineError::WorkerFailed(fault);
            (self.hear)(Said::Report(Report::Refused { run: run.id, error }));
        }
    }

    fn stopped(&self) {
        if let Some(Run { id: run, .. }) = self.run.take() {
            self.over();
            let summary = Summary::default();
            (self.hear)(Said::Report(Report::Ended { run, ending: Ending::Stopped, summary }));
        }
    }

    /// Sends the run there is, if somebody is there to take it; otherwise `Ready` will.
    fn begin(self: &Rc<Self>) {
        if !self.ready.get() {
            return;
        }
        if let Some(Run { id, work, .. }) = self.run.borrow().clone() {
            self.send(&Command::Begin(id, work));
            self.later(&self.start, START, move |inner| inner.try_another(id, Fault::NoThreads(None)));
            self.listen();
        }
    }

    /// The worker took this and has not begun it, or is not there: a fresh one may do, but only one is tried.
    fn try_another(self: &Rc<Self>, id: RunId, fault: Fault) {
        let Some(run) = self.run.borrow().clone().filter(|run| run.id == id) else { return };
        if run.begun || run.retried { self.give_up(&run, fault) } else { self.retry(run) }
    }

    /// Runs it once more, with a fresh worker.
    fn retry(self: &Rc<Self>, run: Run) {
        self.over();
        self.run.replace(Some(Run { retried: true, begun: false, ..run }));
        self.boot();
    }

    /// Something was heard of a worker at work. Where nothing is for a while it is asked whether it is there: one
    /// that hangs tells nobody, and neither does one that ended where there are no locks. A machine that
    /// slept has an answer at once.
    fn listen(self: &Rc<Self>) {
        self.hush();
        if self.run.borrow().is_none() {
            return;
        }
        self.later(&self.quiet, QUIET, |inner| {
            inner.send(&Command::Ping);
            inner.later(&inner.quiet, ANSWER, Self::call_witness);
        });
    }

    /// Nobody is asked anything any more.
    fn hush(&self) {
        self.quiet.clear();
        self.witness.take();
    }

    /// The worker has not answered: it hangs, is no more, or the machine is busy. A witness tells which.
    fn call_witness(self: &Rc<Self>) {
        let to = Rc::downgrade(self);
        let silent = |inner: &Rc<Self>| {
            let run = inner.run.borrow().as_ref().map(|run| run.id);
            run.into_iter().for_each(|run| inner.try_another(run, Fault::Silent));
        };
        let tell = move |after| {
            if let Some(inner) = to.upgrade() {
                inner.later(&inner.quiet, after, silent);
            }
        };
        match Witness::call(tell) {
            Ok(witness) => drop(self.witness.replace(Some(witness))),
            Err(_) => self.later(&self.quiet, UNWITNESSED, silent),
        }
    }

    /// The run under way, if its worker has begun it.
    fn begun(&self) -> Option<RunId> {
        self.run.borrow().as_ref().filter(|run| run.begun).map(|run| run.id)
    }

    fn send(&self, command: &Command) {
        let bytes = Uint8Array::from(&*wire::command(command));
        if let Some(worker) = &*self.worker.borrow() {
            worker
                .post_message_with_transfer(&bytes, &Array::of1(&bytes.buffer()))
                .expect("bytes of our own can be sent");
        }
    }

    fn take(self: &Rc<Self>, data: JsValue) {
        let Some(bytes) = data.dyn_ref::<Uint8Array>() else {
            let word = |name: &str| Reflect::get(&data, &name.into()).ok().and_then(|word| word.as_string());
            if word("proof").is_some() {
                // Where there are no locks: an idle one that ended is missed when it is next needed.
                return;
            }
            if let Some(name) = word("lives") {
                return self.watch(&name);
            }
            return self.died(word("failed").map_or(Fault::NotLoaded, Fault::Said));
        };
        match wire::read(&bytes.to_vec()) {
            Ok(Heard::Report(report)) => self.hear_report(report),
            Ok(Heard::Events(run, records)) => {
                if self.is_current(run) {
                    self.listen();
                    (self.hear)(Said::Events(Event::all_from_bytes(records).collect()));
                }
            }
            Err(words) => self.died(Fault::Said(words)),
        }
    }

    /// Asks for the lock that the worker holds: it is to be had once the worker is no more, whatever ended it.
    fn watch(self: &Rc<Self>, name: &str) {
        let (to, number) = (Rc::downgrade(self), self.started.get());
        let gone = Closure::once_into_js(move || {
            if let Some(inner) = to.upgrade()
                && inner.started.get() == number
                && inner.worker.borrow().is_some()
            {
                inner.died(Fault::Ended);
            }
        });
        // It got its lock, so there are some; and where the page gets none all the same, it asks.
        if let Ok(granted) = request_lock(name, gone.unchecked_ref()) {
            spawn_local(async {
                let _ = JsFuture::from(granted).await;
            });
        }
    }

    fn is_current(&self, id: RunId) -> bool {
        self.run.borrow().as_ref().is_some_and(|run| run.id == id)
    }

    /// Takes the run if this is about it: it is over.
    fn end(&self, id: RunId) -> Option<Run> {
        let run = self.run.borrow_mut().take_if(|run| run.id == id)?;
        self.over();
        Some(run)
    }

    /// Nothing of the run there was is waited for any more.
    fn over(&self) {
        self.stopping.clear();
        self.start.clear();
        self.hush();
    }

    fn hear_report(self: &Rc<Self>, report: Report) {
        self.listen();
        match &report {
            Report::Ready { .. } => {
                self.boot.clear();
                self.ready.set(true);
                // What waits for this worker first: whoever hears of it may ask for more.
                self.begin();
            }
            // That it spoke is all there is to it.
            Report::Alive => return,
            Report::Started { run } => {
                if self.is_current(*run) {
                    self.in_vain.set(0);
                    self.start.clear();
                    self.run.borrow_mut().iter_mut().for_each(|run| run.begun = true);
                }
                return;
            }
            Report::Checked { .. } => {}
            Report::Names { run, .. } | Report::Printed { run, .. } | Report::Exploring { run, .. } => {
                if !self.is_current(*run) {
                    return;
                }
            }
            Report::Ended { run, .. } | Report::Measured { run, .. } | Report::Explored { run, .. } => {
                if self.end(*run).is_none() {
                    return;
                }
            }
            Report::Refused { run, error } => {
                let Some(run) = self.end(*run) else { return };
                let worker_failed = matches!(error, EngineError::WorkerFailed(_));
                // A pool of threads cannot grow: a fresh worker makes one that is large enough. And a worker of
                // which something was lost does nothing more; a fresh one may.
                let a_fresh_one_may = match error {
                    EngineError::PoolTooSmall { .. } => true,
                    _ => worker_failed && !run.begun,
                };
                if a_fresh_one_may && !run.retried {
                    return self.retry(run);
                }
                if worker_failed {
                    self.boot();
                }
            }
        }
        (self.hear)(Said::Report(report));
    }
}

/// A worker that does its work and says when that is done. Dropping it ends it.
struct Witness {
    worker: Worker,
    _told: [Closure<dyn Fn()>; 2],
}

impl Witness {
    /// Calls one. It calls back with how long the other may still take to answer.
    fn call(tell: impl Fn(Duration) + Clone + 'static) -> Result<Witness, JsValue> {
        thread_local! {
            static SCRIPT: String = web::script(WITNESS);
        }
        let worker = SCRIPT.with(|script| Worker::new(script))?;
        let told = [AFTER_WITNESS, UNWITNESSED].map(|after| {
            let tell = tell.clone();
            Closure::<dyn Fn()>::new(move || tell(after))
        });
        worker.set_onmessage(Some(told[0].as_ref().unchecked_ref()));
        worker.set_onerror(Some(told[1].as_ref().unchecked_ref()));
        Ok(Witness { worker, _told: told })
    }
}

impl Drop for Witness {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// The address a conductor starts from. Its own file would bring the policy of whoever hosts it, which is mostly none;
/// a script of the page's has the page's.
fn script() -> String {
    thread_local! {
        // Not by name at its head: see `crates/workers/src/keep.js`.
        static SCRIPT: String = web::script(&format!(
            "import({:?}).catch((error) => postMessage({{ failed: String(error?.message ?? error) }}))",
            web::file("conductor.js")
        ));
    }
    SCRIPT.with(String::clone)
}

/// What an error of the browser says.
fn words_of(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => error.message().into(),
        None => format!("{error:?}"),
    }
}

/// At most one thing to be done later.
#[derive(Default)]
struct Timer {
    handle: Cell<Option<TimeoutHandle>>,
}

impl Timer {
    fn set(&self, after: Duration, then: impl FnOnce() + 'static) {
        self.clear();
        self.handle.set(set_timeout_with_handle(then, after).ok());
    }

    fn clear(&self) {
        if let Some(handle) = self.handle.take() {
            handle.clear();
        }
    }
}
